import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { ask, fillAddress, hydrated, placeOrder, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

// A courier in a hurry: an order arrives within seconds.
test.use({ serverArguments: ['--demo', '--demo-courier', '--demo-courier-pace-ms', '1500'] });

test('a guest finds, buys from two shops and follows the order over a restart until it has arrived', async ({ page, server, guard, request }) => {
  test.setTimeout(180_000);
  await page.goto('/');
  await hydrated(page);
  const search = page.getByRole('combobox', { name: /^Search products/ });
  await search.fill('satchl');
  await search.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=satchl/);
  const satchel = page.getByRole('main').getByRole('link', { name: 'Creek satchel' });
  await expect(satchel).toBeVisible();

  // Only what can be bought now: on a phone the filters are a sheet with its own button.
  const sheet = page.getByRole('button', { name: /^Narrow down/ });
  const onPhone = await sheet.isVisible();
  if (onPhone) await sheet.click();
  await page.getByLabel(/^Can be bought now/).check();
  if (onPhone) await page.getByRole('button', { name: 'Show results' }).click();
  await expect(page).toHaveURL(/available=1/);
  await satchel.click();
  await expect(page).toHaveURL(/\/p\/creek-satchel/);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.getByRole('link', { name: 'Cart, 1 item' })).toBeVisible();

  await putIntoCart(page, 'tidewrack-notebook');
  await page.getByRole('link', { name: 'Go to the cart' }).click();
  await expect(page.getByRole('region', { name: /Saltmarsh/ })).toBeVisible();
  await expect(page.getByRole('region', { name: /Paper Heron/ })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the checkout' }).click();
  await fillAddress(page);
  await page.getByRole('button', { name: /^Place the order/ }).click();

  await expect(page).toHaveURL(/\/orders\/ord_\w+\?token=/);
  await expect(page.getByText('This order is a demonstration', { exact: false })).toBeVisible();
  const connection = page.locator('.connection');
  await expect(connection).toHaveText(/^Live/);
  const timeline = page.getByRole('region', { name: 'What happened so far' });
  const entries = timeline.getByRole('listitem');
  await expect(entries.filter({ hasText: 'made a parcel ready' }).first()).toBeVisible({ timeout: 30_000 });

  guard.allowServerAway();
  await server.stop();
  await expect(connection).toHaveText(/^Reconnecting/);
  await server.start();
  await expect(connection).toHaveText(/^Live/, { timeout: 20_000 });
  await expect(page.getByTestId('order-state')).toHaveText('Everything has arrived', { timeout: 90_000 });

  // Nothing is missing and nothing stands there twice.
  const address = new URL(page.url());
  const { order } = await ask<{ order: { events: { nodes: { cursor: string }[] } } }>(
    request,
    'query($id: ID!, $token: String) { order(id: $id, accessToken: $token) { events(first: 100) { nodes { cursor } } } }',
    { id: address.pathname.split('/').pop(), token: address.searchParams.get('token') },
  );
  await expect(entries).toHaveCount(order.events.nodes.length);
  await expect(page.getByTestId('payment-state')).toContainText('Paid');
  await expectAccessible(page);
  await keepScreenshot(page, 'order-delivered');
});

for (const locale of ['vi', 'hy'] as const) {
  test(`the order speaks ${locale}`, async ({ page }) => {
    await putIntoCart(page, 'river-mist-tea-bowl', `/${locale}`);
    await page.goto(`/${locale}/checkout`);
    await hydrated(page);
    await placeOrder(page);
    await expect(page).toHaveURL(new RegExp(`/${locale}/orders/ord_`));
    await expect(page.locator('.connection')).toHaveClass(/live/);
    await expectAccessible(page);
    await keepScreenshot(page, `order-${locale}`);
  });
}
