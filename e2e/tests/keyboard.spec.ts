import type { Page } from '@playwright/test';
import { focusStop, tabTo } from '../support/focus';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/stage';

test.use({ serverArguments: ['--demo', '--page-rate-limit', '0', '--rate-limit', '0'] });

/** Types into whatever field has the focus, over what stands in it. */
async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

test('from the front page to an order without a mouse', async ({ page }) => {
  await page.goto('/');
  await hydrated(page);
  // The first stop leads past the header.
  await page.keyboard.press('Tab');
  await expect(page.locator('.skip')).toBeFocused();
  expect((await focusStop(page)).faults).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.querySelector('main')!.contains(document.activeElement))).toBe(true);

  // Search, with the offers walked through by arrows.
  const search = page.locator('#search-text');
  await tabTo(page, search, { back: true });
  await page.keyboard.type('tea');
  await expect(page.locator('#search-offers li').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('#search-offers li').first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.locator('#search-offers')).toBeHidden();
  await expect(search).toBeFocused();
  await write(page, 'satchl');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=satchl/);

  const satchel = page.locator('.results').getByRole('link', { name: 'Creek satchel' });
  await expect(satchel).toBeVisible();
  await tabTo(page, satchel);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/p\/creek-satchel/);
  // The new page begins at its content; who goes on before it has come would land in the footer.
  await expect(page.locator('#main')).toBeFocused();
  await expect(page.locator('form.buy button[type=submit]')).toBeVisible();
  await expect(page.locator('#terms')).not.toBeEmpty();

  // A variant by the arrows, as among radio buttons.
  const variants = page.locator('.variants input');
  if ((await variants.count()) > 1) {
    await tabTo(page, page.locator('.variants input:checked'));
    const before = await page.locator('.variants input:checked').inputValue();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.variants input:checked').inputValue()).not.toBe(before);
    await page.keyboard.press('ArrowUp');
  }
  await tabTo(page, page.locator('form.buy button[type=submit]'));
  await page.keyboard.press('Enter');
  await expect(page.locator('.added')).toBeVisible();
  await tabTo(page, page.locator('.added a').first());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/cart$/);

  await tabTo(page, page.locator('.stepper button[value=more]'));
  await page.keyboard.press('Enter');
  await expect(page.locator('.stepper input[name=quantity]')).toHaveValue('2');
  await tabTo(page, page.locator('main a[href="/checkout"]'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/checkout$/);

  const fields = { '#email': 'ada.moss@example.com', '#name': 'Ada Moss', '#line1': '3 Kirkgate', '#city': 'Leeds', '#postalCode': 'LS2 7DR' };
  await expect(page.locator('#email')).toBeVisible();
  for (const [field, text] of Object.entries(fields)) {
    await tabTo(page, page.locator(field));
    await write(page, text);
  }
  await tabTo(page, page.locator('main button.primary[type=submit]').last());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders\/ord_\w+\?token=/);
  await expect(page.getByTestId('order-state')).toBeVisible();
  await tabTo(page, page.locator('.cancellation summary'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.locator('.cancellation button').first());
});

test('the menu and the filters open, are walked through and close, and the focus stays with its reader', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'a desk shows both all the time');
  await page.goto('/c/ceramics');
  await hydrated(page);
  const menu = page.locator('.menu summary');
  await tabTo(page, menu);
  await page.keyboard.press('Enter');
  const entry = page.locator('.menu nav a').first();
  await expect(entry).toBeVisible();
  await tabTo(page, entry);
  await tabTo(page, menu, { back: true });
  await page.keyboard.press('Enter');
  await expect(entry).toBeHidden();

  const filters = page.locator('.filter-button');
  await tabTo(page, filters);
  await page.keyboard.press('Enter');
  await expect(page.locator('#filters')).toBeVisible();
  await tabTo(page, page.locator('#filters input[name=available]'));
  await page.keyboard.press('Space');
  await page.keyboard.press('Escape');
  await expect(page.locator('#filters')).toBeHidden();
  await expect(filters).toBeFocused();
});
