import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { signIn, type SignedIn } from './account';
import type { Server } from './server';
import { ask } from './shop';

/** Somebody who buys, and writes about it, through the API. */
export interface Writer extends SignedIn {
  name: string;
  /** What they wrote, in order. */
  reviews: string[];
}

/** Something that can be bought. */
interface Thing {
  variant: string;
  shop: string;
}

/** Long enough to say something about who wrote it. */
const copied =
  'I had been looking for something like this for years and nothing came close. It is made with care, it keeps its colour, and it does ' +
  'what it should far longer than what one gets in a department store. Packed beautifully, arrived early, worth every penny, and I have ' +
  'ordered four more as presents for my family.';

/** What there is enough of for many to buy one. */
async function plenty(request: APIRequestContext): Promise<Thing[]> {
  const query = '{ products(first: 60) { nodes { shop { slug } variants { id availableQuantity } } } }';
  const { products } = await ask<{
    products: { nodes: { shop: { slug: string }; variants: { id: string; availableQuantity: number }[] }[] };
  }>(request, query);
  return products.nodes.flatMap(({ shop, variants }) => {
    const variant = variants.find(({ availableQuantity }) => availableQuantity >= 7);
    return variant ? [{ variant: variant.id, shop: shop.slug }] : [];
  });
}

async function change<T>(request: APIRequestContext, token: string, mutation: string, type: string, answer: string, input: object): Promise<T> {
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { ${answer} userErrors { code message } } }`;
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const payload = await ask<Record<string, T & { userErrors: object[] }>>(request, query, { input }, headers);
  expect(payload[mutation]!.userErrors, mutation).toEqual([]);
  return payload[mutation]!;
}

/** Makes an account that buys these things, has them delivered, and writes about each. */
async function write(request: APIRequestContext, name: string, line1: string, bought: Thing[], stars: number, body: (place: number) => string): Promise<Writer> {
  const account = { email: `writer.${Date.now()}.${Math.random().toString(36).slice(2)}@example.com`, password: 'lantern by the river' };
  const made = await change<{ accessToken: string }>(request, '', 'accountRegister', 'AccountRegisterInput', 'accessToken', { ...account, displayName: name });
  const token = made.accessToken;
  const lines = bought.map(({ variant }) => ({ variantId: variant, quantity: 1 }));
  const { cart } = await change<{ cart: { id: string } }>(request, token, 'cartLinesAdd', 'CartLinesAddInput', 'cart { id }', { lines });
  await change(request, token, 'orderPlace', 'OrderPlaceInput', 'order { id }', {
    cartId: cart.id,
    shippingAddress: { name, line1, city: 'Leeds', postalCode: 'LS2 7DR', countryCode: 'GB' },
    paymentMethod: 'CASH_ON_DELIVERY',
    idempotencyKey: account.email,
  });
  const arrived: { orderLine: { id: string } }[] = [];
  await expect(async () => {
    const { me } = await ask<{ me: { reviewableLines: typeof arrived } }>(request, '{ me { reviewableLines { orderLine { id } } } }', {}, { authorization: `Bearer ${token}` });
    expect(me.reviewableLines).toHaveLength(bought.length);
    arrived.push(...me.reviewableLines);
  }).toPass({ timeout: 60_000 });
  const reviews: string[] = [];
  for (const [place, { orderLine }] of arrived.entries()) {
    const input = { orderLineId: orderLine.id, stars, title: 'What I think', body: body(place) };
    const { review } = await change<{ review: { id: string } }>(request, token, 'reviewCreate', 'ReviewCreateInput', 'review { id }', input);
    reviews.push(review.id);
  }
  return { ...account, name, reviews };
}

const rings = new Map<string, Promise<Writer[]>>();

/** Six accounts at one address that copy each other about three things of two shops or more; one ring a server. */
export function ring(request: APIRequestContext, server: Server): Promise<Writer[]> {
  const known = rings.get(server.url) ?? conspire(request, server);
  rings.set(server.url, known);
  return known;
}

async function conspire(request: APIRequestContext, server: Server): Promise<Writer[]> {
  const all = await plenty(request);
  const bought = [all[0]!, all[1]!, all.slice(2).find(({ shop }) => shop !== all[0]!.shop)!];
  const members = Array.from({ length: 6 }, (_, number) =>
    write(request, `Ring Member ${number + 1}`, '7 Mill Lane', bought, 5, () => `${copied} Number ${number}.`),
  );
  const writers = await Promise.all(members);
  server.run('reviews', 'judge');
  return writers;
}

/** Somebody who wrote one review of their own, of something of which the ring knows nothing. */
export async function honest(request: APIRequestContext, name: string, body: string): Promise<Writer> {
  const bought = (await plenty(request)).slice(-1);
  const house = `${Math.floor(Math.random() * 9_000) + 1_000} High Street`;
  return write(request, name, house, bought, 2, () => body);
}

/** Signs this page's browser in as a moderator of the demonstration: the first one, or the second. */
export async function onDuty(page: Page, which: 0 | 1 = 0): Promise<void> {
  const { site } = await ask<{ site: { demoAccounts: (SignedIn & { role: string })[] } }>(page.request, '{ site { demoAccounts { email password role } } }');
  const moderators = site.demoAccounts.filter(({ role }) => role === 'moderator');
  await signIn(page, moderators[which]!);
}
