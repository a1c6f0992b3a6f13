import { register } from '../support/account';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

// No courier: orders stay as their buyers leave them, however long a test takes.
test.use({ serverArguments: ['--demo'] });

const bowl = '/p/river-mist-tea-bowl';

test('prices are also shown in a chosen currency, and paid in the market’s own', async ({ page }) => {
  await page.goto(bowl);
  await hydrated(page);
  await expect(page.locator('.approx')).toHaveCount(0);
  const charged = await page.locator('.asking .price').innerText();
  const footer = page.getByRole('contentinfo');
  await footer.getByLabel('Also show prices in').selectOption('VND');
  await footer.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(bowl);
  await hydrated(page);
  await expect(page.locator('.asking .price')).toContainText(charged);
  await expect(page.locator('.asking .approx')).toHaveText(/^≈\s₫[\d,]+$/);
  await expect(footer.getByText(/^You pay in Pound sterling\. Amounts with ≈ are for orientation, by rates of \d+ \w+ \d{4}\./)).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'currency-product');

  // It goes along to pages that are not loaded anew, where the footer is still the first page's.
  await page.getByRole('link', { name: 'Vouch, home page' }).click();
  await expect(page.locator('.grid .approx').first()).toHaveText(/^≈\s₫/);
  await page.goto('/search?sort=price-down');
  await hydrated(page);
  await expect(page.locator('.grid .card').first().locator('.price')).toContainText('£');
  await expectAccessible(page);
  await keepScreenshot(page, 'currency-listing');
  await page.goto('/');
  await hydrated(page);
  await page.getByRole('main').locator('.grid h3 a').first().click();
  await expect(page).toHaveURL(/\/p\//);
  const here = new URL(page.url()).pathname;
  await footer.getByLabel('Also show prices in').selectOption('JPY');
  await footer.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(here);
  await expect(page.locator('.asking .approx')).toHaveText(/^≈\sJP¥/);

  await putIntoCart(page, 'river-mist-tea-bowl');
  await page.goto('/cart');
  await hydrated(page);
  await expect(page.getByTestId('cart-total')).toHaveText(/^£/);
  await expect(page.locator('.approx-total')).toContainText(/≈\sJP¥[\d,]+\s*You pay £/);
  await expectAccessible(page);
  await keepScreenshot(page, 'currency-cart');
  await page.getByRole('link', { name: 'Go to the checkout' }).click();
  const total = page.locator('.checkout .approx-total');
  await expect(total).toContainText('You pay £');
  const button = page.getByRole('button', { name: /^Place the order · £/ });
  await expect(button).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'currency-checkout');
  await fillAddress(page);
  await button.click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  await expect(page.locator('.order .in-all .price')).toHaveText(/^£/);
  await expect(page.locator('.order .approx-total')).toContainText('≈');
  await expectAccessible(page);

  // Back to the market's own.
  await page.goto(bowl);
  await footer.getByLabel('Also show prices in').selectOption('GBP');
  await footer.getByRole('button', { name: 'Show' }).click();
  await hydrated(page);
  await expect(page.locator('.approx')).toHaveCount(0);
});

test('an account keeps its currency, on every device', async ({ page, browser }) => {
  await register(page);
  await page.goto('/account');
  await hydrated(page);
  await page.getByLabel('Also show prices in').first().selectOption('AMD');
  await page.getByRole('region', { name: /name/i }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await page.goto(bowl);
  await expect(page.locator('.asking .approx')).toHaveText(/^≈\sAMD\s[\d,]+$/);
  // The footer of somebody signed in changes the account's choice too.
  const footer = page.getByRole('contentinfo');
  await footer.getByLabel('Also show prices in').selectOption('EUR');
  await footer.getByRole('button', { name: 'Show' }).click();
  await expect(page.locator('.asking .approx')).toHaveText(/^≈\s€/);
  const elsewhere = await browser.newContext({ storageState: await page.context().storageState() });
  await elsewhere.clearCookies({ name: 'vouch_currency' });
  const there = await elsewhere.newPage();
  await there.goto(new URL(bowl, page.url()).href);
  await expect(there.locator('.asking .approx')).toHaveText(/^≈\s€/);
  await elsewhere.close();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the footer’s form chooses the currency', async ({ page }) => {
    await page.goto(bowl);
    const footer = page.getByRole('contentinfo');
    await footer.getByLabel('Also show prices in').selectOption('EUR');
    await footer.getByRole('button', { name: 'Show' }).click();
    await expect(page).toHaveURL(bowl);
    await expect(page.locator('.asking .approx')).toHaveText(/^≈\s€/);
    await expect(footer.getByLabel('Also show prices in')).toHaveValue('EUR');
  });
});

for (const [prefix, label, button, amount] of [
  ['/vi', 'Hiển thị giá thêm bằng', 'Hiển thị', /^≈\s[\d.]+\s₫$/],
  ['/hy', 'Գները ցույց տալ նաև', 'Ցույց տալ', /^≈\s[\d\s]+\s₫$/],
] as const) {
  test(`amounts are written as ${prefix} does`, async ({ page }) => {
    await page.goto(`${prefix}${bowl}`);
    await hydrated(page);
    const footer = page.getByRole('contentinfo');
    await footer.getByLabel(label).selectOption('VND');
    await footer.getByRole('button', { name: button }).click();
    await expect(page.locator('.asking .approx')).toHaveText(amount);
    await expectAccessible(page);
    await keepScreenshot(page, `currency-product${prefix.replace('/', '-')}`);
  });
}
