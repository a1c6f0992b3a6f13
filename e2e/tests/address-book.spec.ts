import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

const HOME = { 'Full name': 'Ada Moss', 'Street and number': '3 Kirkgate', 'Town or city': 'Leeds', 'Postal code': 'LS2 7DR' };

async function signUp(page: Page, to: string, script = true): Promise<void> {
  await page.goto(`/sign-up?return=${to}`);
  if (script) await hydrated(page);
  await page.getByLabel('Your name').fill('Ada Moss');
  await page.getByLabel('E-mail address').fill(`ada.${Date.now()}.${test.info().project.name}@example.com`);
  await page.getByLabel('Password').fill('lantern by the river');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page).toHaveURL(to);
}

test('an address book, used at the checkout, and everything bought again with one press and one confirmation', async ({ page }) => {
  await signUp(page, '/account/addresses');
  await page.getByRole('button', { name: 'Save the address' }).click();
  await expect(page.getByLabel('Street and number')).toHaveAccessibleDescription(/fill in this field/);
  await expectAccessible(page);
  await fillAddress(page, HOME);
  await page.getByRole('button', { name: 'Save the address' }).click();
  const cards = page.getByRole('main').locator('.address-card');
  await expect(cards).toHaveCount(1);
  await expect(cards.first()).toContainText('The checkout begins with this one');
  await fillAddress(page, { ...HOME, 'Street and number': '1 Briggate' });
  await page.getByRole('button', { name: 'Save the address' }).click();
  await expect(cards).toHaveCount(2);
  await page.getByRole('button', { name: /^Begin the checkout with this address: .*Briggate/ }).click();
  await expect(cards.first()).toContainText('1 Briggate');
  await page.getByRole('link', { name: /^Change this address: .*Kirkgate/ }).click();
  await expect(page.getByLabel('Street and number')).toHaveValue('3 Kirkgate');
  await page.getByLabel('Street and number').fill('5 Kirkgate');
  await page.getByRole('button', { name: 'Save the address' }).click();
  await expect(page.getByText('5 Kirkgate')).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'addresses');

  await putIntoCart(page, 'wild-thyme-tea');
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/checkout');
  await hydrated(page);
  await expect(page.getByLabel('Street and number')).toHaveValue('1 Briggate');
  await page.getByRole('link', { name: /5 Kirkgate/ }).click();
  await expect(page.getByLabel('Street and number')).toHaveValue('5 Kirkgate');
  await page.getByRole('radio', { name: /^Bank transfer/ }).check();
  await expectAccessible(page);
  await keepScreenshot(page, 'checkout-address-book');
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page).toHaveURL(/\/orders\/ord_/);

  await page.goto('/account/orders');
  await hydrated(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Buy again/ }).click();
  await expect(page).toHaveURL(/\/checkout$/);
  await expect(page.getByLabel('Street and number')).toHaveValue('1 Briggate');
  await expect(page.getByRole('radio', { name: /^Bank transfer/ })).toBeChecked();
  await expect(page.locator('.sum-part')).toHaveCount(2);
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  await expect(page.getByRole('button', { name: /^Buy again/ })).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('saving, choosing and deleting an address, and buying again, by plain forms', async ({ page, guard }) => {
    // A refused form is answered with its page and this status.
    guard.allow(/status of 422/);
    await signUp(page, '/account/addresses', false);
    await page.getByRole('button', { name: 'Save the address' }).click();
    await expect(page.getByLabel('Street and number')).toHaveAccessibleDescription(/fill in this field/);
    for (const line of ['3 Kirkgate', '1 Briggate']) {
      await fillAddress(page, { ...HOME, 'Street and number': line });
      await page.getByRole('button', { name: 'Save the address' }).click();
      await expect(page.locator('.address-card').filter({ hasText: line })).toBeVisible();
    }
    await page.goto('/p/wild-thyme-tea');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.goto('/checkout');
    await page.getByRole('link', { name: /1 Briggate/ }).click();
    await expect(page.getByLabel('Street and number')).toHaveValue('1 Briggate');
    await page.getByRole('button', { name: /^Place the order/ }).click();
    await expect(page).toHaveURL(/\/orders\/ord_/);
    await page.getByRole('button', { name: /^Buy again/ }).click();
    await expect(page).toHaveURL(/\/checkout$/);
    await expect(page.locator('.sum-part')).toHaveCount(1);
    await page.goto('/account/addresses');
    await page.getByRole('button', { name: /^Delete this address: .*Briggate/ }).click();
    await expect(page.locator('.address-card')).toHaveCount(1);
  });
});

for (const [locale, title] of [['vi', 'Địa chỉ của tôi'], ['hy', 'Իմ հասցեները']] as const) {
  test(`the address book speaks ${locale}`, async ({ page }) => {
    await signUp(page, '/account/addresses');
    await page.goto(`/${locale}/account/addresses`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `addresses-${locale}`);
  });
}
