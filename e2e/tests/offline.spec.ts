import type { BrowserContext, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import type { Server } from '../support/server';
import { ask, fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

test.use({ serviceWorkers: 'allow' });

/** Waits until the service worker keeps the page at `path`. */
async function kept(page: Page, path: string): Promise<void> {
  const isKept = async (path: string) => {
    const names = await caches.keys();
    const pages = names.filter((name) => name.startsWith('pages'));
    const found = await Promise.all(pages.map(async (name) => (await caches.open(name)).match(location.origin + path)));
    return found.some(Boolean);
  };
  await expect.poll(() => page.evaluate(isKept, path), { timeout: 20_000 }).toBe(true);
}

/**
 * Takes the network away, and the server with it: a service worker that Chromium starts again meanwhile no longer knows
 * that it is to be offline. The server belongs to other tests too: `online` brings it back.
 */
async function offline(context: BrowserContext, server: Server): Promise<void> {
  await context.setOffline(true);
  await server.stop();
}

async function online(context: BrowserContext, server: Server): Promise<void> {
  await server.start();
  await context.setOffline(false);
}

test.beforeEach(({ guard }) => {
  // What a browser says of requests that it cannot send: live updates, and data for pages that are not there.
  guard.allow(/net::ERR_INTERNET_DISCONNECTED/);
  guard.allowServerAway();
});

test('a visited product opens without network, says so, and catches up', async ({ page, context, server }) => {
  await page.goto('/p/river-mist-tea-bowl');
  await hydrated(page);
  await kept(page, '/p/river-mist-tea-bowl');

  await offline(context, server);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^You are offline\. This is how the page was at \d\d:\d\d\./)).toBeVisible();
  // It is alive, not only readable.
  await hydrated(page);
  await expectAccessible(page);
  await keepScreenshot(page, 'offline-product');

  await page.goto('/vi/p/tidewrack-notebook');
  await expect(page.getByRole('heading', { level: 1, name: 'Bạn đang ngoại tuyến' })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'offline-page');

  await page.goto('/p/river-mist-tea-bowl');
  await expect(page.locator('.offline-note')).toBeVisible();
  await online(context, server);
  await expect(page.locator('.offline-note')).toBeHidden();
});

test('what was visited without loading it opens too, and links lead on without network', async ({ page, context, server }) => {
  await page.goto('/help');
  await hydrated(page);
  await kept(page, '/help');
  await page.getByRole('main').getByRole('link', { name: 'Returns' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Returns' })).toBeVisible();
  await kept(page, '/help/returns');

  await offline(context, server);
  await page.getByRole('navigation', { name: 'Where you are' }).getByRole('link', { name: 'Help' }).click();
  await expect(page.locator('.offline-note')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Returns' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Returns' })).toBeVisible();
  await expect(page.locator('.offline-note')).toBeVisible();
  await online(context, server);
});

test('an order opens without network, carts and checkouts are never kept', async ({ page, context, server }) => {
  await putIntoCart(page, 'river-mist-tea-bowl');
  await page.goto('/checkout');
  await hydrated(page);
  await fillAddress(page);
  await page.getByRole('radio', { name: /Cash on delivery/ }).check();
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByTestId('order-state')).toBeVisible();
  const address = new URL(page.url());
  await kept(page, address.pathname + address.search);

  await offline(context, server);
  await page.reload();
  await expect(page.getByTestId('order-state')).toBeVisible();
  await expect(page.locator('.offline-note')).toBeVisible();
  await keepScreenshot(page, 'offline-order');
  await page.goto('/checkout');
  await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toBeVisible();
  await online(context, server);
});

test('an order that moved on while its reader was without network catches up when they are back', async ({ page, context, request }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/checkout');
  await hydrated(page);
  await fillAddress(page);
  await page.getByRole('radio', { name: /Bank transfer/ }).check();
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByTestId('order-state')).toHaveText('Your order is placed');
  const address = new URL(page.url());
  await kept(page, address.pathname + address.search);

  await context.setOffline(true);
  await page.reload();
  await expect(page.locator('.offline-note')).toBeVisible();
  await expect(page.getByTestId('order-state')).toHaveText('Your order is placed');
  // Meanwhile, somewhere with network, the order is cancelled.
  const { orderCancel } = await ask<{ orderCancel: { userErrors: unknown[] } }>(
    request,
    'mutation($id: ID!, $token: String) { orderCancel(input: { orderId: $id, accessToken: $token, idempotencyKey: "elsewhere" }) { userErrors { code } } }',
    { id: address.pathname.split('/').pop(), token: address.searchParams.get('token') },
  );
  expect(orderCancel.userErrors).toEqual([]);

  await context.setOffline(false);
  await expect(page.locator('.offline-note')).toBeHidden();
  await expect(page.getByTestId('order-state')).toHaveText('This order is cancelled', { timeout: 30_000 });
});

test('signing out leaves nothing behind for the next one', async ({ page, context }) => {
  await page.goto('/sign-in');
  await hydrated(page);
  await page.getByRole('region', { name: 'Accounts of this demonstration' }).getByRole('link').first().click();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: /my orders$/ })).toBeVisible();
  await page.goto('/account/orders');
  await hydrated(page);
  await kept(page, '/account/orders');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();

  await context.setOffline(true);
  await page.goto('/account/orders');
  await expect(page.getByRole('heading', { level: 1, name: 'You are offline' })).toBeVisible();
});
