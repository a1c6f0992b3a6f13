import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

test('an empty cart says so and leads on', async ({ page }) => {
  await page.goto('/cart');
  await expect(page.getByRole('heading', { level: 1, name: 'Your cart is empty' })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'cart-empty');
  await page.getByRole('main').getByRole('link', { name: 'See what is new' }).click();
  await expect(page).toHaveURL(/\/search\?sort=newest/);
});

test('adding from a product page updates the number at the cart and says so', async ({ page }) => {
  await putIntoCart(page, 'river-mist-tea-bowl');
  await expect(page.getByRole('link', { name: 'Cart, 1 item' })).toBeVisible();
  await expect(page.getByTestId('announcements')).toHaveText('It is in your cart.');
});

test('quantity, delivery and removal change the totals at once', async ({ page }) => {
  await putIntoCart(page, 'river-mist-tea-bowl');
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/cart');
  await hydrated(page);
  const total = page.getByTestId('cart-total');
  const before = await total.innerText();

  const pottery = page.getByRole('region', { name: 'Lam Hồng' });
  const paper = page.getByRole('region', { name: /Paper Heron/ });
  await expect(pottery).toBeVisible();
  await expect(paper).toBeVisible();
  await expect(pottery.getByText(/^Add £[\d.]+ for free delivery$/).first()).toBeVisible();

  const quantity = pottery.getByLabel(/^How many/);
  await pottery.getByRole('button', { name: /^One more/ }).click();
  await expect(quantity).toHaveValue('2');
  await expect(page.getByRole('link', { name: 'Cart, 3 items' })).toBeVisible();
  await expect(total).not.toHaveText(before);
  await quantity.fill('3');
  await quantity.press('Enter');
  await expect(page.getByRole('link', { name: 'Cart, 4 items' })).toBeVisible();
  await expect(page.getByTestId('announcements')).toContainText('The cart is up to date.');

  const standard = await total.innerText();
  const pickUp = paper.getByRole('radio', { name: /Pick up/ });
  await pickUp.check();
  await expect(total).not.toHaveText(standard);
  await expectAccessible(page);
  await keepScreenshot(page, 'cart');

  // What was chosen is kept by the server, not by the page.
  await page.reload();
  await expect(pickUp).toBeChecked();
  await hydrated(page);
  await pottery.getByRole('button', { name: /^Take out/ }).click();
  await expect(pottery).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await paper.getByRole('button', { name: /^Take out/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your cart is empty' })).toBeVisible();
});

test('more than there is cannot be taken, and the line says how many are left', async ({ page }) => {
  await putIntoCart(page, 'creek-satchel');
  await page.goto('/cart');
  await hydrated(page);
  const quantity = page.getByLabel(/^How many/);
  await quantity.fill('400');
  await quantity.press('Enter');
  await expect(page.getByText(/^Only \d+ are left/)).toBeVisible();
  await expect(quantity).toHaveValue('1');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the cart is filled, changed and emptied by plain forms', async ({ page }) => {
    await page.goto('/p/river-mist-tea-bowl');
    await page.locator('form.buy button[type=submit]').click();
    await expect(page).toHaveURL(/\/cart$/);
    await page.getByRole('button', { name: /^One more/ }).click();
    await expect(page.getByLabel(/^How many/)).toHaveValue('2');
    await page.getByLabel(/^How many/).fill('4');
    await page.getByLabel(/^How many/).press('Enter');
    await expect(page.getByLabel(/^How many/)).toHaveValue('4');
    await page.getByRole('radio', { name: /Courier/ }).check();
    await page.getByRole('button', { name: 'Use this delivery' }).click();
    await expect(page.getByRole('radio', { name: /Courier/ })).toBeChecked();
    await page.getByRole('button', { name: /^Take out/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Your cart is empty' })).toBeVisible();
  });
});

for (const [locale, title] of [['vi', 'Giỏ hàng của bạn'], ['hy', 'Ձեր զամբյուղը']] as const) {
  test(`the cart speaks ${locale}`, async ({ page }) => {
    await putIntoCart(page, 'river-mist-tea-bowl', `/${locale}`);
    await page.goto(`/${locale}/cart`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `cart-${locale}`);
  });
}
