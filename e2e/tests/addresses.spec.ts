import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { Seller } from '../support/seller';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

test('an address where nothing is says so, with its status and a way on', async ({ page, request, guard }) => {
  // The browser itself reports the status of a document that is not there.
  guard.allow(/status of 404/);
  for (const address of ['/nowhere/at/all', '/p/no-such-product', '/c/no-such-category', '/shops/no-such-shop', '/vi/p/no-such-product']) {
    expect((await request.get(address)).status(), address).toBe(404);
  }
  const answer = await page.goto('/p/no-such-product');
  expect(answer?.status()).toBe(404);
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing is on this shelf' })).toBeVisible();
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  await expectAccessible(page);
  await keepScreenshot(page, 'not-found');
  await page.getByRole('link', { name: 'To the front page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Good things/ })).toBeVisible();
});

test('a renamed product is found at its old address', async ({ page, request }, testInfo) => {
  const seller = await Seller.signIn(request);
  const product = await seller.create(`Willow basket of ${testInfo.project.name}`);
  const renamed = await seller.update(product, { slug: `${product.slug}-with-handle` });
  expect(renamed.slug).not.toBe(product.slug);

  for (const prefix of ['', '/vi', '/hy']) {
    const answer = await request.get(`${prefix}/p/${product.slug}`, { maxRedirects: 0 });
    expect(answer.status()).toBe(301);
    expect(answer.headers()['location']).toBe(`${prefix}/p/${renamed.slug}`);
  }
  await page.goto(`/p/${product.slug}`);
  await expect(page).toHaveURL(`/p/${renamed.slug}`);
  await expect(page.getByRole('heading', { level: 1, name: /^Willow basket/ })).toBeVisible();

  // Renamed back, the first address is the product's own again and the second one leads to it.
  await seller.update(product, { slug: product.slug });
  expect((await request.get(`/p/${product.slug}`, { maxRedirects: 0 })).status()).toBe(200);
  const back = await request.get(`/p/${renamed.slug}`, { maxRedirects: 0 });
  expect([back.status(), back.headers()['location']]).toEqual([301, `/p/${product.slug}`]);
});

test('what is no longer sold keeps its page and cannot be bought', async ({ page, request, guard }, testInfo) => {
  guard.allow(/status of 410/);
  const seller = await Seller.signIn(request);
  const product = await seller.create(`Reed mat of ${testInfo.project.name}`);
  expect((await request.get(`/p/${product.slug}`)).status()).toBe(200);
  await seller.update(product, { status: 'ARCHIVED' });

  const answer = await page.goto(`/p/${product.slug}`);
  expect(answer?.status()).toBe(410);
  await hydrated(page);
  await expect(page.getByText('This is not sold any more.')).toBeVisible();
  await expect(page.locator('form.buy')).toHaveCount(0);
  await expect(page.locator('script[type="application/ld+json"]').first()).not.toContainText('InStock');
  await expectAccessible(page);
  await keepScreenshot(page, 'product-archived');

  // A draft is nobody's business but its shop's.
  await seller.update(product, { status: 'DRAFT' });
  expect((await request.get(`/p/${product.slug}`)).status()).toBe(404);
});
