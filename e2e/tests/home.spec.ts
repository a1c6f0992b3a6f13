import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { ask, hydrated, titles } from '../support/shop';
import { expect, test } from '../support/test';

test('the front page shows what is new, what is there and who sells, and leads on', async ({ page, request }) => {
  await page.goto('/');
  await hydrated(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'home');

  const { products, categories, shops } = await ask<{
    products: { nodes: { title: string }[] };
    categories: { name: string }[];
    shops: { nodes: { name: string }[] };
  }>(
    request,
    '{ products(first: 10, sort: NEWEST, filter: { available: true }) { nodes { title } } categories { name } shops(first: 12) { nodes { name } } }',
  );
  const newest = products.nodes.map(({ title }) => title);
  await expect(page.locator('.opening figcaption a')).toHaveText(newest.slice(0, 2));
  await expect(titles(page)).toHaveText(newest.slice(2));
  const contents = page.getByRole('region', { name: 'What is here' });
  await expect(contents.getByRole('heading', { level: 3 })).toHaveText(categories.map(({ name }) => name));
  const workshops = page.getByRole('region', { name: 'The workshops' });
  await expect(workshops.getByRole('listitem')).toHaveCount(shops.nodes.length);

  // Every picture came, and none of them moves the page when it comes.
  for (const picture of await page.getByRole('main').locator('img').all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);
    await expect(picture).toHaveAttribute('width', /^\d+$/);
    await expect(picture).toHaveAttribute('height', /^\d+$/);
  }

  await page.getByRole('main').getByRole('link', { name: 'All new things' }).click();
  await expect(page).toHaveURL('/search?sort=newest');
  await page.goBack();
  await contents.getByRole('link', { name: categories[0]!.name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: categories[0]!.name })).toBeVisible();
});

test('the light is changed at once and stays', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  await hydrated(page);
  const ground = () => page.locator('html').evaluate((root) => getComputedStyle(root).backgroundColor);
  const paper = await ground();
  const lamplight = page.getByRole('button', { name: 'Lamplight' });
  await lamplight.click();
  await expect(lamplight).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(ground).not.toBe(paper);
  await expectAccessible(page);
  await keepScreenshot(page, 'home-dark');
  await page.goto('/p/creek-satchel');
  await hydrated(page);
  await expect.poll(ground).not.toBe(paper);
  await expectAccessible(page);
});

test('the language follows the browser at first, then the visitor', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, locale: 'vi-VN' });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page).toHaveURL('/vi');
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  for (const [language, address] of [['en', '/'], ['vi', '/vi'], ['hy', '/hy']] as const) {
    await expect(page.locator(`link[rel=alternate][hreflang=${language}]`)).toHaveAttribute('href', `${server.url}${address}`);
  }
  await hydrated(page);
  await page.getByRole('contentinfo').getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  // Asked for anew, the front page remembers.
  await page.goto('about:blank');
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await context.close();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the front page is read and left by its links, and the light by its form', async ({ page }) => {
    await page.goto('/');
    await expect(titles(page)).toHaveCount(8);
    await page.getByRole('button', { name: 'Lamplight' }).click();
    await expect(page).toHaveURL('/');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    // A phone has a menu, which opens without script too; a desk has room for the categories.
    const menu = page.locator('.menu summary');
    if (await menu.isVisible()) {
      await menu.click();
      await page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name: 'Vases' }).click();
    } else {
      await page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name: 'Ceramics' }).click();
      await page.getByRole('main').getByRole('link', { name: 'Vases' }).click();
    }
    await expect(page.getByRole('heading', { level: 1, name: 'Vases' })).toBeVisible();
    await page.getByRole('contentinfo').getByRole('link', { name: 'Հայերեն' }).click();
    await expect(page).toHaveURL('/hy/c/vases');
    await expect(page.getByRole('heading', { level: 1, name: 'Ծաղկամաններ' })).toBeVisible();
  });
});
