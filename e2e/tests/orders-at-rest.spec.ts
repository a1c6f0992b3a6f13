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

// Zones that know no summer time.
for (const [timeZone, name] of [['Asia/Ho_Chi_Minh', 'UTC+7'], ['Asia/Kathmandu', 'UTC+5:45']] as const) {
  test.describe(`in ${timeZone}`, () => {
    test.use({ timezoneId: timeZone });

    test(`an order's times are those of ${timeZone}, and without script those of UTC`, async ({ page, browser }) => {
      await putIntoCart(page, 'tidewrack-notebook');
      await page.goto('/checkout');
      await hydrated(page);
      await fillAddress(page);
      await page.getByRole('radio', { name: /Bank transfer/ }).check();
      await page.getByRole('button', { name: /^Place the order/ }).click();
      await expect(page.getByTestId('order-state')).toHaveText('Your order is placed');
      const told = page.getByRole('region', { name: 'What happened so far' });
      await expect(told).toContainText(`Times are in your time zone (${name}).`);
      const written = (zone: string, moment: string) => {
        const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: zone });
        return format.format(new Date(moment)).replace(' at ', ', ');
      };
      const placed = told.locator('time').last();
      const moment = (await placed.getAttribute('datetime'))!;
      await expect(placed).toHaveText(written(timeZone, moment));
      await page.reload();
      await hydrated(page);
      await expect(placed).toHaveText(written(timeZone, moment));
      // Until when the transfer is awaited, in the same time.
      const clock = written(timeZone, moment).slice(-5);
      await expect(page.getByTestId('payment-state')).toContainText(clock);

      const plain = await browser.newContext({ javaScriptEnabled: false, timezoneId: timeZone });
      const other = await plain.newPage();
      await other.goto(page.url());
      await expect(other.getByText('Times are in UTC.')).toBeVisible();
      await expect(other.getByRole('region', { name: 'What happened so far' }).locator('time').last()).toHaveText(written('UTC', moment));
      await plain.close();
    });
  });
}
