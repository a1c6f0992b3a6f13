import { expectAccessible } from '../support/accessibility';
import { register } from '../support/account';
import { keepScreenshot } from '../support/screenshot';
import { Seller } from '../support/seller';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

test('a search is kept in place, says what is new, and goes again', async ({ page, request }) => {
  await register(page);
  // A word that nothing else has, so that other tests' products do not count.
  const word = `quillwort${test.info().project.name.replace(/[^a-z]/gi, '').toLowerCase()}`;
  await page.goto(`/search?q=${word}&price=-20`);
  await hydrated(page);
  const form = page.locator('form.save-search');
  // By keyboard alone: the box, then back to the button.
  await form.getByLabel('Write to me when something new fits').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('announcements')).toHaveText('The search is saved.');
  await expect(form.locator('.save-search-said')).toContainText('The search is saved.');
  await expectAccessible(page);
  await keepScreenshot(page, 'search-saved');

  await form.getByRole('link', { name: 'Your saved searches' }).click();
  await expect(page).toHaveURL('/account/searches');
  const item = page.getByRole('main').getByRole('listitem').filter({ hasText: `“${word}”` });
  await expect(item).toContainText('up to £20');
  await expect(item).toContainText('letters are on');
  await expect(item).toContainText('Nothing new since you last looked');
  await expectAccessible(page);

  const seller = await Seller.signIn(request);
  await seller.create(`Vase in ${word}`, { price: '18.00' });
  await seller.create(`Dear vase in ${word}`, { price: '180.00' });
  await expect(async () => {
    await page.reload();
    await expect(item.getByRole('button', { name: /^Show 1 new thing: / })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 15_000 });
  await keepScreenshot(page, 'account-searches-new');
  await item.getByRole('button', { name: /^Show 1 new thing: / }).click();
  await expect(page).toHaveURL(`/search?q=${word}&price=-20&sort=newest`);
  await expect(page.getByRole('main').getByRole('link', { name: `Vase in ${word}`, exact: true })).toBeVisible();

  await page.goto('/account/searches');
  await expect(item).toContainText('Nothing new since you last looked');
  await item.getByRole('button', { name: /^Switch letters off: / }).click();
  await expect(page.getByRole('status').filter({ hasText: 'We do not write to you about this search any more.' })).toBeVisible();
  await item.getByRole('button', { name: /^Delete this search: / }).click();
  await expect(page.getByText('You have saved no search yet.')).toBeVisible();
  await expectAccessible(page);
});

test('a guest is led to sign in and back to the search', async ({ page }) => {
  await page.goto('/search?q=bowl&available=1');
  await hydrated(page);
  await page.getByRole('button', { name: 'Save this search' }).click();
  await expect(page).toHaveURL('/sign-in?return=%2Fsearch%3Fq%3Dbowl%26available%3D1');
  await hydrated(page);
  await page.getByRole('main').getByRole('link', { name: 'Make an account' }).click();
  await hydrated(page);
  await page.getByLabel('Your name').fill('Mai Trần');
  await page.getByLabel('E-mail address').fill(`mai.${Date.now()}.${test.info().project.name}@example.com`);
  await page.getByLabel('Password').fill('lantern by the river');
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page).toHaveURL('/search?q=bowl&available=1');
  await hydrated(page);
  await page.getByRole('button', { name: 'Save this search' }).click();
  await expect(page.getByTestId('announcements')).toHaveText('The search is saved.');
});

test('a search that could not be kept says so', async ({ page, guard }) => {
  await register(page);
  await page.goto('/search?q=bowl');
  await hydrated(page);
  guard.allow(/net::ERR_FAILED/);
  await page.route('**/graphql', (route) => route.abort());
  await page.getByRole('button', { name: 'Save this search' }).click();
  await expect(page.locator('.save-search-said')).toContainText('That did not work; everything is as it was.');
});

for (const [prefix, save, title] of [
  ['/vi', 'Lưu tìm kiếm này', 'Tìm kiếm đã lưu'],
  ['/hy', 'Պահել այս որոնումը', 'Պահած որոնումներ'],
] as const) {
  test(`in the reader's language: ${prefix}`, async ({ page }) => {
    await register(page);
    await page.goto(`${prefix}/search?q=tea`);
    await hydrated(page);
    await page.getByRole('button', { name: save }).click();
    await expect(page.locator('.save-search-said a')).toBeVisible();
    await page.locator('.save-search-said a').click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
  });
}

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('saving, letters and deleting by plain forms', async ({ page }) => {
    await register(page);
    await page.goto('/search?q=lantern');
    await page.getByRole('button', { name: 'Save this search' }).click();
    await expect(page).toHaveURL('/account/searches?saved=saved');
    await expect(page.getByRole('main').getByRole('link', { name: '“lantern”' })).toHaveAttribute('href', '/search?q=lantern');
    await page.getByRole('button', { name: /^Switch letters on: / }).click();
    await expect(page.getByText('letters are on')).toBeVisible();
    await page.getByRole('button', { name: /^Delete this search: / }).click();
    await expect(page.getByText('You have saved no search yet.')).toBeVisible();
  });
});
