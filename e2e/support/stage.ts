import type { APIRequestContext, Browser, BrowserContext } from '@playwright/test';
import { Seller } from './seller';
import { Server } from './server';
import { ask } from './shop';
import { test as base } from './test';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Somebody in front of the shop. */
export type Who =
  /** Comes in for the first time. */
  | 'guest'
  /** Has an account, and nothing else yet. */
  | 'newcomer'
  /** Has an account, things in the cart and on the list, addresses and orders, and allows suggestions of their own. */
  | 'shopper'
  /** Was signed in, and has been signed out elsewhere since. */
  | 'forgotten';

/** The shop with people in it, so that every page can be shown as somebody meets it. */
export interface Stage {
  visitors: Record<Who, State>;
  /** An order of the shopper. */
  order: string;
  /** An order of a guest, who opens it by its token; to be paid by transfer. */
  guestOrder: string;
  /** An order that was cancelled. */
  cancelledOrder: string;
  /** The link of the shopper's list. */
  sharedList: string;
  /** Something that is not sold any more. */
  archived: string;
  /** Something without a picture. */
  pictureless: string;
  /** A letter in the outbox. */
  mail: string;
  /** The front page of a server that has had enough of our questions. */
  busy: () => Promise<string>;
  /** The front page of a server whose database has broken. */
  broken: () => Promise<string>;
}

/** Where a form led. */
async function send(request: APIRequestContext, path: string, fields: Record<string, string>): Promise<string> {
  const answer = await request.post(path, { form: fields, headers: { 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 });
  if (answer.status() !== 303) throw new Error(`${path} answers ${answer.status()}: ${(await answer.text()).slice(0, 500)}`);
  return answer.headers().location ?? '';
}

const address = { name: 'Ada Moss', line1: '3 Kirkgate', city: 'Leeds', postalCode: 'LS2 7DR', countryCode: 'GB' };

class Cast {
  readonly #browser: Browser;
  readonly #server: Server;

  constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  /** Somebody who does something, and what their browser keeps of it. */
  async plays<T>(part: (request: APIRequestContext) => Promise<T>): Promise<[State, T]> {
    const context = await this.#browser.newContext({ baseURL: this.#server.url, locale: 'en-GB' });
    const outcome = await part(context.request);
    const state = await context.storageState();
    await context.close();
    return [state, outcome];
  }
}

async function signUp(request: APIRequestContext, name: string): Promise<void> {
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.com`;
  await send(request, '/sign-up', { displayName: name, email, password: 'lantern by the river' });
}

async function variant(request: APIRequestContext, slug: string): Promise<{ id: string; product: string }> {
  const query = `{ product(slug: "${slug}") { id variants { id availableQuantity } } }`;
  const { product } = await ask<{ product: { id: string; variants: { id: string; availableQuantity: number }[] } }>(request, query);
  return { id: product.variants.find(({ availableQuantity }) => availableQuantity > 1)!.id, product: product.id };
}

async function intoCart(request: APIRequestContext, slug: string, quantity = 1): Promise<void> {
  const { id } = await variant(request, slug);
  await send(request, '/cart/lines', { variantId: id, quantity: String(quantity), return: `/p/${slug}` });
}

async function order(request: APIRequestContext, slug: string, payment: string): Promise<string> {
  await intoCart(request, slug);
  return send(request, '/checkout', { ...address, email: 'ada.moss@example.com', payment, key: `${slug}-${payment}` });
}

async function act(browser: Browser, server: Server): Promise<Omit<Stage, 'busy' | 'broken'>> {
  const cast = new Cast(browser, server);
  const [guest, [archived, pictureless]] = await cast.plays(async (request) => {
    const seller = await Seller.signIn(request);
    const gone = await seller.create('Reed mat, the last of its kind');
    await seller.update(gone, { status: 'ARCHIVED' });
    const bare = await seller.create('Willow basket that nobody has drawn yet');
    return [`/p/${gone.slug}`, `/p/${bare.slug}`] as const;
  });
  const [, guestOrder] = await cast.plays((request) => order(request, 'river-mist-tea-bowl', 'BANK_TRANSFER'));
  const [newcomer] = await cast.plays((request) => signUp(request, 'Nare Hakobyan'));
  const [forgotten] = await cast.plays(async (request) => {
    await signUp(request, 'Mai Trần');
    const state = await request.storageState();
    await send(request, '/account', { form: 'everywhere' });
    // What the other browser still believes in.
    return state;
  }).then(([, state]) => [state]);
  const [shopper, rest] = await cast.plays(async (request) => {
    await signUp(request, 'Ada Moss');
    await send(request, '/privacy-choices', { form: 'choices', wording: '2', personalisation: 'yes', wishlistLetters: 'no' });
    await send(request, '/account/addresses', address);
    await send(request, '/account/addresses', { ...address, name: 'Nguyễn Thị Ánh', line1: '12 Hàng Bạc', city: 'Hà Nội', postalCode: '100000', countryCode: 'VN', phone: '+84 24 3825 0000' });
    const cancelledOrder = await order(request, 'tidewrack-notebook', 'BANK_TRANSFER');
    await send(request, `${cancelledOrder.split('?')[0]}/cancel`, { token: '' });
    const placed = await order(request, 'river-mist-tea-bowl', 'CASH_ON_DELIVERY');
    for (const slug of ['creek-satchel', 'tidewrack-notebook', 'wild-thyme-tea']) {
      await send(request, '/wishlist/items', { product: (await variant(request, slug)).product, keep: '1' });
    }
    for (const search of ['?q=bowl&category=ceramics&price=20-60', '?q=tea']) {
      await send(request, '/account/searches', { change: 'save', search, ...(search === '?q=tea' ? { letters: '1' } : {}) });
    }
    await send(request, '/wishlist/share', { shared: '1', name: 'For Mai' });
    const list = await (await request.get('/wishlist')).text();
    for (const slug of ['creek-satchel', 'wild-thyme-tea']) await intoCart(request, slug, 2);
    return { cancelledOrder, order: placed, sharedList: /\/wishlist\/[0-9a-f]{64}/.exec(list)![0] };
  });
  // Letters are written a moment later: one for each account and order, and one for the order that was cancelled.
  const [, mail] = await cast.plays(async (request) => {
    for (;;) {
      const letters = (await (await request.get('/demo/outbox')).text()).match(/\/demo\/outbox\/mail_\w+/g) ?? [];
      if (letters.length >= 7) return letters[0]!;
      await new Promise((again) => setTimeout(again, 200));
    }
  });
  return { visitors: { guest, newcomer, shopper, forgotten }, archived, pictureless, guestOrder, mail, ...rest };
}

/** `test` with a stage, on which `visitor` says who opens the pages. */
export const test = base.extend<{ visitor: Who }, { stage: Stage }>({
  visitor: ['guest', { option: true }],
  stage: [
    async ({ browser, server }, use) => {
      const others: Server[] = [];
      const started = async (extra: readonly string[], prepare: (other: Server) => Promise<void>) => {
        const other = await Server.create(extra);
        others.push(other);
        await prepare(other);
        return other.url;
      };
      let busy: Promise<string> | undefined;
      let broken: Promise<string> | undefined;
      await use({
        ...(await act(browser, server)),
        busy: () => (busy ??= started(['--demo', '--page-rate-limit', '1'], async ({ url }) => void (await fetch(url)))),
        broken: () => (broken ??= started(['--demo'], (other) => other.breakDatabase())),
      });
      for (const other of others) await other.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  storageState: async ({ stage, visitor }, use) => use(stage.visitors[visitor]),
});

export { expect } from './test';
