import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

const TWO = '?p=river-mist-tea-bowl&p=tidewrack-notebook';

test('from a product to two and three side by side, and back', async ({ page }) => {
  await page.goto('/p/river-mist-tea-bowl');
  await hydrated(page);
  await page.getByRole('link', { name: 'Compare with others' }).click();
  await expect(page).toHaveURL(/\/compare\?p=river-mist-tea-bowl$/);
  await expect(page.getByText('Choose at least one more thing to compare.')).toBeVisible();
  await page.getByRole('link', { name: /^Compare too: / }).first().click();
  await expect(page).toHaveURL(/p=river-mist-tea-bowl&p=/);
  await expect(page.getByRole('columnheader')).toHaveCount(3);
  await page.getByRole('link', { name: /^Compare too: / }).first().click();
  await expect(page.getByRole('columnheader')).toHaveCount(4);
  await page.getByRole('link', { name: /^Remove from the comparison: River Mist/ }).click();
  await expect(page.getByRole('columnheader')).toHaveCount(3);
  await expect(page.getByRole('columnheader', { name: /River Mist/ })).toHaveCount(0);
});

test('the table has headers, says what differs, and its first column stays', async ({ page }) => {
  await page.goto(`/compare${TWO}&p=creek-satchel&p=wild-thyme-tea`);
  await hydrated(page);
  const table = page.getByRole('table');
  await expect(table.getByRole('rowheader', { name: /^Price/ })).toContainText('differs');
  await expect(table.getByRole('row', { name: /^Price/ }).getByRole('cell')).toHaveCount(4);
  await expect(table.getByRole('rowheader', { name: /^Stock/ })).not.toContainText('differs');
  await expectAccessible(page);
  await keepScreenshot(page, 'compare');
  const region = page.getByRole('region', { name: 'What is compared' });
  const first = table.getByRole('rowheader', { name: /^Price/ });
  const before = (await first.boundingBox())!.x;
  await region.evaluate((element) => element.scrollTo({ left: 400 }));
  expect(Math.abs((await first.boundingBox())!.x - before)).toBeLessThanOrEqual(1);
  // The page itself does not scroll sideways.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('nothing, too much, and what is gone is said', async ({ page }) => {
  await page.goto('/compare');
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing to compare yet' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/compare?p=river-mist-tea-bowl&p=no-such-thing');
  await expect(page.getByText('is not sold any more', { exact: false })).toBeVisible();
  await page.goto(`/compare${TWO}&p=creek-satchel&p=wild-thyme-tea&p=another`);
  await expect(page.getByText('Four things at most', { exact: false })).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the comparison is there', async ({ page }) => {
    await page.goto(`/compare${TWO}`);
    await expect(page.getByRole('columnheader', { name: /River Mist/ })).toBeVisible();
    await page.getByRole('link', { name: /^Remove from the comparison: Tidewrack/ }).click();
    await expect(page.getByRole('columnheader', { name: /Tidewrack/ })).toHaveCount(0);
  });
});

for (const [locale, title] of [['vi', 'Đặt cạnh nhau'], ['hy', 'Կողք կողքի']] as const) {
  test(`the comparison speaks ${locale}`, async ({ page }) => {
    await page.goto(`/${locale}/compare${TWO}`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `compare-${locale}`);
  });
}
