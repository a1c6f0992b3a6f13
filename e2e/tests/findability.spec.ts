import type { Page } from '@playwright/test';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

/** What the head says, once the script has taken over: it must still be there, and only once. */
async function head(page: Page, path: string) {
  await page.goto(path);
  await hydrated(page);
  return page.evaluate(() => {
    const all = (selector: string) => [...document.head.querySelectorAll(selector)];
    const metas = all('meta[name], meta[property]').map((meta) => [
      meta.getAttribute('name') ?? meta.getAttribute('property') ?? '',
      meta.getAttribute('content') ?? '',
    ]);
    const links = all('link[rel=alternate]').map((link) => [link.getAttribute('hreflang') ?? '', link.getAttribute('href') ?? '']);
    const blocks = [...document.querySelectorAll('script[type="application/ld+json"]')];
    return {
      metas,
      meta: Object.fromEntries(metas) as Record<string, string>,
      alternates: Object.fromEntries(links) as Record<string, string>,
      canonical: all('link[rel=canonical]').map((link) => link.getAttribute('href')),
      data: blocks.map((block) => JSON.parse(block.textContent || 'null')),
    };
  });
}

const pages = [
  { name: 'home', path: '/', type: 'website', card: 'summary', data: ['Organization', 'WebSite'] },
  { name: 'category', path: '/c/ceramics', type: 'website', card: 'summary', data: ['BreadcrumbList'] },
  { name: 'product', path: '/p/river-mist-tea-bowl', type: 'product', card: 'summary_large_image', data: ['ProductGroup', 'BreadcrumbList'] },
] as const;

for (const { name, path, type, card, data } of pages) {
  test(`the head of the ${name} page is whole`, async ({ page, server, request }) => {
    const found = await head(page, path);
    expect(found.canonical).toEqual([server.url + path]);
    const vietnamese = path === '/' ? '/vi' : `/vi${path}`;
    expect(found.alternates).toMatchObject({ en: server.url + path, 'x-default': server.url + path, vi: server.url + vietnamese });
    expect(Object.keys(found.alternates).sort()).toEqual(['en', 'hy', 'vi', 'x-default']);
    expect(found.meta).toMatchObject({ 'og:type': type, 'og:url': server.url + path, 'og:locale': 'en_GB', 'twitter:card': card });
    for (const once of ['description', 'og:title', 'og:description', 'og:image', 'og:type']) {
      expect(found.metas.filter(([key, value]) => key === once && value), once).toHaveLength(1);
    }
    const picture = await request.get(found.meta['og:image']);
    expect(picture.status()).toBe(200);
    expect(picture.headers()['content-type']).toBe('image/png');

    // Structured data is for readers of the document, so it is read there.
    const document = await (await request.get(path)).text();
    const blocks = [...document.matchAll(/<script[^>]*application\/ld\+json[^>]*>(.*?)<\/script>/gs)].map(([, text]) => JSON.parse(text));
    const types = blocks.flatMap((block) => block['@graph'] ?? [block]).map((item) => item['@type']);
    expect(types).toEqual([...data]);
  });
}

test('a product offers what it costs', async ({ request }) => {
  const document = await (await request.get('/vi/p/river-mist-tea-bowl')).text();
  const blocks = [...document.matchAll(/<script[^>]*application\/ld\+json[^>]*>(.*?)<\/script>/gs)].map(([, text]) => JSON.parse(text));
  const group = blocks.find((block) => block['@type'] === 'ProductGroup');
  const [{ offers }] = group.hasVariant;
  expect(offers).toMatchObject({ '@type': 'Offer', priceCurrency: 'GBP', availability: 'https://schema.org/InStock' });
  expect(offers.price).toMatch(/^\d+\.\d\d$/);
  expect(offers.hasMerchantReturnPolicy).toMatchObject({ merchantReturnDays: 30, returnFees: 'https://schema.org/ReturnFeesCustomerResponsibility' });
  expect(offers.warranty.durationOfWarranty).toMatchObject({ value: 12, unitCode: 'MON' });
  expect(offers.shippingDetails[0].shippingDestination.map((region: { addressCountry: string }) => region.addressCountry)).toContain('VN');
  expect(group.description).not.toMatch(/[<>]/);
});

test('carts, checkouts and accounts stay out of search results', async ({ request }) => {
  for (const path of ['/cart', '/vi/checkout', '/sign-in', '/sign-up', '/search?q=bowl']) {
    const document = await (await request.get(path)).text();
    expect(document, path).toMatch(/<meta name="robots" content="noindex"/);
  }
});
