import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { ask, hydrated, titles } from '../support/shop';
import { expect, test } from '../support/test';

interface Variant {
  id: string;
  price: { amount: string };
  availableQuantity: number;
  selectedOptions: { key: string; value: string }[];
}

const bySlug = `query($slug: String!) { product(slug: $slug) {
  title options { name values { key name } }
  variants { id price { amount } availableQuantity selectedOptions { key value } } images { alt } } }`;

/** Chooses a value of each option, as the page names them. */
async function choose(page: Page, keys: string[]): Promise<void> {
  for (const [number, key] of keys.entries()) await page.locator(`form.buy input[name="option.${number}"][value="${key}"]`).check();
}

test('each option is a group, and price, stock and address follow what is chosen', async ({ page, request }) => {
  const { product } = await ask<{ product: { options: { name: string; values: { key: string; name: string }[] }[]; variants: Variant[] } }>(
    request,
    bySlug,
    { slug: 'shepherd-wool-scarf' },
  );
  await page.goto('/p/shepherd-wool-scarf');
  await hydrated(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'product');

  const price = page.locator('.asking .price');
  const button = page.locator('form.buy button[type=submit]');
  for (const { name, values } of product.options) {
    const group = page.getByRole('group', { name, exact: true });
    await expect(group.getByRole('radio')).toHaveCount(values.length);
  }
  // The first one that can be bought is chosen already, and the address says nothing until somebody chooses.
  const first = product.variants.find(({ availableQuantity }) => availableQuantity > 0)!;
  for (const [number, { key }] of first.selectedOptions.entries()) {
    await expect(page.locator(`form.buy input[name="option.${number}"]:checked`)).toHaveValue(key);
  }
  await expect(page).toHaveURL(/\/p\/shepherd-wool-scarf$/);
  for (const { id, price: { amount }, availableQuantity, selectedOptions } of product.variants) {
    await choose(page, selectedOptions.map(({ key }) => key));
    await expect(price).toContainText(`£${amount}`);
    if (id !== first.id) await expect(page).toHaveURL(`/p/shepherd-wool-scarf?variant=${id}`);
    if (availableQuantity > 0) {
      await expect(button).toBeEnabled();
    } else {
      await expect(button).toBeDisabled();
      await expect(page.locator('.stock')).toHaveText(`${selectedOptions.map(({ value }) => value).join(' · ')} has sold out for now.`);
    }
  }
  const wanted = product.variants.find(({ id, price: { amount }, availableQuantity }) => id !== first.id && amount !== first.price.amount && availableQuantity > 0)!;
  await choose(page, wanted.selectedOptions.map(({ key }) => key));
  // What was chosen is shared with the address, and survives a reload; search engines are told of one page.
  await page.reload();
  await hydrated(page);
  await expect(price).toContainText(`£${wanted.price.amount}`);
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', /\/p\/shepherd-wool-scarf$/);
  await button.click();
  await page.getByRole('link', { name: 'Go to the cart' }).click();
  await expect(page.getByRole('main')).toContainText(wanted.selectedOptions.map(({ value }) => value).join(' · '));
  await expect(page.getByTestId('cart-total')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(`£${wanted.price.amount}`);
});

test('what has sold out in every size stays to be chosen, and says why', async ({ page }) => {
  await page.goto('/p/eternity-cushion');
  await hydrated(page);
  const walnut = page.getByRole('radio', { name: /Walnut.*Sold out/ });
  await expect(walnut).toBeEnabled();
  await page.getByRole('radio', { checked: true }).focus();
  for (let steps = 0; steps < 2; steps++) await page.keyboard.press('ArrowRight');
  await expect(walnut).toBeChecked();
  await expect(page.locator('.stock')).toContainText('has sold out for now');
  await expect(page.locator('form.buy button[type=submit]')).toBeDisabled();
  await expectAccessible(page);
  await keepScreenshot(page, 'product-choice-sold-out');
});

test('a combination that nobody makes is said to be none', async ({ page }) => {
  await page.goto('/p/saltmarsh-belt?problem=variant&option.0=chestnut&option.1=s30');
  await hydrated(page);
  await expect(page.getByRole('alert')).toHaveText('Nobody makes this combination. Choose another one.');
  await page.getByRole('radio', { name: /Black/ }).check();
  await expect(page.getByRole('alert')).toBeHidden();
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
  const group = data.find((item) => item['@type'] === 'ProductGroup');
  expect(group).toMatchObject({ name: 'Creek satchel', variesBy: ['Leather'], hasVariant: expect.any(Array) });
  expect(group.hasVariant).toHaveLength(3);
  const { offers, additionalProperty, url } = group.hasVariant[0];
  expect(additionalProperty).toEqual([{ '@type': 'PropertyValue', name: 'Leather', value: 'Chestnut' }]);
  expect(url).toContain('/p/creek-satchel?variant=var_');
  expect(offers).toMatchObject({
    price: '245.00',
    priceCurrency: 'GBP',
    hasMerchantReturnPolicy: { merchantReturnDays: 60, returnFees: 'https://schema.org/FreeReturn' },
    warranty: { durationOfWarranty: { value: 24, unitCode: 'MON' } },
  });
  const regions = offers.shippingDetails.map((sent: { shippingDestination: { addressCountry: string }[] }) => sent.shippingDestination.map(({ addressCountry }) => addressCountry));
  expect(regions).toContainEqual(['GB', 'IE']);
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
    await choose(page, large!.selectedOptions.map(({ key }) => key));
    await page.locator('form.buy button[type=submit]').click();
    await expect(page).toHaveURL('/cart');
    await expect(page.getByRole('main')).toContainText(large!.selectedOptions[0]!.value);
    await expect(page.getByRole('main')).toContainText(`£${large!.price.amount}`);
  });

  test('what has sold out comes back with what was chosen and says why', async ({ page }) => {
    await page.goto('/p/saltmarsh-belt');
    await choose(page, ['black', 's38']);
    await page.locator('form.buy button[type=submit]').click();
    await expect(page).toHaveURL(/\/p\/saltmarsh-belt\?problem=stock&option\.0=black&option\.1=s38$/);
    await expect(page.getByRole('radio', { name: /38/ })).toBeChecked();
    await expect(page.locator('.stock')).toContainText('has sold out for now');
    await expect(page.getByRole('alert')).toBeVisible();
  });
});
