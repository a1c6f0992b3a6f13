import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

test('a guest keeps things from a listing and a product page, and shows the list to others', async ({ page, browser }) => {
  await page.goto('/c/ceramics');
  await hydrated(page);
  const hearts = page.getByRole('main').getByRole('button', { name: /^Keep for later: / });
  const title = (await hearts.first().getAttribute('aria-label'))!.replace('Keep for later: ', '');
  await hearts.first().click();
  await expect(hearts.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('announcements')).toHaveText('It is on your list.');
  await expectAccessible(page);
  await keepScreenshot(page, 'listing-hearts');

  await page.goto('/p/tidewrack-notebook');
  await hydrated(page);
  const heart = page.locator('.wish-tools').getByRole('button', { name: 'Keep for later: Tidewrack hand-bound notebook' });
  await heart.click();
  await expect(heart).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('announcements')).toHaveText('It is on your list.');
  await keepScreenshot(page, 'product-heart');

  await page.getByRole('banner').getByRole('link', { name: 'Your list' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your list' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'Tidewrack hand-bound notebook' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: title, exact: true })).toBeVisible();
  await page.getByLabel('Name of the list (if you like)').fill('For Mai');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = page.getByLabel('The link');
  await expect(link).toHaveValue(/\/wishlist\/[0-9a-f]{64}$/);
  await expectAccessible(page);
  await keepScreenshot(page, 'wishlist');

  // Somebody else opens the link: they see the things and the name, and may keep them on a list of their own.
  const address = await link.inputValue();
  const other = await browser.newContext();
  const visitor = await other.newPage();
  await visitor.goto(address);
  await expect(visitor.getByRole('heading', { level: 1, name: 'For Mai' })).toBeVisible();
  await expect(visitor.getByRole('main').getByRole('link', { name: 'Tidewrack hand-bound notebook' })).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'Keep for later: Tidewrack hand-bound notebook' })).toHaveAttribute('aria-pressed', 'false');
  await expectAccessible(visitor);
  await keepScreenshot(visitor, 'wishlist-shared');

  await page.getByRole('button', { name: 'Switch the link off' }).click();
  await expect(link).toBeHidden();
  expect((await visitor.goto(address))?.status()).toBe(404);
  await other.close();

  await page.getByRole('button', { name: /^Take off the list: Tidewrack hand-bound notebook/ }).click();
  await expect(page.getByRole('main').getByRole('link', { name: 'Tidewrack hand-bound notebook' })).toBeHidden();
  await page.getByRole('button', { name: /^Take off the list: / }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing is on your list yet' })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'wishlist-empty');
});

test('a heart that could not be kept goes back and says so', async ({ page, guard }) => {
  await page.goto('/p/tidewrack-notebook');
  await hydrated(page);
  guard.allow(/net::ERR_FAILED/);
  await page.route('**/graphql', (route) => route.abort());
  const heart = page.locator('.wish-tools').getByRole('button', { name: 'Keep for later: Tidewrack hand-bound notebook' });
  await heart.click();
  await expect(page.getByText('That did not work; everything is as it was.').first()).toBeVisible();
  await expect(heart).toHaveAttribute('aria-pressed', 'false');
});

test('what a guest kept comes along into the account', async ({ page }) => {
  await page.goto('/p/river-mist-tea-bowl');
  await hydrated(page);
  await page.locator('.wish-tools').getByRole('button', { name: /^Keep for later/ }).click();
  await expect(page.getByTestId('announcements')).toHaveText('It is on your list.');
  await page.goto('/sign-up?return=/wishlist');
  await hydrated(page);
  await page.getByLabel('Your name').fill('Mai Trần');
  await page.getByLabel('E-mail address').fill(`mai.${Date.now()}.${test.info().project.name}@example.com`);
  await page.getByLabel('Password').fill('lantern by the river');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page).toHaveURL(/\/wishlist$/);
  await expect(page.getByRole('main').getByRole('link', { name: 'River Mist tea bowl' })).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('keeping, sharing, comparing and letting go by plain forms', async ({ page }) => {
    await page.goto('/p/tidewrack-notebook');
    await page.locator('.wish-tools').getByRole('button', { name: /^Keep for later/ }).click();
    await expect(page).toHaveURL(/\/p\/tidewrack-notebook$/);
    await expect(page.locator('.wish-tools').getByRole('button', { name: /^Keep for later/ })).toHaveAttribute('aria-pressed', 'true');
    await page.goto('/p/river-mist-tea-bowl');
    await page.locator('.wish-tools').getByRole('button', { name: /^Keep for later/ }).click();
    await page.goto('/wishlist');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await expect(page.getByLabel('The link')).toHaveValue(/\/wishlist\/[0-9a-f]{64}$/);
    await page.getByRole('button', { name: 'Switch the link off' }).click();
    await expect(page.getByLabel('The link')).toBeHidden();
    await page.getByLabel(/^Compare: Tidewrack/).check();
    await page.getByLabel(/^Compare: River Mist/).check();
    await page.getByRole('button', { name: 'Compare what is ticked' }).click();
    await expect(page.getByRole('columnheader', { name: /Tidewrack hand-bound notebook/ })).toBeVisible();
    await page.goto('/wishlist');
    await page.getByRole('button', { name: /^Take off the list: Tidewrack/ }).click();
    await expect(page.getByRole('main').getByRole('link', { name: 'Tidewrack hand-bound notebook' })).toBeHidden();
  });
});

for (const [locale, title] of [['vi', 'Danh sách của bạn'], ['hy', 'Ձեր ցանկը']] as const) {
  test(`the list speaks ${locale}`, async ({ page }) => {
    await page.goto(`/${locale}/p/river-mist-tea-bowl`);
    await hydrated(page);
    await page.locator('.wish-tools .heart button').click();
    await expect(page.locator('.wish-tools .heart button')).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByTestId('announcements')).not.toBeEmpty();
    await page.goto(`/${locale}/wishlist`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `wishlist-${locale}`);
  });
}
