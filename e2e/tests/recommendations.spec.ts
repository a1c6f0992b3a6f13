import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { asVisitor, register } from '../support/account';
import { tabTo } from '../support/focus';
import { overflow, shifts, watchShifts } from '../support/layout';
import { keepScreenshot } from '../support/screenshot';
import { hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';
import { localized, locales, word } from '../support/words';

interface Known {
  personalisation: boolean;
  signals: { kind: string; product: { slug: string } | null }[];
  hidden: { product: { slug: string } | null }[];
}

/** What the server knows of this page's visitor. */
async function taste(page: Page): Promise<Known> {
  const query = '{ taste { personalisation signals(first: 100) { kind product { slug } } hidden { product { slug } } } }';
  return (await asVisitor<{ taste: Known }>(page, query)).taste;
}

/** What it knows of one product. */
const done = async (page: Page, slug: string): Promise<string[]> =>
  (await taste(page)).signals.filter(({ product }) => product?.slug === slug).map(({ kind }) => kind);

/** Says that suggestions may be made, or that they may not. */
async function allow(page: Page, granted = true): Promise<void> {
  const query = `mutation { consentsUpdate(input: { wordingVersion: 2, choices: [{ purpose: PERSONALISATION, granted: ${granted} }] }) { userErrors { code } } }`;
  await asVisitor(page, query);
}

/** Looks at products one after the other, until the server has noted the last one. */
async function look(page: Page, ...slugs: string[]): Promise<void> {
  for (const slug of slugs) {
    await page.goto(`/p/${slug}`);
    await hydrated(page);
  }
  await expect.poll(() => done(page, slugs.at(-1)!)).toContain('VIEWED');
}

const rail = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const cards = (rail: Locator): Locator => rail.getByRole('listitem');
const names = (rail: Locator): Locator => rail.getByRole('heading', { level: 3 });

test('nothing is known of a guest: the front page shows what is liked lately, the same to everybody, and remembers nothing', async ({ page, browser, server }) => {
  await page.goto('/p/river-mist-tea-bowl');
  await hydrated(page);
  const answer = await page.goto('/');
  expect(answer!.headers()['cache-control']).toBe('public, no-cache');
  await hydrated(page);
  const liked = rail(page, 'Liked lately');
  await expect(cards(liked).first()).toBeVisible();
  await expect(rail(page, 'For you')).toHaveCount(0);
  await expect(liked.locator('.reason').first()).not.toBeEmpty();
  await expect(liked.getByRole('button', { name: /^Not interested/ })).toHaveCount(0);
  await expectAccessible(page);
  await expect(page.locator('script[src="/taste.js"]')).toHaveCount(0);
  expect(await taste(page)).toEqual({ personalisation: false, signals: [], hidden: [] });

  // Somebody else, who was never asked, sees the same; a model that is learned between the two pages changes both.
  const other = await browser.newPage({ baseURL: server.url, locale: 'en-GB' });
  await expect(async () => {
    await page.goto('/');
    await hydrated(page);
    await other.goto('/');
    expect(await names(rail(other, 'Liked lately')).allInnerTexts()).toEqual(await names(liked).allInnerTexts());
  }).toPass();
  await other.close();
});

test('a look changes the front page, and every suggestion says why it is there', async ({ page }) => {
  await allow(page);
  await look(page, 'tidewrack-notebook', 'river-mist-tea-bowl');
  await watchShifts(page);
  const answer = await page.goto('/');
  expect(answer!.headers()['cache-control']).toBe('private, no-cache');
  expect(answer!.headers().etag).toBeUndefined();
  await hydrated(page);
  const mine = rail(page, 'For you');
  await expect(cards(mine).first()).toBeVisible();
  for (const card of await cards(mine).all()) await expect(card.locator('.reason')).not.toBeEmpty();
  const cause = page.locator('.rails .reason').getByRole('link', { name: /River Mist tea bowl|Tidewrack hand-bound notebook/ });
  await expect(cause.first()).toHaveAttribute('href', /\/p\/(river-mist-tea-bowl|tidewrack-notebook)$/);
  await expectAccessible(page);
  await keepScreenshot(page, 'home-for-you');
  expect(await shifts(page)).toEqual([]);
  await mine.getByRole('link', { name: 'Why these?' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What we know of your taste' })).toBeVisible();
});

test('what is similar stands at a product, and what goes with it in the cart', async ({ page }) => {
  await allow(page);
  await watchShifts(page);
  await page.goto('/p/river-mist-tea-bowl');
  await hydrated(page);
  const similar = rail(page, 'Similar things');
  await expect(cards(similar).first()).toBeAttached();
  await expect(similar.locator('.reason').first()).not.toBeEmpty();
  await expect(names(similar).filter({ hasText: /^River Mist tea bowl$/ })).toHaveCount(0);
  await expectAccessible(page);
  expect(await shifts(page)).toEqual([]);
  // One who goes there without another document sees the same, and nothing moves.
  await names(similar).first().getByRole('link').click();
  await expect(page).not.toHaveURL(/river-mist-tea-bowl/);
  const next = new URL(page.url()).pathname;
  await expect(page.locator(`#rails > .rails[data-of="${next}"]`)).toBeAttached();
  await expect.poll(() => done(page, next.split('/').pop()!)).toContain('VIEWED');

  await putIntoCart(page, 'river-mist-tea-bowl');
  await page.goto('/cart');
  await hydrated(page);
  const along = rail(page, 'Goes with what is in your cart');
  await expect(cards(along).first()).toBeAttached();
  await expect(names(along).filter({ hasText: /^River Mist tea bowl$/ })).toHaveCount(0);
  await expect(along.locator('.reason').first()).not.toBeEmpty();
  await expectAccessible(page);
  expect(await shifts(page)).toEqual([]);
  await keepScreenshot(page, 'cart-rail');
  await page.getByRole('button', { name: /^Take out/ }).click();
  await expect(along).toBeHidden();
});

test('rails that the browser fetches itself move nothing', async ({ page }) => {
  await allow(page);
  await look(page, 'river-mist-tea-bowl');
  await watchShifts(page);
  await page.goto('/help');
  await hydrated(page);
  await page.getByRole('link', { name: 'Vouch, home page' }).click();
  await expect(cards(rail(page, 'For you')).first()).toBeAttached();
  expect(await page.evaluate(() => window.shifts)).toEqual([]);
});

test('a suggestion is put away by keyboard, comes back by Undo, and a refused one comes back by itself', async ({ page }) => {
  await allow(page);
  await look(page, 'river-mist-tea-bowl');
  await page.goto('/');
  await hydrated(page);
  const mine = rail(page, 'For you');
  const title = await names(mine).first().innerText();
  const away = mine.getByRole('button', { name: `Not interested: ${title}`, exact: true });
  const [announced, undo] = [page.getByTestId('announcements'), mine.getByRole('button', { name: /^Undo/ })];

  await names(mine).first().getByRole('link').focus();
  await tabTo(page, away);
  await page.keyboard.press('Enter');
  await expect(announced).toHaveText(`“${title}” is not suggested any more.`);
  await expect(away).toBeHidden();
  await expect(undo).toBeFocused();
  await expect.poll(async () => (await taste(page)).hidden.length).toBe(1);
  await expectAccessible(page);
  await keepScreenshot(page, 'suggestion-put-away');
  await page.keyboard.press('Enter');
  await expect(away).toBeFocused();
  await expect(announced).toHaveText(`“${title}” may be suggested again.`);
  expect((await taste(page)).hidden).toEqual([]);

  // Put away for good: the next page does without.
  await mine.getByRole('button', { name: `I own this: ${title}`, exact: true }).click();
  await expect(undo).toBeVisible();
  await expect.poll(async () => (await taste(page)).hidden.length).toBe(1);
  await page.reload();
  await hydrated(page);
  await expect(names(page.locator('.rails')).filter({ hasText: title })).toHaveCount(0);

  // Consent was taken back in another window.
  await allow(page, false);
  const other = await names(mine).first().innerText();
  await mine.getByRole('button', { name: `Not interested: ${other}`, exact: true }).click();
  await expect(mine.getByRole('alert').filter({ hasText: 'That did not work; everything is as it was.' })).toBeVisible();
  await expect(names(mine).first()).toHaveText(other);
  await expect(mine.getByRole('button', { name: `Not interested: ${other}`, exact: true })).toBeFocused();
});

test('the heart of a suggestion that the server wrote works where it stands', async ({ page }) => {
  await page.goto('/');
  await hydrated(page);
  const heart = rail(page, 'Liked lately').getByRole('button', { name: /^Keep for later/ }).first();
  await heart.click();
  await expect(heart).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('announcements')).toHaveText('It is on your list.');
  await expect(page).toHaveURL('/');
  await heart.click();
  await expect(heart).toHaveAttribute('aria-pressed', 'false');
});

test('what is chosen from a search is known, and what is fetched ahead is not a look', async ({ page }) => {
  await allow(page);
  await page.goto('/search?q=bowl');
  await hydrated(page);
  const found = page.locator('.results .card h3 a');
  const [first, second] = await found.evaluateAll((links) => links.map((link) => link.getAttribute('href')!.split('/').pop()!));
  const ahead = page.waitForResponse((response) => (response.request().postData() ?? '').includes(`"slug":"${second}"`));
  await found.nth(1).dispatchEvent('pointerover', { bubbles: true, pointerType: 'touch' });
  await ahead;
  await found.first().click();
  await expect.poll(async () => (await done(page, first!)).sort()).toEqual(['SEARCHED', 'VIEWED']);
  expect(await done(page, second!)).toEqual([]);
  // A browser that fetches a whole page ahead has not shown it either.
  await page.request.get('/p/creek-satchel', { headers: { 'sec-purpose': 'prefetch' } });
  expect(await done(page, 'creek-satchel')).toEqual([]);
});

for (const script of [true, false]) {
  test.describe(script ? 'taste, with script' : 'taste, without script', () => {
    test.use({ javaScriptEnabled: script });

    const ready = async (page: Page) => {
      if (script) await hydrated(page);
    };

    test('the page about taste shows what is known, forgets it, and switches it off', async ({ page }) => {
      await page.goto('/account/privacy');
      await ready(page);
      await page.getByRole('link', { name: 'See and change it' }).click();
      await expect(page).toHaveURL('/account/taste');
      await ready(page);
      await expect(page.getByText('It is off: nothing is remembered')).toBeVisible();
      await page.getByRole('button', { name: 'Switch it on' }).click();
      await expect(page).toHaveURL('/account/taste?saved=choices');
      await expect(page.getByText('Nothing yet. Look around')).toBeVisible();

      for (const slug of ['river-mist-tea-bowl', 'tidewrack-notebook']) {
        await page.goto(`/p/${slug}`);
        await ready(page);
      }
      await page.goto('/');
      await ready(page);
      const mine = rail(page, 'For you');
      const title = await names(mine).first().innerText();
      await mine.getByRole('button', { name: `Not interested: ${title}`, exact: true }).click();
      await expect(names(mine).filter({ hasText: title, visible: true })).toHaveCount(0);
      await expect.poll(async () => (await taste(page)).hidden.length).toBe(1);

      await page.goto('/account/taste');
      await ready(page);
      const [known, hidden] = [rail(page, 'What suggestions come from'), rail(page, 'What is not suggested to you')];
      await expect(names(known)).toHaveText([/notebook/, /River Mist/]);
      await expect(cards(known).first()).toContainText('Looked at, ');
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'taste');
      }
      await known.getByRole('button', { name: 'Forget this: River Mist tea bowl' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'It is forgotten.' })).toBeVisible();
      await expect(names(known)).toHaveCount(1);
      await hidden.getByRole('button', { name: `Suggest again: ${title}` }).click();
      await expect(page.getByRole('status').filter({ hasText: 'It may be suggested to you again.' })).toBeVisible();
      await expect(hidden).toHaveCount(0);

      await page.locator('.taste-sure summary').click();
      await page.getByRole('button', { name: 'Yes, forget everything' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Everything is forgotten.' })).toBeVisible();
      expect((await taste(page)).signals).toEqual([]);

      await page.getByRole('button', { name: 'Switch it off' }).click();
      await expect(page.getByText('It is off: nothing is remembered')).toBeVisible();
      await page.goto('/p/creek-satchel');
      await ready(page);
      expect(await taste(page)).toEqual({ personalisation: false, signals: [], hidden: [] });
    });
  });
}

test('what a guest’s browser knew goes over to the account', async ({ page }) => {
  await allow(page);
  await look(page, 'river-mist-tea-bowl');
  await register(page);
  await page.goto('/account/taste');
  await hydrated(page);
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Your taste' })).toHaveAttribute('aria-current', 'page');
  await expect(names(rail(page, 'What suggestions come from'))).toHaveText(['River Mist tea bowl']);
  await expect(page.getByText('The switch is your account’s, on every device.')).toBeVisible();
});

for (const locale of locales) {
  test(`rails and the page about taste in ${locale}`, async ({ page, isMobile }) => {
    await allow(page);
    await page.goto(localized(locale, '/p/river-mist-tea-bowl'));
    await hydrated(page);
    await expect.poll(() => done(page, 'river-mist-tea-bowl')).toContain('VIEWED');
    await page.goto(localized(locale, '/'));
    await hydrated(page);
    const mine = rail(page, word(locale, 'recommendations.for_you'));
    await expect(cards(mine).first()).toBeVisible();
    await expect(mine.locator('.reason').first()).not.toBeEmpty();
    await expect(mine.locator('.dismissal').first().getByRole('button').first()).toHaveText(word(locale, 'recommendations.not_interested'));
    expect(await overflow(page, isMobile ? 320 : 1440)).toEqual([]);
    await keepScreenshot(page, `home-for-you-${locale}`);
    await page.goto(localized(locale, '/account/taste'));
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: word(locale, 'recommendations.taste_title') })).toBeVisible();
    await expectAccessible(page);
    expect(await overflow(page, isMobile ? 320 : 1440)).toEqual([]);
    await keepScreenshot(page, `taste-${locale}`);
  });
}
