import type { Request } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { hydrated, narrow, titles } from '../support/shop';
import { expect, test } from '../support/test';

test('what is offered while one types is reached by the keyboard alone', async ({ page }) => {
  await page.goto('/');
  await hydrated(page);
  const field = page.getByRole('combobox', { name: /^Search products/ });
  await field.focus();
  // All letters at once, so that no list of fewer letters comes first.
  await page.keyboard.insertText('lanter');
  const offers = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await expect(offers.first()).toBeVisible();
  await expect(field).toHaveAttribute('aria-expanded', 'true');
  const count = await offers.count();
  await expect(page.getByTestId('announcements')).toHaveText(count === 1 ? '1 suggestion' : `${count} suggestions`);
  await expectAccessible(page);
  await keepScreenshot(page, 'search-suggestions');

  await page.keyboard.press('ArrowDown');
  await expect(field).toHaveAttribute('aria-activedescendant', 'offer-0');
  await expect(offers.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(field).toHaveAttribute('aria-activedescendant', `offer-${count - 1}`);
  await page.keyboard.press('Escape');
  await expect(offers.first()).toBeHidden();
  await expect(field).toHaveAttribute('aria-expanded', 'false');
  await expect(field).toHaveValue('lanter');

  await page.keyboard.type('n');
  const product = offers.filter({ has: page.locator('.price') }).first();
  await expect(product).toBeVisible();
  const name = await product.locator('span:not(.frame, .price, .price *)').first().innerText();
  const place = Number((await product.getAttribute('id'))!.replace('offer-', ''));
  for (let step = 0; step <= place; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/p\//);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(offers.first()).toBeHidden();
});

test('suggestions that come late do not cover what was found meanwhile', async ({ page }) => {
  await page.goto('/');
  await hydrated(page);
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  const isSuggestion = (request: Request) => request.postData()?.includes('searchSuggestions') ?? false;
  await page.route('**/graphql', async (route) => {
    if (isSuggestion(route.request())) await held;
    await route.continue();
  });
  const field = page.locator('#search-text');
  const asked = page.waitForRequest(isSuggestion);
  await field.pressSequentially('lantern');
  await asked;
  await field.press('Enter');
  await expect(page).toHaveURL('/search?q=lantern');
  await expect(titles(page).first()).toBeVisible();
  const answered = page.waitForResponse((response) => isSuggestion(response.request()));
  release();
  await (await answered).finished();
  // The page has had its turn with the answer.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(field).toHaveAttribute('aria-expanded', 'false');
});

test('what is typed before the script has come stays', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/search?q=bowl', { waitUntil: 'commit' });
  const field = page.locator('#search-text');
  await field.fill('lantern');
  release();
  await hydrated(page);
  await expect(field).toHaveValue('lantern');
  await field.press('Enter');
  await expect(page).toHaveURL('/search?q=lantern');
  // Going back brings the text of that page back too.
  await page.goBack();
  await expect(field).toHaveValue('bowl');
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled });
    test.skip(({ isMobile }) => !javaScriptEnabled && !isMobile, 'plain forms are the same on every screen');

    test('a slip of the pen is mended and said, and what was found is narrowed', async ({ page }) => {
      await page.goto('/');
      if (javaScriptEnabled) await hydrated(page);
      const field = page.locator('#search-text');
      await field.fill('lantren');
      await field.press('Enter');
      await expect(page).toHaveURL('/search?q=lantren');
      await expect(page.getByText(/^Nothing is written quite like that\. These fit “lantern/)).toBeVisible();
      await expect(titles(page).filter({ hasText: 'Garlic-bulb silk lantern' })).toBeVisible();
      const all = await titles(page).count();
      expect(all).toBeGreaterThan(3);
      if (javaScriptEnabled) {
        await expectAccessible(page);
        await keepScreenshot(page, 'search');
      }

      await narrow(page, (filters) => filters.locator('[name=price][value^="20-"], [name=price][value^="25-"]').first().check());
      await expect(page).toHaveURL(/price=2/);
      await expect.poll(() => titles(page).count()).toBeLessThan(all);
      await expect(field).toHaveValue('lantren');
      await page.getByRole('link', { name: 'Show everything again' }).click();
      await expect(titles(page)).toHaveCount(all);
    });

    test('words that mean the same are found, and words that never meet are eased, which is said', async ({ page }) => {
      await page.goto('/search?q=blankets');
      if (javaScriptEnabled) await hydrated(page);
      await expect(titles(page).filter({ hasText: 'Two Peaks throw' })).toBeVisible();
      await expect(page.getByText(/^Nothing/)).toHaveCount(0);
      await page.goto('/search?q=silk%20lantern%20typewriter');
      if (javaScriptEnabled) await hydrated(page);
      await expect(page.getByText('Nothing has all of these words. These have most of them.')).toBeVisible();
      await expect(titles(page).filter({ hasText: 'Garlic-bulb silk lantern' })).toBeVisible();
      await page.goto('/vi/search?q=l%E1%BB%8D%20hoa');
      if (javaScriptEnabled) await hydrated(page);
      await expect(titles(page).filter({ hasText: 'Bình hồ lô' })).toBeVisible();
      await page.goto('/hy/search?q=%D5%BE%D5%A5%D6%80%D5%B4%D5%A1%D5%AF');
      if (javaScriptEnabled) await hydrated(page);
      await expect(titles(page).filter({ hasText: '«Երկու գագաթ» ծածկոց' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
    });

    test('what else may have been meant is a link to a search that finds something', async ({ page }) => {
      await page.goto('/search?q=lamtrenn');
      if (javaScriptEnabled) await hydrated(page);
      await page.getByText('Did you mean').getByRole('link').click();
      await expect(page).toHaveURL(/\/search\?q=lantern/);
      await expect(titles(page).first()).toBeVisible();
    });

    test('a search that finds nothing says so and offers ways on', async ({ page }) => {
      await page.goto('/search?q=qqzzxx&available=1');
      if (javaScriptEnabled) await hydrated(page);
      await expect(page.getByRole('heading', { level: 1, name: 'Nothing for “qqzzxx”' })).toBeVisible();
      if (javaScriptEnabled) {
        await expectAccessible(page);
        await keepScreenshot(page, 'search-nothing');
      }
      await expect(page.getByRole('link', { name: 'Search without the narrowing' })).toHaveAttribute('href', '/search?q=qqzzxx');
      await page.getByRole('main').getByRole('link', { name: 'Lighting' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Lighting' })).toBeVisible();
    });

    test('Vietnamese is found without its marks', async ({ page }) => {
      await page.goto('/vi');
      if (javaScriptEnabled) await hydrated(page);
      const field = page.locator('#search-text');
      for (const [typed, found] of [['dien thoai', 'Điện thoại bakelite đen'], ['DEN LONG', 'Đèn lồng lụa củ tỏi'], ['điện thoại', 'Điện thoại bakelite đen']] as const) {
        await field.fill(typed);
        await field.press('Enter');
        await expect(titles(page).filter({ hasText: found }), typed).toBeVisible();
      }
      await expect(page.getByRole('heading', { level: 1, name: 'Kết quả cho “điện thoại”' })).toBeVisible();
      if (javaScriptEnabled) await expectAccessible(page);
    });

    test('Armenian is found in capitals, in either spelling of և and in Latin letters', async ({ page }) => {
      await page.goto('/hy');
      if (javaScriptEnabled) await hydrated(page);
      const field = page.locator('#search-text');
      for (const [typed, found] of [['լապտեր', 'Մետաքսե լապտեր «Սխտորագլուխ»'], ['ԼԱՊՏԵՐ', 'Մետաքսե լապտեր «Սխտորագլուխ»'], ['արեւի չիր', 'Արևի չիր'], ['հեռախօս', 'Սև բակելիտե հեռախոս'], ['lapter', 'Մետաքսե լապտեր «Սխտորագլուխ»']] as const) {
        await field.fill(typed);
        await field.press('Enter');
        await expect(titles(page).filter({ hasText: found }).first(), typed).toBeVisible();
      }
      if (javaScriptEnabled) await expectAccessible(page);
    });
  });
}
