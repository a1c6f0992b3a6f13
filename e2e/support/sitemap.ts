import { type APIRequestContext, expect } from '@playwright/test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An entry of a sitemap. */
export interface Entry {
  path: string;
  lastmod?: string;
  /** The same page in other languages, by hreflang. */
  alternates: Record<string, string>;
}

interface Link {
  '@rel': string;
  '@hreflang': string;
  '@href': string;
}

const lists = ['sitemap', 'url', 'xhtml:link'];
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', isArray: (name) => lists.includes(name) });

async function xml(request: APIRequestContext, address: string): Promise<any> {
  const answer = await request.get(address);
  expect(answer.status(), address).toBe(200);
  expect(answer.headers()['content-type'], address).toContain('application/xml');
  const text = await answer.text();
  expect(XMLValidator.validate(text), address).toBe(true);
  return parser.parse(text);
}

/** The sitemaps that the index names. */
export async function sitemaps(request: APIRequestContext, index: string): Promise<string[]> {
  const { sitemapindex } = await xml(request, index);
  return sitemapindex.sitemap.map(({ loc }: { loc: string }) => loc);
}

/** Everything that the sitemaps name; all of it must be of this site. */
export async function sitemapAddresses(request: APIRequestContext, origin: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const address of await sitemaps(request, `${origin}/sitemap.xml`)) {
    const { urlset } = await xml(request, address);
    for (const url of urlset.url as { loc: string; lastmod?: string; 'xhtml:link': Link[] }[]) {
      expect(new URL(url.loc).origin, url.loc).toBe(origin);
      const alternates = Object.fromEntries(url['xhtml:link'].map((link) => [link['@hreflang'], link['@href']]));
      entries.push({ path: url.loc.slice(origin.length), lastmod: url.lastmod, alternates });
    }
  }
  return entries;
}
