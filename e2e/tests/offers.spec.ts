import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { tabTo } from '../support/focus';
import { overflow, shifts, watchShifts } from '../support/layout';
import { keepScreenshot } from '../support/screenshot';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';
import { localized, locales, word } from '../support/words';

const elsewhere = (page: Page, name = 'At other shops'): Locator => page.getByRole('region', { name, exact: true });
const offers = (page: Page): Locator => elsewhere(page).getByRole('listitem');

test('what another shop sells too says where and for how much, before all suggestions, and leads there', async ({ page }) => {
  await watchShifts(page);
  await page.goto('/p/eggshell-chopsticks');
  await hydrated(page);
  const offer = offers(page);
  await expect(offer).toHaveCount(1);
  await expect(offer).toContainText('£27.00');
  await expect(offer).toContainText('In stock');
  await expect(page.locator('.rails > *').first()).toHaveClass('elsewhere');
  const name = 'Sơn Then chopsticks with eggshell ends';
  await expect(page.locator('.rail').getByRole('heading', { name })).toHaveCount(0);
  await expectAccessible(page);
  expect(await shifts(page)).toEqual([]);

  const [there, shop] = [offer.getByRole('link', { name }), offer.getByRole('link', { name: 'by Lam Hồng Ceramics' })];
  await expect(shop).toHaveAttribute('href', '/shops/lam-hong');
  await there.focus();
  await tabTo(page, shop, { most: 1 });
  await tabTo(page, there, { most: 1, back: true });
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/p/son-then-chopsticks');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  // The browser has made this page itself, and it leads back.
  await expect(offers(page).getByRole('link', { name: 'Eggshell chopsticks, four pairs' })).toHaveAttribute('href', '/p/eggshell-chopsticks');
});

test('offers that the browser fetches itself move nothing', async ({ page }) => {
  await watchShifts(page);
  await page.goto('/c/kitchen');
  await hydrated(page);
  await page.getByRole('main').getByRole('link', { name: 'Eggshell chopsticks, four pairs' }).click();
  await expect(offers(page)).toHaveCount(1);
  expect(await page.evaluate(() => window.shifts)).toEqual([]);
  await expectAccessible(page);
});

test('an offer is of one variant, which is chosen where it leads', async ({ page }) => {
  await page.goto('/p/sun-dried-apricots');
  await hydrated(page);
  const [small, large] = [offers(page).nth(0), offers(page).nth(1)];
  await expect(offers(page)).toHaveCount(2);
  await expect(small).toContainText('250 g');
  await expect(small).toContainText('£6.90');
  await expect(large).toContainText('500 g');
  await expect(large).toContainText('£11.20');
  await keepScreenshot(page, 'product-elsewhere');
  await large.getByRole('link', { name: 'Dried Shalakh apricots from Ashtarak' }).click();
  await expect(page).toHaveURL(/\/p\/ashtarak-dried-apricots\?variant=var_/);
  await expect(page.getByRole('radio', { name: '500 g' })).toBeChecked();
  await expect(page.locator('.asking .price')).toContainText('£11.20');
});

test('what has sold out at one shop is found at the other', async ({ page }) => {
  await page.goto('/p/paper-heron-wall-calendar');
  await hydrated(page);
  await expect(page.getByRole('button', { name: 'Sold out' })).toBeDisabled();
  await expect(offers(page)).toContainText('£22.00');
  await expect(offers(page)).toContainText('In stock');
  await offers(page).getByRole('link', { name: 'Bird coast wall calendar' }).click();
  await expect(page).toHaveURL('/p/bird-coast-calendar');
  await expect(offers(page)).toContainText('£23.50');
  await expect(offers(page)).toContainText('Sold out');
});

test('a product of one shop alone says nothing of others', async ({ page }) => {
  // One has no barcode, the other one that nobody else sells.
  for (const path of ['/p/river-mist-tea-bowl', '/p/wild-thyme-tea']) {
    await page.goto(path);
    await hydrated(page);
    await expect(page.locator(`#rails > .rails[data-of="${path}"]`)).toBeAttached();
    await expect(page.locator('.elsewhere')).toHaveCount(0);
  }
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the offers stand in the document', async ({ page }) => {
    await page.goto('/p/eggshell-chopsticks');
    await expect(offers(page)).toContainText('£27.00');
    await offers(page).getByRole('link').first().click();
    await expect(page).toHaveURL('/p/son-then-chopsticks');
    await expect(offers(page)).toContainText('£28.00');
  });
});

for (const locale of locales) {
  test(`offers of other shops in ${locale}`, async ({ page, isMobile }) => {
    await page.goto(localized(locale, '/p/sun-dried-apricots'));
    await hydrated(page);
    const section = elsewhere(page, word(locale, 'catalog.elsewhere'));
    await expect(section.getByRole('heading', { level: 2 })).toHaveText(word(locale, 'catalog.elsewhere'));
    await expect(section).toContainText(word(locale, 'catalog.elsewhere_note'));
    await expect(section.getByRole('listitem').first()).toContainText(word(locale, 'catalog.in_stock'));
    await expect(section.getByRole('link').first()).toHaveAttribute('href', new RegExp(`^${localized(locale, '/p/ashtarak-dried-apricots')}\\?variant=`));
    await expectAccessible(page);
    expect(await overflow(page, isMobile ? 320 : 1440)).toEqual([]);
    await keepScreenshot(page, `product-elsewhere-${locale}`);
  });
}
