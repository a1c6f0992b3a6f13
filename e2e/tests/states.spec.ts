import type { Page, Route } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { shifts, watchShifts } from '../support/layout';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/stage';

test.use({ serverArguments: ['--demo', '--page-rate-limit', '0', '--rate-limit', '0'] });

/** Longer than a browser forgives a movement after a press: half a second. */
const SLOW = 900;

/** From here on, answers of the API take as long as they do in a tunnel. */
async function slowly(page: Page): Promise<void> {
  await page.route('**/graphql', async (route: Route) => {
    await new Promise((go) => setTimeout(go, SLOW));
    // Whoever leaves meanwhile breaks the request off.
    await route.continue().catch(() => {});
  });
}

/** Ways through the shop that load another page's data: what is pressed, and what stands there in the end. */
const ways = [
  { name: 'a category', from: '/', press: 'main section a[href^="/c/"] >> nth=0', arrived: 'main .grid .card:not(.skeleton)' },
  { name: 'a product', from: '/c/ceramics', press: 'main .card h3 a >> nth=1', arrived: 'form.buy' },
  { name: 'a shop', from: '/p/river-mist-tea-bowl', press: 'main a[href^="/shops/"] >> nth=0', arrived: 'main .grid .card:not(.skeleton)' },
  { name: 'the cart', from: '/p/river-mist-tea-bowl', press: 'header .basket', arrived: '.cart-line' },
  { name: 'the checkout', from: '/cart', press: 'main a[href="/checkout"]', arrived: '#line1' },
  { name: 'an order', from: '/account/orders', press: 'main .order-card h2 a >> nth=0', arrived: '[data-testid=order-state]' },
  { name: 'the orders', from: '/', press: 'header .account', arrived: '.order-card' },
  { name: 'the list', from: '/', press: 'header .wish', arrived: '.wishlist' },
  { name: 'the help centre', from: '/', press: 'footer a[href="/help"]', arrived: '.help-list' },
  { name: 'the front page', from: '/c/ceramics', press: 'header .wordmark', arrived: 'main .opening' },
];

test.describe('on a slow line', () => {
  // The shopper has said what they allow.
  test.use({ visitor: 'shopper', answered: false });

  for (const { name, from, press, arrived } of ways) {
    test(`${name} takes its place without pushing anything about`, async ({ page }) => {
      await watchShifts(page);
      await page.goto(from);
      await hydrated(page);
      await slowly(page);
      // Where a finger or a mouse would be; the page must not have moved before.
      const link = page.locator(press);
      await link.scrollIntoViewIfNeeded();
      await page.evaluate(() => (window.shifts = []));
      await link.click();
      await expect(page.locator(arrived).first()).toBeVisible();
      expect(await shifts(page)).toEqual([]);
    });
  }
});

test('what is put into the cart is said aloud, politely, and stands on the page too', async ({ page }) => {
  await page.goto('/p/tidewrack-notebook');
  await hydrated(page);
  const announcements = page.getByTestId('announcements');
  await expect(announcements).toHaveAttribute('aria-live', 'polite');
  await page.locator('form.buy button[type=submit]').click();
  await expect(announcements).not.toBeEmpty();
  await expect(page.locator('.added')).toBeVisible();
  await expect(page.locator('.tool.basket .count')).toHaveText('1');
});

test('a part that did not load says so, says what to quote, and loads when it is asked again', async ({ page, guard }) => {
  guard.allow(/status of 500|^500 from/);
  await page.goto('/');
  await hydrated(page);
  const fault = { errors: [{ message: 'Something went wrong.', extensions: { code: 'INTERNAL', requestId: 'req-of-a-test' } }] };
  await page.route('**/graphql', (route) => route.fulfill({ status: 500, contentType: 'application/json', body: JSON.stringify(fault) }));
  await page.getByRole('contentinfo').getByRole('link', { name: 'Help' }).click();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('req-of-a-test');
  await expectAccessible(page);
  await page.unroute('**/graphql');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.help-list')).toBeVisible();
});

test('a server whose database has broken says so with what to quote, and its log knows it', async ({ page, stage, guard }) => {
  guard.allow(/status of 503|^503 from/);
  const answer = await page.goto(await stage.broken());
  expect(answer?.status()).toBe(503);
  await expect(page.getByRole('main').getByRole('alert')).toContainText(/mention [\w-]{8,}/);
});

test.describe('a session that was ended elsewhere', () => {
  test.use({ visitor: 'forgotten' });

  test('leads to signing in, and back to where somebody wanted to go', async ({ page }) => {
    await page.goto('/account/addresses');
    await expect(page).toHaveURL(/\/sign-in\?return=%2Faccount%2Faddresses$/);
    await hydrated(page);
    await page.locator('#email').fill('mai@example.com');
    await page.locator('#password').fill('lantern by the river');
    await page.locator('main form button[type=submit]').click();
    await expect(page).toHaveURL(/\/account\/addresses$/);
  });
});
