// Reading without network: the service worker. The server writes a line before this one that defines VOUCH: `version`,
// `shell` (the pages and files to hold from the start) and `texts` by language.
//
// Pages come from the network first; what was read is kept, and is shown, marked, when the network is away or slow.
// Built files and versioned pictures never change, so they come from what is kept first. Only whole answers (200) to
// GET are kept, only of the pages named below, and all of it goes when somebody signs in or out.

const SHELL = `shell ${VOUCH.version}`;
const PAGES = `pages ${VOUCH.version}`;
const FILES = `files ${VOUCH.version}`;
const KEPT_AT = 'vouch-kept-at';
/** How long the network may take when something is kept, in milliseconds. */
const PATIENCE = 3000;
const MOST_PAGES = 60;
const MOST_FILES = 200;
/** Carts, checkouts and forms change by the minute or hold what one writes: they are never kept. */
const READABLE = /^(\/(vi|hy))?(\/|\/(c|p|shops|help|orders|wishlist)(\/.*)?|\/search|\/compare|\/account\/orders)?$/;

self.addEventListener('install', (event) => {
  const hold = async () => {
    const cache = await caches.open(SHELL);
    await cache.addAll(VOUCH.shell);
    await self.skipWaiting();
  };
  event.waitUntil(hold());
});

self.addEventListener('activate', (event) => {
  const takeOver = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => ![SHELL, PAGES, FILES].includes(name)).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === 'POST') {
    forgetWhoItWas(event, url);
  } else if (request.method !== 'GET') {
    return;
  } else if (request.mode === 'navigate') {
    event.respondWith(page(event, url));
  } else if (isFile(url)) {
    event.respondWith(file(event, request));
  }
});

// Pages tell what was visited without loading it as a document, and which files the first visit brought.
self.addEventListener('message', (event) => {
  const { visited, files = [] } = event.data ?? {};
  const keepAll = async () => {
    for (const address of files) {
      const url = new URL(address, location.origin);
      if (url.origin === location.origin && isFile(url)) await fileOf(new Request(url));
    }
    const url = visited && new URL(visited, location.origin);
    if (url && url.origin === location.origin && READABLE.test(url.pathname)) await keep(url, await fetch(url));
  };
  event.waitUntil(keepAll().catch(() => {}));
});

/** Whoever signs in or out leaves nothing behind for the next one. */
function forgetWhoItWas(event, url) {
  if (url.pathname === '/graphql') {
    const about = event.request.clone().text();
    const forget = (body) => (/mutation/.test(body) && /session|account|passkey/i.test(body) ? caches.delete(PAGES) : false);
    event.waitUntil(about.then(forget).catch(() => {}));
  } else if (/\/(sign-(in|out|up)|account\/.*)$/.test(url.pathname)) {
    event.waitUntil(caches.delete(PAGES));
  }
}

async function page(event, url) {
  const kept = READABLE.test(url.pathname) ? await caches.match(keyOf(url), { cacheName: PAGES }) : undefined;
  const network = fetch(event.request);
  event.waitUntil(network.then((response) => keep(url, response.clone())).catch(() => {}));
  const slow = kept && new Promise((done) => setTimeout(done, PATIENCE)).then(() => marked(kept));
  try {
    return await (slow ? Promise.race([network, slow]) : network);
  } catch {
    return kept ? marked(kept) : neverVisited(url);
  }
}

/** Keeps a page that is whole; what is not there any more is not kept either. */
async function keep(url, response) {
  if (!READABLE.test(url.pathname)) return;
  const cache = await caches.open(PAGES);
  if (response.status === 404 || response.status === 410) await cache.delete(keyOf(url));
  const type = response.headers.get('content-type') ?? '';
  if (response.status !== 200 || response.redirected || !type.startsWith('text/html')) return;
  if (/no-store/.test(response.headers.get('cache-control') ?? '')) return;
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  headers.set(KEPT_AT, String(Date.now()));
  const body = await response.text();
  await cache.delete(keyOf(url));
  await cache.put(keyOf(url), new Response(body, { headers }));
  await trim(cache, MOST_PAGES);
}

const keyOf = (url) => url.origin + url.pathname + url.search;

/** A kept page that says so, and how old it is. It stands after everything else, where hydration does not look. */
async function marked(kept) {
  const text = await kept.clone().text();
  const locale = /<html[^>]* lang="(\w+)"/.exec(text)?.[1] ?? 'en';
  const texts = VOUCH.texts[locale] ?? VOUCH.texts.en;
  const at = new Date(Number(kept.headers.get(KEPT_AT)));
  const today = at.toDateString() === new Date().toDateString();
  const day = today ? {} : { day: 'numeric', month: 'long' };
  const time = at.toLocaleString(locale, { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const note =
    `<aside class="offline-note" aria-label="${texts.note}"><p>${texts.kept.replace('%time%', `<time>${time}</time>`)} ` +
    `<a href="" rel="external">${texts.retry}</a></p></aside>`;
  const end = text.lastIndexOf('</body>');
  const body = end < 0 ? text + note : text.slice(0, end) + note + text.slice(end);
  return new Response(body.replace('<html', '<html data-kept="true"'), { headers: kept.headers });
}

async function neverVisited(url) {
  const prefix = /^\/(vi|hy)(\/|$)/.exec(url.pathname)?.[1];
  const page = await caches.match(prefix ? `/${prefix}/offline` : '/offline', { cacheName: SHELL });
  return page ?? Response.error();
}

const isFile = ({ pathname, searchParams }) =>
  pathname.startsWith('/pkg/') || (pathname.startsWith('/media/') && (searchParams.has('v') || pathname.startsWith('/media/images/'))) || pathname === '/offline.js';

/** Stands for pictures that were never seen. */
const NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"/>';

async function file(event, request) {
  try {
    const { response, kept } = await fileOf(request);
    event.waitUntil(kept);
    return response;
  } catch (error) {
    if (request.destination !== 'image') throw error;
    return new Response(NO_PICTURE, { headers: { 'content-type': 'image/svg+xml' } });
  }
}

/** A file from what is kept, else from the network; `kept` is done when it is kept. */
async function fileOf(request) {
  const held = await caches.match(request.url);
  if (held) return { response: held, kept: undefined };
  const response = await fetch(request);
  if (response.status !== 200 || response.type === 'opaque') return { response, kept: undefined };
  const copy = response.clone();
  const put = async () => {
    const cache = await caches.open(FILES);
    await cache.put(request.url, copy);
    await trim(cache, MOST_FILES);
  };
  return { response, kept: put().catch(() => {}) };
}

/** Drops what was kept first. */
async function trim(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}
