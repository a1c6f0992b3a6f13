import type { Request } from '@playwright/test';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

/** Whether a request reads the page of a product. */
const reads = (slug: string) => (request: Request) =>
  request.url().endsWith('/graphql') && (request.postData() ?? '').includes(`"slug":"${slug}"`);

test('what a product page reads is there when it is opened', async ({ page, isMobile }) => {
  await page.goto('/c/ceramics');
  await hydrated(page);
  const link = page.getByRole('main').getByRole('link', { name: 'River Mist tea bowl' });
  const asked: string[] = [];
  page.on('request', (request) => {
    if (reads('river-mist-tea-bowl')(request)) asked.push(request.url());
  });
  const ahead = page.waitForResponse((response) => reads('river-mist-tea-bowl')(response.request()));
  if (isMobile) {
    // A finger comes down, and has not gone up yet.
    await link.dispatchEvent('pointerover', { bubbles: true, pointerType: 'touch' });
  } else {
    await link.hover();
  }
  await ahead;
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: 'River Mist tea bowl' })).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('a mouse that only passes over a link asks for nothing', async ({ page, isMobile }) => {
  test.skip(isMobile, 'fingers do not pass over');
  await page.goto('/c/ceramics');
  await hydrated(page);
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) asked += 1;
  });
  const links = page.getByRole('main').locator('.card h3 a');
  await links.evaluateAll((all) => {
    for (const link of all) {
      link.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, pointerType: 'mouse' }));
      link.dispatchEvent(new PointerEvent('pointerout', { bubbles: true, pointerType: 'mouse' }));
    }
  });
  await page.waitForTimeout(300);
  expect(asked).toBe(0);
});

test('the module of a later page is there when it is opened', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the same listener as above');
  await page.goto('/');
  await hydrated(page);
  const module = page.waitForResponse(/split_buying\.wasm/);
  await page.getByRole('banner').getByRole('link', { name: /cart/i }).hover();
  expect((await module).ok()).toBe(true);
  await expect(page).toHaveURL(/\/$/);
});
