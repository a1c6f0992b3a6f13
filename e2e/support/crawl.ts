import type { APIRequestContext, APIResponse } from '@playwright/test';
import { Document } from './html';

/** What stood at an address. */
export interface Visit {
  /** Path and query. */
  path: string;
  status: number;
  headers: Record<string, string>;
  /** The pages that link here; the first one is enough to mend a link. */
  from: string;
  /** Where it is a page. */
  document?: Document;
}

/** Pages with a query are endless (each filter leads to others): of each path, this many are looked at. */
const QUERIES_A_PATH = 4;
/** Pictures that the server draws when they are asked for, which takes a debug build long: this many are looked at. */
const DRAWN = { prefix: '/media/cards/', most: 6 };
/** A crawl that goes on past this has found an endless space of addresses. */
const MOST = 4_000;
const AT_ONCE = 6;

/** Follows every link inside the site, as a crawler without cookies and script does: pages, pictures, styles, scripts. */
export class Crawl {
  readonly visits: Visit[] = [];
  readonly #request: APIRequestContext;
  readonly #origin: string;
  readonly #known = new Set<string>();
  readonly #groups = new Map<string, number>();
  readonly #waiting: { path: string; from: string }[] = [];

  constructor(request: APIRequestContext, origin: string) {
    this.#request = request;
    this.#origin = origin;
  }

  /** The pages that were read; what leads on to another page is none. */
  get pages(): (Visit & { document: Document })[] {
    return this.visits.filter((visit): visit is Visit & { document: Document } => visit.document !== undefined && visit.status === 200);
  }

  /** Follows links from these paths on, until there are no more. */
  async run(starts: readonly string[]): Promise<void> {
    for (const start of starts) this.#found(start, '', 'the start');
    let busy = 0;
    await new Promise<void>((done, failed) => {
      const next = () => {
        if (busy === 0 && this.#waiting.length === 0) done();
        while (busy < AT_ONCE && this.#waiting.length > 0) {
          busy += 1;
          this.#visit(this.#waiting.shift()!).then(() => {
            busy -= 1;
            next();
          }, failed);
        }
      };
      next();
    });
  }

  async #visit({ path, from }: { path: string; from: string }): Promise<void> {
    if (this.visits.length >= MOST) throw new Error(`more than ${MOST} addresses; the last is ${path}, found on ${from}`);
    const visit: Visit = { path, from, status: 0, headers: {} };
    this.visits.push(visit);
    const answer = await this.#request.get(path, { maxRedirects: 0, headers: { accept: 'text/html,*/*' } });
    Object.assign(visit, { status: answer.status(), headers: answer.headers() });
    const location = answer.headers().location;
    if (location) this.#found(location, path, path);
    const kind = answer.headers()['content-type'] ?? '';
    if (kind.startsWith('text/html')) {
      visit.document = new Document(await answer.text());
      for (const address of addresses(visit.document)) this.#found(address, path, path);
    } else if (kind.startsWith('text/css')) {
      for (const address of await inStyle(answer)) this.#found(address, path, path);
    }
    await answer.dispose();
  }

  #found(address: string, base: string, from: string): void {
    const url = new URL(address, new URL(base, this.#origin));
    if (url.origin !== this.#origin) return;
    const path = url.pathname + url.search;
    if (this.#known.has(path)) return;
    this.#known.add(path);
    // Pictures have a query too, their version, which leads nowhere else.
    const isDrawn = path.startsWith(DRAWN.prefix);
    if (isDrawn || (url.search && !path.startsWith('/media/'))) {
      const group = isDrawn ? DRAWN.prefix : url.pathname;
      const seen = this.#groups.get(group) ?? 0;
      this.#groups.set(group, seen + 1);
      if (seen >= (isDrawn ? DRAWN.most : QUERIES_A_PATH)) return;
    }
    this.#waiting.push({ path, from });
  }
}

/** Every address that a page sends its reader or their browser to. */
function addresses(page: Document): string[] {
  const sets = [...page.values('img', 'srcset'), ...page.values('source', 'srcset'), ...page.values('link', 'imagesrcset')];
  return [
    ...page.values('a', 'href'),
    ...page.values('link', 'href'),
    ...page.values('script', 'src'),
    ...page.values('img', 'src'),
    ...sets.flatMap((set) => set.split(',').map((candidate) => candidate.trim().split(/\s+/)[0] ?? '')),
    ...['og:image', 'og:url'].flatMap((name) => page.meta(name) ?? []),
  ].filter((address) => address && !/^(mailto|tel|data):/.test(address));
}

async function inStyle(answer: APIResponse): Promise<string[]> {
  const style = await answer.text();
  return [...style.matchAll(/url\(\s*["']?([^"')]+)/g)].map(([, address]) => address!).filter((address) => !address.startsWith('data:'));
}
