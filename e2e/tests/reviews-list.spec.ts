import type { APIRequestContext, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { register, asVisitor } from '../support/account';
import { keepScreenshot } from '../support/screenshot';
import { ask, hydrated } from '../support/shop';
import { expect, test } from '../support/test';
import { locales, localized } from '../support/words';

// A courier in a hurry: what is ordered arrives within seconds.
test.use({ serverArguments: ['--demo', '--demo-courier', '--demo-courier-pace-ms', '200', '--page-rate-limit', '0'] });

interface Written {
  stars: number;
  title: string;
  body: string;
  language?: 'EN' | 'VI' | 'HY';
}

const slug = 'heron-at-low-tide-linocut';
const texts: readonly Written[] = [
  { stars: 5, title: 'Lies flat', body: 'The paper takes ink without bleeding.' },
  { stars: 2, title: 'Smaller than I thought', body: 'Nice paper, but it hardly holds a list.' },
  { stars: 4, title: 'Giấy rất đẹp', body: 'Bìa chắc, giấy mịn.', language: 'VI' },
];

/** Somebody buys the thing, waits until it has arrived, and reviews it; the review's id. */
async function review(request: APIRequestContext, number: number, { stars, title, body, language = 'EN' }: Written): Promise<string> {
  const email = `reader.${number}.${Date.now()}.${Math.random().toString(36).slice(2)}@example.com`;
  const { accountRegister } = await ask<{ accountRegister: { accessToken: string } }>(
    request,
    'mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { accessToken userErrors { code } } }',
    { input: { email, password: 'lantern by the river', displayName: `Reader ${number}` } },
  );
  const headers = { authorization: `Bearer ${accountRegister.accessToken}` };
  const { product } = await ask<{ product: { variants: { id: string }[] } }>(request, `{ product(slug: "${slug}") { variants { id } } }`);
  const { cartLinesAdd } = await ask<{ cartLinesAdd: { cart: { id: string } } }>(
    request,
    'mutation($id: ID!) { cartLinesAdd(input: { lines: [{ variantId: $id, quantity: 1 }] }) { cart { id } } }',
    { id: product.variants[0]!.id },
    headers,
  );
  const { orderPlace } = await ask<{ orderPlace: { userErrors: unknown[] } }>(
    request,
    `mutation($cart: ID!, $key: String!) { orderPlace(input: { cartId: $cart, paymentMethod: CASH_ON_DELIVERY, idempotencyKey: $key,
      shippingAddress: { name: "Reader", line1: "${number} Mill Lane", city: "York", postalCode: "YO1 7HH", countryCode: "GB" } }) { userErrors { code } } }`,
    { cart: cartLinesAdd.cart.id, key: email },
    headers,
  );
  expect(orderPlace.userErrors).toEqual([]);
  let line = '';
  await expect(async () => {
    const { me } = await ask<{ me: { reviewableLines: { orderLine: { id: string } }[] } }>(
      request,
      '{ me { reviewableLines { orderLine { id } } } }',
      {},
      headers,
    );
    expect(me.reviewableLines.length).toBe(1);
    line = me.reviewableLines[0]!.orderLine.id;
  }).toPass({ timeout: 60_000 });
  const { reviewCreate } = await ask<{ reviewCreate: { review: { id: string } | null; userErrors: unknown[] } }>(
    request,
    'mutation($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id } userErrors { code message } } }',
    { input: { orderLineId: line, stars, title, body, language } },
    headers,
  );
  expect(reviewCreate.userErrors).toEqual([]);
  return reviewCreate.review!.id;
}

let ids: string[] = [];
test.describe.configure({ mode: 'serial' });
test.beforeAll(async ({ playwright, server }) => {
  test.setTimeout(180_000);
  const request = await playwright.request.newContext({ baseURL: server.url });
  ids = [];
  for (const [number, written] of texts.entries()) ids.push(await review(request, number + 1, written));
  await request.dispose();
});

const headings = (page: Page) => page.locator('#reviews .review h3');

for (const locale of locales) {
  test(`a product shows in ${locale} what buyers say, and how that is computed`, async ({ page }) => {
    await page.goto(localized(locale, `/p/${slug}`));
    await hydrated(page);
    await expect(page.locator('.offer .stars a')).toHaveAttribute('href', '#reviews');
    await expect(headings(page)).toHaveCount(3);
    await expect(page.locator('#reviews .review [lang=vi]').first()).toHaveText('Giấy rất đẹp');
    const how = page.locator('.review-how');
    await how.locator('summary').click();
    await expect(how.locator('.formula')).toContainText('(v·R + m·C) / (v + m)');
    await expectAccessible(page);
    await keepScreenshot(page, `reviews-${locale}`);
  });
}

const choose = async (page: Page, name: string, value: string) => {
  await page.locator(`.review-filters [name=${name}]`).selectOption(value);
  await page.locator('.review-filters button[type=submit]').click();
};

test('the list is narrowed and put in order by its address', async ({ page }) => {
  await page.goto(`/p/${slug}`);
  await hydrated(page);
  await choose(page, 'review-sort', 'lowest');
  await expect(page).toHaveURL(/review-sort=lowest.*#reviews$/);
  await expect(headings(page)).toHaveText(['Smaller than I thought', 'Giấy rất đẹp', 'Lies flat']);
  await choose(page, 'review-language', 'vi');
  await expect(headings(page)).toHaveText(['Giấy rất đẹp']);
  await page.locator('.review-filters').getByRole('link', { name: 'Show all reviews' }).click();
  await expect(headings(page)).toHaveCount(3);
  await page.locator('.histogram a').first().click();
  await expect(page).toHaveURL(/review-stars=5#reviews$/);
  await expect(headings(page)).toHaveText(['Lies flat']);
  await page.goto(`/p/${slug}`);
  await page.locator('#review-words').fill('giay min');
  await page.locator('.review-filters button[type=submit]').click();
  await expect(headings(page)).toHaveText(['Giấy rất đẹp']);
  await page.locator('#review-words').fill('xylophone');
  await page.locator('.review-filters button[type=submit]').click();
  await expect(page.locator('#reviews')).toContainText('No review fits all that you chose.');
  await hydrated(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'reviews-nothing');
});

test('a page that the browser makes itself has its reviews too', async ({ page }) => {
  await page.goto('/search?q=heron');
  await hydrated(page);
  await page.getByRole('main').getByRole('link', { name: /^Heron/ }).first().click();
  await expect(page).toHaveURL(`/p/${slug}`);
  await expect(headings(page)).toHaveCount(3);
});

test('a guest signs in before voting, and an account votes and takes it back', async ({ page }) => {
  await page.goto(`/p/${slug}`);
  await hydrated(page);
  const first = page.locator(`[id="${ids[0]}"]`);
  await first.getByRole('button', { name: 'Helpful', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in\?return=/);
  // Whoever leaves sooner takes its program away from the page while it comes.
  await hydrated(page);
  await register(page, 'Voter');
  await page.goto(`/p/${slug}`);
  await hydrated(page);
  const kept = page.waitForResponse((response) => response.url().endsWith('/graphql') && response.request().method() === 'POST');
  await first.getByRole('button', { name: 'Helpful', exact: true }).click();
  await kept;
  // It shows at once, and still does when the page comes again.
  await expect(first.getByRole('button', { name: 'Helpful', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(first).toContainText('1 person found this helpful');
  await page.goto(`/p/${slug}`);
  await hydrated(page);
  await expect(first).toContainText('1 person found this helpful');
  await first.getByRole('button', { name: 'Helpful', exact: true }).click();
  await expect(first.getByRole('button', { name: 'Helpful', exact: true })).toHaveAttribute('aria-pressed', 'false');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the list is read, narrowed and voted on', async ({ page }) => {
    await register(page, 'Voter');
    await page.goto(`/p/${slug}`);
    await expect(headings(page)).toHaveCount(3);
    await choose(page, 'review-stars', '2');
    await expect(headings(page)).toHaveText(['Smaller than I thought']);
    const second = page.locator(`[id="${ids[1]}"]`);
    await second.getByRole('button', { name: 'Helpful', exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`review-stars=2.*#${ids[1]}$`));
    await expect(second).toContainText('1 person found this helpful');
    // The vote goes, so that a second run of this file's tests sees the list as it was.
    await asVisitor(page, 'mutation($id: ID!) { reviewVote(input: { id: $id }) { userErrors { code } } }', { id: ids[1] });
  });
});
