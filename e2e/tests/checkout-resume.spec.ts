import type { Page } from '@playwright/test';
import { asVisitor, register, saveAddress, signIn } from '../support/account';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { ada, fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

// No courier: orders stay as their buyers leave them, however long a test takes.
test.use({ serverArguments: ['--demo'] });

/** Waits until the server keeps this as the street. */
async function kept(page: Page, line1: string): Promise<void> {
  const query = '{ cart { buyer { shippingAddress { line1 } } } }';
  await expect
    .poll(async () => (await asVisitor<{ cart: { buyer: { shippingAddress: { line1: string } } | null } }>(page, query)).cart.buyer?.shippingAddress.line1)
    .toBe(line1);
}

async function checkout(page: Page): Promise<void> {
  await page.goto('/checkout');
  await hydrated(page);
}

test('a guest goes on after a reload and after a crash, with what was typed as it was', async ({ page, context }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await checkout(page);
  await expect(page.getByText('You go on where you left off')).toBeHidden();
  await fillAddress(page, { ...ada, 'Postal code': 'nowhere' });
  await page.getByRole('radio', { name: /Bank transfer/ }).check();
  // Right away: the page's last words are what is kept.
  await page.reload();
  await hydrated(page);
  await expect(page.getByText('You go on where you left off')).toBeVisible();
  for (const [label, value] of Object.entries({ ...ada, 'Postal code': 'nowhere' })) {
    await expect(page.getByLabel(label, { exact: true })).toHaveValue(value);
  }
  await expect(page.getByRole('radio', { name: /Bank transfer/ })).toBeChecked();
  await expectAccessible(page);
  await keepScreenshot(page, 'checkout-resumed');

  // A crash has no last words: what rested for a moment is there.
  await page.getByLabel('Street and number').fill('4 Kirkgate');
  await kept(page, '4 Kirkgate');
  const again = await context.newPage();
  await page.close();
  await checkout(again);
  await expect(again.getByLabel('Street and number')).toHaveValue('4 Kirkgate');

  await again.getByLabel('Postal code').fill('ls27dr');
  await again.getByRole('button', { name: /^Place the order/ }).click();
  await expect(again).toHaveURL(/\/orders\/ord_/);
  await expect(again.getByText('LS2 7DR')).toBeVisible();
  // Nothing of a finished order stays.
  await putIntoCart(again, 'tidewrack-notebook');
  await checkout(again);
  await expect(again.getByLabel('Street and number')).toHaveValue('');
});

test('an account goes on with another device, and a guest takes it along when they sign in', async ({ page, browser }) => {
  const account = await register(page);
  await page.context().clearCookies();
  await putIntoCart(page, 'tidewrack-notebook');
  await checkout(page);
  await fillAddress(page);
  await page.getByRole('main').getByRole('link', { name: 'Sign in instead' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/checkout$/);
  await expect(page.getByLabel('Street and number')).toHaveValue('3 Kirkgate');

  const context = await browser.newContext({ baseURL: new URL('/', page.url()).href });
  const other = await context.newPage();
  await signIn(other, account);
  await checkout(other);
  await expect(other.getByLabel('Street and number')).toHaveValue('3 Kirkgate');
  await expect(other.getByLabel('Town or city')).toHaveValue('Leeds');
  await context.close();
});

test('who was signed out elsewhere is told so, and comes back to what was typed', async ({ page, browser }) => {
  const account = await register(page);
  await saveAddress(page);
  await putIntoCart(page, 'tidewrack-notebook');
  await checkout(page);
  const context = await browser.newContext({ baseURL: new URL('/', page.url()).href });
  const other = await context.newPage();
  await signIn(other, account);
  await asVisitor(other, 'mutation { sessionDelete(input: { everywhere: true }) { deleted userErrors { code } } }');
  await context.close();

  await page.getByLabel('Street and number').fill('5 Kirkgate');
  await page.getByRole('radio', { name: /Bank transfer/ }).check();
  await page.getByRole('button', { name: /^Place the order/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'You have been signed out' });
  await expect(alert).toBeFocused();
  await expect(page.getByLabel('Street and number')).toHaveValue('5 Kirkgate');
  await expectAccessible(page);
  await keepScreenshot(page, 'checkout-signed-out');
  await alert.getByRole('link', { name: 'Sign in and come back' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await page.getByLabel('E-mail address').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/checkout$/);
  await expect(page.getByLabel('Street and number')).toHaveValue('5 Kirkgate');
  await expect(page.getByRole('radio', { name: /Bank transfer/ })).toBeChecked();
  await kept(page, '5 Kirkgate');
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  await expect(page.getByTestId('payment-state')).toContainText('Please transfer £');
});

test('without network nothing is lost, and pressing again places one order', async ({ page, context, guard }) => {
  guard.allow(/net::ERR_INTERNET_DISCONNECTED/);
  guard.allow(/net::ERR_FAILED/);
  await putIntoCart(page, 'tidewrack-notebook');
  await checkout(page);
  await fillAddress(page);
  await kept(page, '3 Kirkgate');
  await context.setOffline(true);
  await page.getByRole('button', { name: /^Place the order/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing you typed is lost' });
  await expect(alert).toBeFocused();
  await expect(page.getByLabel('Street and number')).toHaveValue('3 Kirkgate');
  await expectAccessible(page);
  await keepScreenshot(page, 'checkout-offline');
  await context.setOffline(false);

  // The second try arrives, and its answer gets lost.
  const keys: string[] = [];
  let lost = true;
  await page.route('**/graphql', async (route) => {
    const body = route.request().postDataJSON() as { query: string; variables: { input: { idempotencyKey: string } } };
    if (!body.query.includes('orderPlace')) return route.continue();
    keys.push(body.variables.input.idempotencyKey);
    if (!lost) return route.continue();
    lost = false;
    await route.fetch();
    return route.abort('failed');
  });
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(alert).toBeFocused();
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page).toHaveURL(/\/orders\/ord_\w+\?token=/);
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
});

test('a fault of ours is said with the id to quote', async ({ page, guard }) => {
  guard.allow(/status of 500/);
  await putIntoCart(page, 'tidewrack-notebook');
  await checkout(page);
  await fillAddress(page);
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('orderPlace')) return route.continue();
    return route.fulfill({
      json: { data: null, errors: [{ message: 'something went wrong', extensions: { code: 'INTERNAL', requestId: 'req-1234' } }] },
    });
  });
  await page.getByRole('button', { name: /^Place the order/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Something went wrong on our side' });
  await expect(alert).toBeFocused();
  await expect(alert).toContainText('req-1234');
  await expectAccessible(page);
});

test('fields are named and ordered as the country does, and keep what is in them', async ({ page }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await checkout(page);
  await fillAddress(page, { 'Town or city': 'Springfield', 'Postal code': '62701' });
  const names = () => page.locator('.address-fields [name]').evaluateAll((fields) => fields.map((field) => field.getAttribute('name')));
  expect(await names()).toEqual(['name', 'countryCode', 'line1', 'line2', 'city', 'postalCode', 'region', 'phone']);
  await page.getByLabel('Country').selectOption('US');
  expect(await names()).toEqual(['name', 'countryCode', 'line1', 'line2', 'city', 'region', 'postalCode', 'phone']);
  await expect(page.getByLabel('ZIP code')).toHaveValue('62701');
  await expect(page.getByLabel('Town or city')).toHaveValue('Springfield');
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByLabel('State or territory')).toHaveAccessibleDescription(/fill in this field/);
  await expect(page.getByRole('alert').getByRole('link', { name: /^State or territory/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Country').selectOption('JP');
  expect(await names()).toEqual(['name', 'countryCode', 'postalCode', 'region', 'city', 'line1', 'line2', 'phone']);
  await expect(page.getByLabel('Prefecture')).toBeVisible();
  await expect(page.getByLabel('Postal code')).toHaveValue('62701');
  await page.getByLabel('Country').selectOption('DE');
  await expect(page.locator('#region')).toHaveCount(0);
  await expect(page.locator('#postalCode')).toHaveAttribute('inputmode', 'numeric');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a refused form is kept for the next visit', async ({ page, guard }) => {
    guard.allow(/status of 422/);
    await page.goto('/p/three-carp-plate');
    await page.locator('form.buy button[type=submit]').click();
    await page.getByRole('link', { name: 'Go to the checkout' }).click();
    await fillAddress(page, { ...ada, 'Postal code': 'nowhere' });
    await page.getByRole('button', { name: /^Place the order/ }).click();
    await expect(page.getByLabel('Postal code')).toHaveAccessibleDescription(/does not fit the country/);
    await page.goto('/cart');
    await page.goto('/checkout');
    await expect(page.getByLabel('Street and number')).toHaveValue('3 Kirkgate');
    await expect(page.getByLabel('Postal code')).toHaveValue('nowhere');
  });

  test('who was signed out signs in on the way, and finds what was typed', async ({ page, browser, guard }) => {
    guard.allow(/status of 422/);
    const account = await register(page);
    await saveAddress(page);
    await page.goto('/p/three-carp-plate');
    await page.locator('form.buy button[type=submit]').click();
    await page.goto('/checkout');
    await page.getByLabel('Street and number').fill('5 Kirkgate');
    const context = await browser.newContext({ baseURL: new URL('/', page.url()).href });
    const other = await context.newPage();
    await signIn(other, account);
    await asVisitor(other, 'mutation { sessionDelete(input: { everywhere: true }) { deleted userErrors { code } } }');
    await context.close();
    await page.getByRole('button', { name: /^Place the order/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'You have been signed out' })).toBeVisible();
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in and come back' }).click();
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/do not fit together/);
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password').fill(account.password);
    await page.getByRole('button', { name: 'Sign in and come back' }).click();
    await expect(page).toHaveURL(/\/checkout$/);
    await expect(page.getByLabel('Street and number')).toHaveValue('5 Kirkgate');
    await page.getByRole('button', { name: /^Place the order/ }).click();
    await expect(page).toHaveURL(/\/orders\/ord_/);
  });
});

for (const [locale, resumed] of [['vi', 'Bạn tiếp tục từ chỗ đã dừng'], ['hy', 'Շարունակում եք այնտեղից']] as const) {
  test(`a resumed checkout speaks ${locale}`, async ({ page }) => {
    await putIntoCart(page, 'tidewrack-notebook', `/${locale}`);
    await page.goto(`/${locale}/checkout`);
    await hydrated(page);
    await page.locator('#line1').fill('3 Kirkgate');
    await page.reload();
    await hydrated(page);
    await expect(page.getByText(resumed)).toBeVisible();
    await expect(page.locator('#line1')).toHaveValue('3 Kirkgate');
    await expectAccessible(page);
    await keepScreenshot(page, `checkout-${locale}`);
  });
}
