import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

// No courier: orders stay as their buyers leave them, however long a test takes.
test.use({ serverArguments: ['--demo'] });

test('a guest cancels while nothing has left, and somebody without the token sees nothing', async ({ page, browser, server }) => {
  await putIntoCart(page, 'river-mist-tea-bowl');
  await page.goto('/checkout');
  await hydrated(page);
  await fillAddress(page);
  await page.getByRole('radio', { name: /Bank transfer/ }).check();
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByTestId('order-state')).toHaveText('Your order is placed');
  await expectAccessible(page);
  await keepScreenshot(page, 'order-placed');

  const stranger = await browser.newContext({ baseURL: server.url });
  const address = new URL(page.url());
  const answer = await stranger.request.get(address.pathname);
  expect(answer.status()).toBe(404);
  await stranger.close();

  await page.getByText('Cancel this order').click();
  await page.getByRole('button', { name: 'Yes, cancel it' }).click();
  await expect(page.getByTestId('order-state')).toHaveText('This order is cancelled');
  await expect(page.getByRole('region', { name: 'What happened so far' }).getByText(/cancelled/).first()).toBeVisible();
  await expect(page.getByText('Cancel this order')).toBeHidden();
});
