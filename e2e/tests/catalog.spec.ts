import type { APIRequestContext, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { ask, hydrated, narrow, titles } from '../support/shop';
import { expect, test } from '../support/test';

interface Listing {
  totalCount: number;
  nodes: { title: string }[];
  facets: {
    shops: { shop: { slug: string; name: string }; count: number }[];
    prices: { min: { amount: string }; max: { amount: string } | null; count: number }[];
    available: { available: boolean; count: number }[];
  };
}

/** What the API lists, to compare the page with. */
async function listing(request: APIRequestContext, filter: object, sort = 'NEWEST'): Promise<Listing> {
  const { products } = await ask<{ products: Listing }>(
    request,
    `query($filter: ProductFilter!, $sort: ProductSort) { products(first: 24, filter: $filter, sort: $sort) {
      totalCount nodes { title }
      facets { shops { shop { slug name } count } prices { min { amount } max { amount } count } available { available count } } } }`,
    { filter, sort },
  );
  return products;
}

const inWords = (count: number): string => (count === 1 ? '1 product' : `${count} products`);

/** Chooses every shop, step and stock of a category in turn, and checks that each brings what it counts. */
async function followFacets(page: Page, request: APIRequestContext, category: string): Promise<void> {
  const { totalCount, facets } = await listing(request, { category });
  const found = page.locator('.found');
  await expect(found).toHaveText(inWords(totalCount));
  const ways = [
    ...facets.shops.slice(0, 2).map(({ shop, count }) => ({ field: `[name=shop][value="${shop.slug}"]`, count })),
    ...facets.prices.map(({ min, count }) => ({ field: `[name=price][value^="${Number(min.amount)}-"]`, count })),
    ...facets.available.filter(({ available }) => available).map(({ count }) => ({ field: '[name=available]', count })),
  ];
  expect(ways.length).toBeGreaterThanOrEqual(4);
  for (const { field, count } of ways) {
    await narrow(page, async (filters) => {
      await expect(filters.locator(`label:has(${field}) .number`)).toHaveText(String(count));
      await filters.locator(field).check();
    });
    await expect(page, field).toHaveURL(/\?/);
    await expect(found, field).toHaveText(inWords(count));
    await expect(titles(page), field).toHaveCount(Math.min(count, 24));
    await page.getByRole('link', { name: 'Show everything again' }).click();
    await expect(found).toHaveText(inWords(totalCount));
  }
}

/** Sorts a list in every way and compares it with the API's. */
async function sortEveryWay(page: Page, request: APIRequestContext, category: string): Promise<void> {
  for (const [label, sort] of [['Price, low to high', 'PRICE_ASC'], ['Price, high to low', 'PRICE_DESC'], ['Name', 'TITLE'], ['Newest first', 'NEWEST']] as const) {
    await page.getByLabel('Sort by').selectOption({ label });
    const apply = page.locator('.toolbar').getByRole('button', { name: 'Show results' });
    if (await apply.isVisible()) await apply.click();
    const { nodes } = await listing(request, { category }, sort);
    await expect(titles(page), label).toHaveText(nodes.map(({ title }) => title));
  }
}

/** Turns the pages of everything there is, forth and back. */
async function turnPages(page: Page, request: APIRequestContext): Promise<void> {
  const { totalCount } = await listing(request, {});
  const seen: string[] = [];
  const first = await titles(page).allInnerTexts();
  const next = page.getByRole('link', { name: 'Next page' });
  for (let shown = first; ; shown = await titles(page).allInnerTexts()) {
    seen.push(...shown);
    if (!(await next.isVisible())) break;
    await next.click();
    await expect(titles(page).first()).not.toHaveText(shown[0]!);
  }
  expect(seen).toHaveLength(totalCount);
  expect(new Set(seen).size).toBe(totalCount);
  const last = await titles(page).first().innerText();
  await page.getByRole('link', { name: 'Previous page' }).click();
  await expect(titles(page).first()).not.toHaveText(last);
  await expect(next).toBeVisible();
  await expect(page.locator('.found')).toHaveText(inWords(totalCount));
}

/** Writes a price range of the visitor's own. */
async function setPrices(page: Page, min: string, max: string): Promise<void> {
  const sheet = page.locator('.filter-button');
  const fields = page.locator('#filters');
  if ((await sheet.isVisible()) && !(await fields.isVisible())) await sheet.click();
  await fields.locator('[name=min]').fill(min);
  await fields.locator('[name=max]').fill(max);
  await fields.locator('.price-fields button').click();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled });
    test.skip(({ isMobile }) => !javaScriptEnabled && !isMobile, 'plain forms are the same on every screen');

    const open = async (page: Page, address: string) => {
      await page.goto(address);
      if (javaScriptEnabled) await hydrated(page);
    };

    test('each filter of a category brings as many products as it says', async ({ page, request }) => {
      await open(page, '/c/ceramics');
      await followFacets(page, request, 'ceramics');
    });

    test('a category is sorted in every way', async ({ page, request }) => {
      await open(page, '/c/paper');
      await sortEveryWay(page, request, 'paper');
    });

    test('the pages of a list hold everything once', async ({ page, request }) => {
      await open(page, '/search');
      await turnPages(page, request);
    });

    test('a price range of one\'s own narrows the list and gives way to a step', async ({ page, request }) => {
      await open(page, '/c/textiles');
      const all = await listing(request, { category: 'textiles' });
      const found = page.locator('.found');
      await setPrices(page, '40', '£72.00');
      const own = await listing(request, { category: 'textiles', minPrice: '40', maxPrice: '72' });
      expect(own.totalCount).toBeGreaterThan(0);
      expect(own.totalCount).toBeLessThan(all.totalCount);
      await expect(found).toHaveText(inWords(own.totalCount));
      await expect(page.locator('#filters [name=min]')).toHaveValue('40');
      await expect(page.locator('#filters [name=max]')).toHaveValue('72');

      // Another choice leaves the range as it is; a step takes its place.
      await narrow(page, (filters) => filters.locator('[name=available]').check());
      const inStock = await listing(request, { category: 'textiles', minPrice: '40', maxPrice: '72', available: true });
      await expect(found).toHaveText(inWords(inStock.totalCount));
      await page.getByRole('link', { name: 'Show everything again' }).click();
      await expect(found).toHaveText(inWords(all.totalCount));
      await setPrices(page, '', '60');
      const upTo = await listing(request, { category: 'textiles', maxPrice: '60' });
      await expect(found).toHaveText(inWords(upTo.totalCount));
      const step = all.facets.prices.at(-1)!;
      await narrow(page, (filters) => filters.locator(`[name=price][value^="${Number(step.min.amount)}-"]`).check());
      await expect(found).toHaveText(inWords(step.count));
      await narrow(page, (filters) => filters.getByLabel('Any price').check());
      await expect(found).toHaveText(inWords(all.totalCount));
      await expect(page.locator('#filters [name=max]')).toHaveValue('');
    });

    test('a price range that cannot be is told at its fields and narrows nothing', async ({ page, request }) => {
      await open(page, '/c/textiles');
      const all = await listing(request, { category: 'textiles' });
      await setPrices(page, '90', '20');
      const [min, max] = [page.locator('#filters [name=min]'), page.locator('#filters [name=max]')];
      for (const field of [min, max]) {
        await expect(field).toHaveAttribute('aria-invalid', 'true');
        await expect(field).toHaveAccessibleDescription('The highest price is below the lowest one.');
        await expect(field).toHaveValue(/90|20/);
      }
      await expect(page.locator('.found')).toHaveText(inWords(all.totalCount));
      // On a phone the fields are in a sheet that is closed now: the list says it too.
      await expect(page.getByRole('alert')).toHaveText('The highest price is below the lowest one.');
      if (javaScriptEnabled) {
        await hydrated(page);
        await expectAccessible(page);
        await keepScreenshot(page, 'category-price-refused');
      }
      await setPrices(page, '20', 'ninety');
      await expect(max).toHaveAccessibleDescription(/^Write a price as a number/);
      await expect(min).not.toHaveAttribute('aria-invalid', 'true');
      await expect(page.locator('.found')).toHaveText(inWords(all.totalCount));
      await setPrices(page, '20', '90');
      await expect(page.locator('.found')).not.toHaveText(inWords(all.totalCount));
      await expect(max).not.toHaveAttribute('aria-invalid', 'true');
    });

    test('a list that nothing fits says so and leads back', async ({ page, request }) => {
      const all = await listing(request, { category: 'vases' });
      await open(page, '/c/vases?shop=saltmarsh');
      await expect(page.locator('.found')).toHaveText('0 products');
      await expect(page.getByText('Nothing here fits all that you chose.')).toBeVisible();
      // Beside what narrows the list, and where its products would stand.
      await page.getByRole('link', { name: 'Show everything again' }).last().click();
      await expect(page.locator('.found')).toHaveText(inWords(all.totalCount));
    });
  });
}

test('how a category is sorted does not go over to the next, which is sorted by its own address', async ({ page, request }) => {
  const inOrder = async (category: string, sort: string) => {
    const { nodes } = await listing(request, { category }, sort);
    await expect(titles(page), `${category} ${sort}`).toHaveText(nodes.map(({ title }) => title));
  };
  await page.goto('/c/ceramics?sort=price-down');
  await hydrated(page);
  await inOrder('ceramics', 'PRICE_DESC');
  await page.locator('.chips').getByRole('link', { name: 'Tableware' }).click();
  await expect(page).toHaveURL('/c/tableware');
  await inOrder('tableware', 'NEWEST');
  await page.getByLabel('Sort by').selectOption({ label: 'Price, low to high' });
  await expect(page).toHaveURL(/\/c\/tableware\?/);
  await inOrder('tableware', 'PRICE_ASC');
  await page.goBack();
  await inOrder('tableware', 'NEWEST');
  await page.goBack();
  await expect(page).toHaveURL('/c/ceramics?sort=price-down');
  await inOrder('ceramics', 'PRICE_DESC');
});

test('a category, in every language, is clear to everybody', async ({ page }) => {
  for (const [prefix, name] of [['', 'Lighting'], ['/vi', 'Đèn'], ['/hy', 'Լուսավորություն']] as const) {
    await page.goto(`${prefix}/c/lighting`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
    await expectAccessible(page);
    const sheet = page.locator('.filter-button');
    if (await sheet.isVisible()) {
      await sheet.click();
      await expect(page.locator('#filters')).toBeVisible();
      await expectAccessible(page);
    }
    await keepScreenshot(page, prefix ? `category-${prefix.slice(1)}` : 'category');
  }
  // A Vietnamese or Armenian decimal mark is read as such.
  await page.goto('/hy/c/lighting');
  await hydrated(page);
  await setPrices(page, '20,50', '1 000,00');
  await expect(page).toHaveURL('/hy/c/lighting?price=20.50-1000');
  await expect(page.locator('#filters [name=min]')).toHaveValue('20,50');
});
