import type { CDPSession, Locator, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { openMail } from '../support/mail';
import { keepScreenshot } from '../support/screenshot';
import { hydrated } from '../support/shop';
import { expect, test as base } from '../support/test';

/** Browsers take no addresses of numbers for passkeys: the same server by its name. */
const test = base.extend({
  baseURL: async ({ server }, use) => use(server.url.replace('127.0.0.1', 'localhost')),
});

const password = 'lantern by the river';

/** A device of Chromium that says yes, or does not. */
class Device {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  static async add(page: Page): Promise<Device> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Device(session, authenticatorId);
  }

  /** Whether somebody proves who they are, or is refused. */
  async verifies(yes: boolean): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', { authenticatorId: this.#id, isUserVerified: yes });
  }

  async passkeys(): Promise<number> {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', { authenticatorId: this.#id });
    return credentials.length;
  }

  async lose(): Promise<void> {
    await this.#session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#id });
  }
}

/** What the page of the account says it has just kept. */
const notice = (page: Page): Locator => page.locator('#account-notice');

/**
 * Keeps the browser from offering passkeys in the field of the address: a virtual device takes such an offer at once, before
 * anybody could press the button.
 */
async function offersNothing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
}

async function fillName(page: Page, email: string): Promise<void> {
  await page.getByLabel('Your name').fill('Mai Trần');
  await page.getByLabel('E-mail address').fill(email);
}

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/sign-up');
  await hydrated(page);
  await fillName(page, email);
  await page.getByRole('button', { name: 'Create account with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/account');
  await hydrated(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
}

test('an account is made and entered with a passkey, which gets company, a name and an end', async ({ page }) => {
  await offersNothing(page);
  const email = `mai.${Date.now()}@example.com`;
  const phone = await Device.add(page);
  await page.goto('/sign-up');
  await hydrated(page);
  const create = page.getByRole('button', { name: 'Create account with a passkey' });
  await create.click();
  await expect(page.getByLabel('Your name')).toHaveAccessibleDescription(/1 to 80 characters/);
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(/name@example.com/);
  await expectAccessible(page);
  await keepScreenshot(page, 'passkeys-sign-up');
  await fillName(page, email);
  await create.click();
  await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
  expect(await phone.passkeys()).toBe(1);

  // Nobody says who they are: the passkey does.
  await signOut(page);
  await page.goto('/sign-in?return=/account');
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'passkeys-sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();

  const section = page.getByRole('region', { name: 'Passkeys' });
  await expect(section.getByRole('listitem')).toHaveCount(1);
  await expect(section).toContainText('last used on');
  await expect(page.getByRole('region', { name: 'Password' })).toContainText('confirm your address first');

  // It is the only way in.
  await section.getByText('Change', { exact: true }).click();
  await section.getByRole('button', { name: 'Remove this passkey' }).click();
  await expect(section.getByRole('alert')).toContainText('only way into your account');

  // A second one, on another device: the first has one already.
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(section.getByRole('alert')).toContainText('has a passkey for your account already');
  await phone.lose();
  await Device.add(page);
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(notice(page)).toContainText('Your passkey is here.');
  await expect(section.getByRole('listitem')).toHaveCount(2);

  const second = section.getByRole('listitem').nth(1);
  await second.getByText('Change', { exact: true }).click();
  await second.getByLabel('Name of this passkey').fill('The laptop');
  await expectAccessible(page);
  await keepScreenshot(page, 'passkeys');
  await second.getByRole('button', { name: 'Keep this name' }).click();
  await expect(notice(page)).toContainText('new name');
  await expect(second.getByText('The laptop')).toBeVisible();

  // It stands open since it was tried before: the list is changed in place.
  const first = section.getByRole('listitem').first();
  await first.getByRole('button', { name: 'Remove this passkey' }).click();
  await expect(notice(page)).toContainText('is removed');
  await expect(section.getByRole('listitem')).toHaveCount(1);
  await expect(section.getByText('The laptop')).toBeVisible();
  await openMail(page, email, /A passkey was added to your account/);
});

test('a passkey stands beside a password, and the password confirms who adds it', async ({ page }) => {
  await Device.add(page);
  const email = `bo.${Date.now()}@example.com`;
  await page.goto('/sign-up?return=/account');
  await hydrated(page);
  await fillName(page, email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Make an account' }).click();
  const section = page.getByRole('region', { name: 'Passkeys' });
  await expect(section).toContainText('You have none yet.');
  // As if the sign-in had been hours ago: the server asks for the password.
  let asked = 0;
  await page.route('**/graphql', async (route) => {
    const body = route.request().postData() ?? '';
    if (!body.includes('passkeyRegistrationBegin') || asked++ > 0) return route.continue();
    const refusal = { code: 'CONFIRMATION_NEEDED', retryAfter: null };
    await route.fulfill({ json: { data: { passkeyRegistrationBegin: { ceremony: null, userErrors: [refusal] } } } });
  });
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  const field = section.getByLabel('Your password, to show that it is you');
  await expect(field).toBeFocused();
  await field.fill('not the password');
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(field).toHaveAccessibleDescription(/not your present password/);
  await expectAccessible(page);
  await field.fill(password);
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(notice(page)).toContainText('Your passkey is here.');
  await expect(section.getByRole('listitem')).toHaveCount(1);
});

test('refusals are said in words: cancelled, unknown, no network, and a taken address', async ({ page, guard }) => {
  await offersNothing(page);
  // A request that cannot leave is an error in the console.
  guard.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  const email = `ada.${Date.now()}@example.com`;
  const phone = await Device.add(page);
  await signUp(page, email);
  await signOut(page);

  await page.goto('/sign-up');
  await hydrated(page);
  await fillName(page, email);
  await phone.lose();
  const other = await Device.add(page);
  await page.getByRole('button', { name: 'Create account with a passkey' }).click();
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(/account with this address already/);

  await page.goto('/sign-in');
  await hydrated(page);
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await expect(button).toBeVisible();
  await other.verifies(false);
  await button.click();
  await expect(page.getByRole('alert')).toContainText('Nothing was done');
  await expectAccessible(page);
  await keepScreenshot(page, 'passkeys-refused');
  await page.context().setOffline(true);
  await button.click();
  await expect(page.getByRole('alert')).toContainText('could not reach the shop');
  await page.context().setOffline(false);
});

test('a passkey that was removed here is unknown', async ({ page }) => {
  await offersNothing(page);
  await Device.add(page);
  await page.goto('/sign-up?return=/account');
  await hydrated(page);
  await fillName(page, `eve.${Date.now()}@example.com`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Make an account' }).click();
  const section = page.getByRole('region', { name: 'Passkeys' });
  await section.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(section.getByRole('listitem')).toHaveCount(1);
  await section.getByText('Change', { exact: true }).click();
  await section.getByRole('button', { name: 'Remove this passkey' }).click();
  await expect(section).toContainText('You have none yet.');
  await signOut(page);
  await page.goto('/sign-in');
  await hydrated(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('No account has this passkey');
});

test('an account without a password is taken along and deleted by whoever has just signed in', async ({ page }) => {
  await offersNothing(page);
  await Device.add(page);
  await signUp(page, `leave.${Date.now()}@example.com`);
  await page.goto('/account/privacy');
  await expect(page.getByText('Your account has no password.')).toBeVisible();
  await expect(page.getByLabel('Present password')).toHaveCount(0);
  const file = page.waitForEvent('download');
  await page.getByRole('region', { name: 'Take your data along' }).getByRole('button').click();
  expect((await file).suggestedFilename()).toMatch(/\.json$/);
  await page.goto('/account/deletion');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Delete my account for good' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your account is deleted' })).toBeVisible();
});

test('a browser that reads and writes no JSON of passkeys makes and uses them', async ({ page }) => {
  await offersNothing(page);
  await page.addInitScript(() => {
    const kind = PublicKeyCredential as unknown as Record<string, unknown>;
    delete kind.parseCreationOptionsFromJSON;
    delete kind.parseRequestOptionsFromJSON;
    delete (PublicKeyCredential.prototype as unknown as Record<string, unknown>).toJSON;
  });
  await Device.add(page);
  await signUp(page, `old.${Date.now()}@example.com`);
  await signOut(page);
  await page.goto('/sign-in');
  await hydrated(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
});

test('the browser offers a passkey in the field of the address, and nothing else is to be done', async ({ page }) => {
  await Device.add(page);
  await signUp(page, `kim.${Date.now()}@example.com`);
  await signOut(page);
  await page.goto('/sign-in?return=/account');
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
});

test('where passkeys cannot work, the page says so instead of a button', async ({ page, server }) => {
  await page.goto(`${server.url}/sign-in`);
  await hydrated(page);
  await expect(page.getByText('Passkeys work when you open this market at')).toBeVisible();
  await expect(page.getByRole('link', { name: /^http:\/\/localhost:/ })).toHaveAttribute('href', /localhost:\d+\/sign-in$/);
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();
  await expectAccessible(page);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
  await page.goto('/sign-up');
  await hydrated(page);
  await expect(page.getByText('This browser cannot use passkeys.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create account with a passkey' })).toBeHidden();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('there is no dead button', async ({ page }) => {
    for (const path of ['/sign-in', '/sign-up']) {
      await page.goto(path);
      await expect(page.getByLabel('Password')).toBeVisible();
      await expect(page.getByText('passkey')).toHaveCount(0);
    }
  });
});

for (const [locale, button] of [['vi', 'Đăng nhập bằng khóa truy cập'], ['hy', 'Մուտք գործել մուտքի բանալիով']] as const) {
  test(`signing in with a passkey speaks ${locale}`, async ({ page }) => {
    await Device.add(page);
    await page.goto(`/${locale}/sign-in`);
    await hydrated(page);
    await expect(page.getByRole('button', { name: button })).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `passkeys-sign-in-${locale}`);
  });
}
