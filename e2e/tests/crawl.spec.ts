import { Crawl, type Visit } from '../support/crawl';
import type { Document } from '../support/html';
import { type Entry, sitemapAddresses } from '../support/sitemap';
import { richResultFaults, type Block, typeFaults, typesOf } from '../support/structured-data';
import { Foreign, type Locale, localized, locales } from '../support/words';
import { expect, test } from '../support/test';

// One crawl, by one address, of more pages than anybody opens in a minute.
test.use({ serverArguments: ['--demo', '--page-rate-limit', '0', '--rate-limit', '0'] });
test.describe.configure({ mode: 'serial' });

let crawl: Crawl;
let entries: Entry[];

/** Pages that lead on at once, on purpose: whoever is not signed in is asked to be. */
const LEADS_TO_SIGN_IN = /^(\/vi|\/hy)?\/(account|reviews\/flag)/;

test('every link inside the site leads somewhere', async ({ request, server }) => {
  test.setTimeout(180_000);
  crawl = new Crawl(request, server.url);
  entries = await sitemapAddresses(request, server.url);
  await crawl.run([...locales.map((locale) => localized(locale, '/')), '/robots.txt', ...entries.map(({ path }) => path)]);
  const broken = crawl.visits.filter(({ path, status }) => status !== 200 && !(LEADS_TO_SIGN_IN.test(path) && status === 303));
  expect(broken.map(({ path, status, from }) => `${status} at ${path}, linked from ${from}`)).toEqual([]);
  console.log(`${crawl.visits.length} addresses, ${crawl.pages.length} of them pages`);
  expect(crawl.pages.length).toBeGreaterThan(300);
});

/** What is wrong with pages, each with its address. */
function faults(find: (page: Visit & { document: Document }, locale: Locale) => string[]): string[] {
  return crawl.pages.flatMap((page) => find(page, localeOf(page.path)).map((fault) => `${page.path}: ${fault}`));
}

const localeOf = (path: string): Locale => (/^\/(vi|hy)(\/|\?|$)/.exec(path)?.[1] as Locale | undefined) ?? 'en';

test('every page has one heading of the first level, a language, and each id once', () => {
  expect(
    faults(({ document }, locale) => {
      const ids = document.elements.flatMap(({ attributes }) => attributes.id ?? []);
      const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
      const headings = document.all('h1').filter(({ text }) => text);
      const missing = document.elements.flatMap(({ attributes }) =>
        ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'form', 'list', 'popovertarget'].flatMap((name) =>
          (attributes[name] ?? '').split(/\s+/).filter((id) => id && !ids.includes(id)).map((id) => `${name} names ${id}, which is not there`),
        ),
      );
      const ahead = document.elements.filter(({ attributes }) => Number(attributes.tabindex) > 0);
      return [
        ...(headings.length === 1 ? [] : [`${headings.length} headings of the first level`]),
        ...twice.map((id) => `the id ${id} stands twice`),
        ...missing,
        ...ahead.map(({ tag }) => `a positive tabindex at ${tag}`),
        ...(document.all('html')[0]?.attributes.lang === locale ? [] : [`its language is not ${locale}`]),
      ];
    }),
  ).toEqual([]);
});

test('every page that search engines may show has a title and a description of its own', () => {
  const seen = { title: new Map<string, string>(), description: new Map<string, string>() };
  expect(
    faults(({ path, document }, locale) => {
      const title = document.all('title').map(({ text }) => text);
      if (title.length !== 1 || !title[0]) return [`its titles are ${JSON.stringify(title)}`];
      if (document.isKeptOutOfSearch || document.values('link', 'href', { rel: 'canonical' })[0]?.endsWith(path) === false) return [];
      const own = { title: title[0], description: document.meta('description') ?? '' };
      return (['title', 'description'] as const).flatMap((what) => {
        const text = own[what];
        if (!text) return [`no ${what}`];
        // A shop has one name in all languages.
        const other = seen[what].get(`${locale} ${text}`);
        seen[what].set(`${locale} ${text}`, path);
        return other === undefined ? [] : [`its ${what} is that of ${other}: ${text}`];
      });
    }),
  ).toEqual([]);
});

/** The same page in other languages, as a page names them. */
const sisters = (document: Document): Record<string, string> =>
  Object.fromEntries(document.all('link', { rel: 'alternate' }).map(({ attributes }) => [attributes.hreflang ?? '', attributes.href ?? '']));

test('every page names its own address and its sisters in other languages, which name it too', ({ server }) => {
  const pages = new Map(crawl.pages.map((page) => [server.url + page.path, page.document]));
  expect(
    faults(({ document }, locale) => {
      const canonical = document.values('link', 'href', { rel: 'canonical' });
      const alternates = sisters(document);
      if (document.isKeptOutOfSearch) return canonical.length + Object.keys(alternates).length === 0 ? [] : ['it is kept out of search and yet names a canonical address'];
      if (canonical.length !== 1) return [`${canonical.length} canonical addresses`];
      const own = pages.get(canonical[0]!);
      const expected = ['en', 'hy', 'vi', 'x-default'].join();
      return [
        ...(own ? [] : [`its canonical address ${canonical[0]} is no page`]),
        ...(own && own.values('link', 'href', { rel: 'canonical' })[0] !== canonical[0] ? [`its canonical address ${canonical[0]} names another`] : []),
        ...(Object.keys(alternates).sort().join() === expected ? [] : [`it has sisters in ${Object.keys(alternates).sort()}`]),
        ...(alternates[locale] === canonical[0] && alternates['x-default'] === alternates.en ? [] : ['it does not name itself in its language']),
        ...Object.entries(alternates).flatMap(([language, address]) => {
          const sister = pages.get(address);
          if (!sister) return [`its sister ${address} is no page`];
          return sisters(sister)[locale] === alternates[locale] ? [] : [`its sister in ${language}, ${address}, does not name it`];
        }),
      ];
    }),
  ).toEqual([]);
});

test('each entry of the sitemap is a page under its own name, with the sisters that the page names', ({ server }) => {
  const pages = new Map(crawl.pages.map((page) => [page.path, page.document]));
  const sorted = (links: Record<string, string>) => JSON.stringify(Object.entries(links).sort());
  const faults = entries.flatMap(({ path, alternates, lastmod }) => {
    const document = pages.get(path);
    if (!document) return [`${path} is no page`];
    return [
      ...(document.isKeptOutOfSearch ? [`${path} is kept out of search`] : []),
      ...(document.values('link', 'href', { rel: 'canonical' })[0] === server.url + path ? [] : [`${path} has another canonical address`]),
      ...(sorted(sisters(document)) === sorted(alternates) ? [] : [`${path} has other sisters in the sitemap than on its page`]),
      ...(lastmod === undefined || Date.parse(lastmod) <= Date.now() ? [] : [`${path} changed at ${lastmod}`]),
    ];
  });
  expect(faults).toEqual([]);
  expect(new Set(entries.map(({ path }) => path)).size, 'no entry stands there twice').toBe(entries.length);
});

test('no page mixes languages', () => {
  const foreign = { en: new Foreign('en'), vi: new Foreign('vi'), hy: new Foreign('hy') };
  expect(faults(({ document }, locale) => foreign[locale].on(document))).toEqual([]);
});

test('structured data is what schema.org knows, and what rich results need', async () => {
  const blocks: Block[] = crawl.pages.flatMap(({ path, document }) => document.structuredData.map((data) => ({ page: path, data })));
  const types = new Set(blocks.flatMap(({ data }) => typesOf(data)));
  for (const type of ['Product', 'BreadcrumbList', 'Organization', 'WebSite']) expect([...types]).toContain(type);
  expect(await richResultFaults(blocks)).toEqual([]);
  // TypeScript takes a while for each block: of pages that are alike, some are enough.
  const some = new Map<string, Block[]>();
  for (const block of blocks) {
    const kind = `${localeOf(block.page)} ${typesOf(block.data).join()}`;
    const group = some.get(kind) ?? [];
    if (group.length < 12) some.set(kind, [...group, block]);
  }
  expect(typeFaults([...some.values()].flat())).toEqual([]);
});

test('the validators of structured data find what is wrong', async () => {
  const wrong = [
    { '@context': 'https://schema.org', '@type': 'Product', name: 'A bowl', offers: [{ '@type': 'Offer', availability: 'https://schema.org/InStok' }] },
    { '@context': 'https://schema.org', '@type': 'Product', title: 'A bowl' },
    { '@context': 'https://schema.org', '@type': 'Bowl', name: 'A bowl' },
  ];
  const blocks = wrong.map((data, at) => ({ page: `block ${at}`, data }));
  expect(typeFaults(blocks).map((fault) => fault.slice(0, 7))).toEqual(['block 0', 'block 1', 'block 2']);
  expect(await richResultFaults(blocks)).not.toEqual([]);
});
