import robotsParser from 'robots-parser';
import { Seller } from '../support/seller';
import { sitemapAddresses, sitemaps } from '../support/sitemap';
import { expect, test } from '../support/test';

test.use({ serverArguments: ['--demo', '--page-rate-limit', '0', '--rate-limit', '0'] });

test('robots may read what shoppers read, and are told where the sitemap is', async ({ request, server }) => {
  const answer = await request.get('/robots.txt');
  expect(answer.status()).toBe(200);
  const robots = robotsParser(`${server.url}/robots.txt`, await answer.text());
  expect(robots.getSitemaps()).toEqual([`${server.url}/sitemap.xml`]);
  for (const path of ['/', '/vi', '/hy/c/ceramics', '/p/river-mist-tea-bowl', '/search?q=bowl', '/help', '/media/demo/creek-satchel.svg', '/cart']) {
    expect(robots.isAllowed(server.url + path, 'Googlebot'), path).toBe(true);
  }
  for (const path of ['/graphql', '/graphql?query=%7Bme%7Bid%7D%7D', '/hooks/carriers/e2e-carrier']) {
    expect(robots.isAllowed(server.url + path, 'Googlebot'), path).toBe(false);
  }
});

test('what is for one visitor alone, or for nobody any more, is in no sitemap', async ({ request, server }) => {
  const seller = await Seller.signIn(request);
  const gone = await seller.create('Rush basket that is not made any more');
  const listed = async () => (await sitemapAddresses(request, server.url)).map(({ path }) => path);
  expect(await listed()).toContain(`/p/${gone.slug}`);
  await seller.update(gone, { status: 'ARCHIVED' });
  const paths = await listed();
  expect(paths).not.toContain(`/p/${gone.slug}`);
  const own = /^(\/vi|\/hy)?\/(cart|checkout|orders|account|sign-|wishlist|compare|search|offline|demo|forgot|reset|verify)/;
  expect(paths.filter((path) => own.test(path))).toEqual([]);
  expect((await sitemaps(request, `${server.url}/sitemap.xml`)).length).toBeGreaterThanOrEqual(3);
  expect((await request.get('/sitemaps/nothing.xml')).status()).toBe(404);
});
