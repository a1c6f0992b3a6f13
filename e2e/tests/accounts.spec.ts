import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

test('an account holder signs in, orders, and finds the order', async ({ page }) => {
  // Asked to sign in first, then led to where they wanted to go.
  await page.goto('/account/orders');
  await expect(page).toHaveURL(/\/sign-in\?return=%2Faccount%2Forders$/);
  await hydrated(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'sign-in');
  await page.getByRole('region', { name: 'Accounts of this demonstration' }).getByRole('link').first().click();
  await expect(page.getByLabel('E-mail address')).toHaveValue(/@/);
  await expect(page.getByLabel('Password')).toHaveValue(/.{10}/);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/account\/orders$/);
  await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: /my orders/ })).toBeVisible();

  await putIntoCart(page, 'wild-thyme-tea');
  await page.goto('/checkout');
  await hydrated(page);
  await expect(page.getByLabel('E-mail address')).toBeHidden();
  await page.getByLabel('Full name').fill('Ada Moss');
  await fillAddress(page, { 'Street and number': '3 Kirkgate', 'Town or city': 'Leeds', 'Postal code': 'LS2 7DR' });
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  const number = await page.locator('.order-number').innerText();

  await page.getByRole('banner').getByRole('link', { name: /my orders/ }).click();
  await expect(page.getByRole('main').getByRole('link', { name: number })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'account-orders');
  await page.getByRole('main').getByRole('link', { name: number }).click();
  await expect(page.getByTestId('order-state')).toBeVisible();

  await page.goto('/account/orders');
  await hydrated(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('a new account is made, with what is wrong said at its field', async ({ page }) => {
  await putIntoCart(page, 'wild-thyme-tea');
  await page.goto('/sign-up?return=/cart');
  await hydrated(page);
  await page.getByLabel('Your name').fill('Mai Trần');
  await page.getByLabel('E-mail address').fill('mai');
  await page.getByLabel('Password').fill('password123');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByLabel('E-mail address')).toHaveAccessibleDescription(/name@example.com/);
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/harder to guess/);
  await expectAccessible(page);
  await keepScreenshot(page, 'sign-up');
  await page.getByLabel('E-mail address').fill(`mai.${Date.now()}@example.com`);
  await page.getByLabel('Password').fill('lantern by the river');
  await page.getByRole('button', { name: 'Make an account' }).click();
  // The guest's cart came along.
  await expect(page).toHaveURL(/\/cart$/);
  await expect(page.getByRole('region', { name: /Apricot Stone/ })).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: /my orders/ })).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('signing in by a plain form, first wrongly, then rightly', async ({ page, guard }) => {
    // A refused form is answered with its page and this status.
    guard.allow(/status of 422/);
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill('nobody@example.com');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('do not belong together');
    await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@example.com');
    await page.getByRole('region', { name: 'Accounts of this demonstration' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  });
});

for (const [locale, title] of [['vi', 'Đăng nhập'], ['hy', 'Մուտք']] as const) {
  test(`signing in speaks ${locale}`, async ({ page }) => {
    await page.goto(`/${locale}/sign-in`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `sign-in-${locale}`);
  });
}
