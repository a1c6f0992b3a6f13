import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { ask, hydrated, titles } from '../support/shop';
import { expect, test } from '../support/test';

interface Variant {
  id: string;
  price: { amount: string };
  availableQuantity: number;
  selectedOptions: { value: string }[];
}

const bySlug = `query($slug: String!) { product(slug: $slug) {
  title variants { id price { amount } availableQuantity selectedOptions { value } } images { alt } } }`;

test('a variant is chosen, with its own price and stock, and goes into the cart', async ({ page, request }) => {
  const { product } = await ask<{ product: { variants: Variant[] } }>(request, bySlug, { slug: 'shepherd-wool-scarf' });
  await page.goto('/p/shepherd-wool-scarf');
  await hydrated(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'product');

  const price = page.locator('.asking .price');
  const button = page.locator('form.buy button[type=submit]');
  const variants = page.locator('form.buy input[name=variantId]');
  await expect(variants).toHaveCount(product.variants.length);
  // The first one that can be bought is chosen already.
  const first = product.variants.find(({ availableQuantity }) => availableQuantity > 0)!;
  await expect(page.locator('form.buy input:checked')).toHaveValue(first.id);
  for (const { id, price: { amount }, availableQuantity } of product.variants) {
    await page.locator(`form.buy input[value="${id}"]`).check();
    await expect(price).toContainText(`£${amount}`);
    if (availableQuantity > 0) await expect(button).toBeEnabled();
    else await expect(button).toBeDisabled();
  }
  const wanted = product.variants.find(({ id, price: { amount }, availableQuantity }) => id !== first.id && amount !== first.price.amount && availableQuantity > 0)!;
  await page.locator(`form.buy input[value="${wanted.id}"]`).check();
  await button.click();
  await page.getByRole('link', { name: 'Go to the cart' }).click();
  await expect(page.getByRole('main')).toContainText(wanted.selectedOptions.map(({ value }) => value).join(' · '));
  await expect(page.getByTestId('cart-total')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(`£${wanted.price.amount}`);
});

test('the pictures of a product are seen, described and reached by the keyboard', async ({ page, request }) => {
  const { product } = await ask<{ product: { images: { alt: string }[] } }>(request, bySlug, { slug: 'garlic-bulb-silk-lantern' });
  expect(product.images.length).toBeGreaterThan(1);
  await page.goto('/p/garlic-bulb-silk-lantern');
  await hydrated(page);
  const gallery = page.getByRole('list', { name: 'Pictures' });
  const pictures = gallery.getByRole('img');
  await expect(pictures).toHaveCount(product.images.length);
  for (const [index, { alt }] of product.images.entries()) {
    const picture = pictures.nth(index);
    await expect(picture).toHaveAccessibleName(alt);
    await picture.scrollIntoViewIfNeeded();
    await expect(picture).toBeInViewport();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  }
  await gallery.focus();
  await expect(gallery).toBeFocused();
});

test('a product says what it costs, when it comes, who sells it, and to machines too', async ({ page }) => {
  await page.goto('/p/creek-satchel');
  await hydrated(page);
  const main = page.getByRole('main');
  await expect(main.getByText('taxes included')).toBeVisible();
  await expect(main.getByText(/^Arrives (on|between) /)).toBeVisible();
  await expect(main.getByRole('heading', { name: 'Returns' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Bags' })).toHaveAttribute('href', '/c/bags');
  const data = (await page.locator('script[type="application/ld+json"]').allTextContents()).map((text) => JSON.parse(text));
  const product = data.find((item) => item['@type'] === 'Product');
  expect(product).toMatchObject({ name: 'Creek satchel', offers: expect.any(Array) });
  expect(product.offers[0]).toMatchObject({ price: '245.00', priceCurrency: 'GBP' });
  expect(data.find((item) => item['@type'] === 'BreadcrumbList').itemListElement.length).toBeGreaterThanOrEqual(2);
});

test('a product that has sold out says so and cannot be bought', async ({ page }) => {
  await page.goto('/p/mid-autumn-star-lantern');
  await hydrated(page);
  await expect(page.getByText('Sold out for now')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sold out' })).toBeDisabled();
  await expectAccessible(page);
  await keepScreenshot(page, 'product-sold-out');
});

test('a shop shows who it is, on what terms it sells, and all it sells', async ({ page, request }) => {
  const { shop } = await ask<{ shop: { tagline: string; productCount: number; products: { nodes: { title: string }[] } } }>(
    request,
    '{ shop(slug: "saltmarsh") { tagline productCount products(first: 24) { nodes { title } } } }',
  );
  await page.goto('/p/creek-satchel');
  await hydrated(page);
  await page.getByRole('main').getByRole('link', { name: /Saltmarsh Leather/ }).first().click();
  await expect(page).toHaveURL('/shops/saltmarsh');
  await expect(page.getByRole('heading', { level: 1, name: 'Saltmarsh Leather' })).toBeVisible();
  await expect(page.getByText(shop.tagline)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Delivery' })).toBeVisible();
  await expect(page.getByText(`${shop.productCount} products`)).toBeVisible();
  await expect(titles(page)).toHaveText(shop.products.nodes.map(({ title }) => title));
  await expectAccessible(page);
  await keepScreenshot(page, 'shop');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a variant is chosen and bought by a plain form', async ({ page, request }) => {
    const { product } = await ask<{ product: { variants: Variant[] } }>(request, bySlug, { slug: 'bamboo-handle-teapot' });
    const [, large] = product.variants;
    await page.goto('/shops/lam-hong');
    await page.getByRole('link', { name: 'Teapot with bamboo handle' }).click();
    await expect(page.getByRole('list', { name: 'Pictures' }).getByRole('img')).toHaveCount(2);
    await page.locator(`form.buy input[value="${large!.id}"]`).check();
    await page.locator('form.buy button[type=submit]').click();
    await expect(page).toHaveURL('/cart');
    await expect(page.getByRole('main')).toContainText(large!.selectedOptions[0]!.value);
    await expect(page.getByRole('main')).toContainText(`£${large!.price.amount}`);
  });
});
