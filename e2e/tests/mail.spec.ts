import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { openMail } from '../support/mail';
import { keepScreenshot } from '../support/screenshot';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

const first = 'lantern by the river';
const second = 'kettle under the apricot';

async function signUp(page: Page, email: string, script: boolean): Promise<void> {
  await page.goto('/sign-up');
  if (script) await hydrated(page);
  await page.getByLabel('Your name').fill('Mai Trần');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(first);
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script });

    test('an address is verified by the link of a mail', async ({ page, guard }) => {
      // A refused form is answered with its page and this status.
      guard.allow(/status of 422/);
      const email = `mai.${Date.now()}.${script}@example.com`;
      await signUp(page, email, script);
      await page.getByRole('link', { name: 'Account and password' }).click();
      await expect(page.getByText('Not confirmed yet.')).toBeVisible();
      await openMail(page, email, /Is this your address/);
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'mail-verify');
      }
      await page.getByRole('link', { name: /\/verify-email\?token=/ }).click();
      if (script) await hydrated(page);
      const link = page.url();
      await page.getByRole('button', { name: 'Confirm my address' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Your address is confirmed' })).toBeVisible();
      await page.getByRole('main').getByRole('link', { name: 'Account and password' }).click();
      await expect(page.getByText('Confirmed.', { exact: true })).toBeVisible();
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'account');
      }
      // The link has done its work.
      await page.goto(link);
      if (script) await hydrated(page);
      await page.getByRole('button', { name: 'Confirm my address' }).click();
      await expect(page.getByRole('alert')).toContainText('used or has expired');
    });

    test('a forgotten password is replaced by the link of a mail', async ({ page, guard }) => {
      // A refused form is answered with its page and this status.
      guard.allow(/status of 422/);
      const email = `ada.${Date.now()}.${script}@example.com`;
      await signUp(page, email, script);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: 'Forgotten your password?' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'A new password' })).toBeVisible();
      // The answer is the same for an address of nobody.
      for (const address of [`nobody.${email}`, email]) {
        await page.getByLabel('E-mail address').fill(address);
        await page.getByRole('button', { name: 'Send the link' }).click();
        await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
        if (script) await expectAccessible(page);
        if (script && address === email) await keepScreenshot(page, 'forgot-password');
        if (address !== email) await page.goto('/forgot-password');
        if (script) await hydrated(page);
      }
      await openMail(page, email, /A new password for Vouch/);
      await page.getByRole('link', { name: /\/reset-password\?token=/ }).click();
      if (script) await hydrated(page);
      await page.getByLabel('New password').fill('short');
      await page.getByRole('button', { name: 'Keep this password' }).click();
      await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/at least ten characters/);
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'reset-password');
      }
      await page.getByLabel('New password').fill(second);
      await page.getByRole('button', { name: 'Keep this password' }).click();
      await expect(page.getByText('Your password is changed.', { exact: false })).toBeVisible();
      await signIn(page, email, first);
      await expect(page.getByRole('alert')).toContainText('do not belong together');
      await signIn(page, email, second);
      await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
      await openMail(page, email, /Your password was changed/);
    });

    test('name, password and sessions are looked after on one page', async ({ page, browser, server, guard }) => {
      guard.allow(/status of 422/);
      const email = `nare.${Date.now()}.${script}@example.com`;
      await signUp(page, email, script);
      const elsewhere = await browser.newContext({ baseURL: server.url, javaScriptEnabled: true });
      const other = await elsewhere.newPage();
      await other.goto('/sign-in');
      await hydrated(other);
      await signIn(other, email, first);
      await expect(other.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();

      await page.goto('/account');
      if (script) await hydrated(page);
      const sessions = page.getByRole('region', { name: 'Where you are signed in' });
      await expect(sessions.getByRole('listitem')).toHaveCount(2);
      await expect(sessions.getByText('this one')).toHaveCount(1);
      await sessions.getByRole('button', { name: /^Sign out there: / }).click();
      await expect(page.getByText('That session has ended.')).toBeVisible();
      await expect(sessions.getByRole('listitem')).toHaveCount(1);
      await other.goto('/account/orders');
      await expect(other).toHaveURL(/\/sign-in/);
      await elsewhere.close();

      await page.getByLabel('Your name').fill('Nare H.');
      await page.getByLabel('Language of our mail').selectOption('hy');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
      await expect(page.getByRole('banner').getByRole('link', { name: /Nare H\./ })).toBeVisible();
      await expect(page.getByLabel('Language of our mail')).toHaveValue('hy');

      await page.getByLabel('Present password').fill('not the password');
      await page.getByLabel('New password').fill(second);
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByLabel('Present password')).toHaveAccessibleDescription(/not your present password/);
      await page.getByLabel('Present password').fill(first);
      await page.getByLabel('New password').fill(second);
      await page.getByRole('button', { name: 'Change the password' }).click();
      await expect(page.getByText('Other devices were signed out.', { exact: false })).toBeVisible();
      await expect(page.getByLabel('Present password')).toHaveValue('');
      await openMail(page, email, /Ձեր գաղտնաբառը փոխվել է/);

      await page.goto('/account');
      if (script) await hydrated(page);
      await page.getByRole('button', { name: 'Sign out everywhere' }).click();
      await expect(page).toHaveURL(/\/sign-in$/);
      await page.goto('/account');
      await expect(page).toHaveURL(/\/sign-in\?return=/);
    });
  });
}

for (const [locale, title, account] of [
  ['vi', 'Mật khẩu mới', 'Thư của bản trình diễn'],
  ['hy', 'Նոր գաղտնաբառ', 'Ցուցադրության նամակները'],
] as const) {
  test(`the care of an account speaks ${locale}`, async ({ page }) => {
    await page.goto(`/${locale}/forgot-password`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
    await page.goto(`/${locale}/demo/outbox`);
    await expect(page.getByRole('heading', { level: 1, name: account })).toBeVisible();
    await expectAccessible(page);
  });
}
