import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

const languages = [
  { locale: 'en', prefix: '', search: 'Search the help centre', typed: 'send back', topic: 'Returns', heading: 'The shop’s terms' },
  { locale: 'vi', prefix: '/vi', search: 'Tìm trong mục trợ giúp', typed: 'doi tra', topic: 'Đổi trả', heading: 'Điều kiện của cửa hàng' },
  { locale: 'hy', prefix: '/hy', search: 'Որոնել օգնության մեջ', typed: 'veradardz', topic: 'Վերադարձ', heading: 'Խանութի պայմանները' },
] as const;

for (const { locale, prefix, search, typed, topic, heading } of languages) {
  test(`the help centre is searched and read in ${locale}`, async ({ page }) => {
    await page.goto(`${prefix}/help`);
    await hydrated(page);
    const main = page.getByRole('main');
    await expect(main.getByRole('listitem')).toHaveCount(8);
    await expectAccessible(page);
    await keepScreenshot(page, `help-${locale}`);

    await main.getByLabel(search).fill(typed);
    await main.getByLabel(search).press('Enter');
    await expect(page).toHaveURL(/\/help\?q=/);
    const first = main.getByRole('listitem').first().getByRole('link');
    await expect(first).toHaveText(topic);
    await expect(main.getByRole('listitem')).not.toHaveCount(8);

    await first.click();
    await expect(page.getByRole('heading', { level: 1, name: topic })).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible();
    await expect(page).toHaveTitle(`${topic} · Vouch`);
    await expectAccessible(page);
    await keepScreenshot(page, `help-topic-${locale}`);
  });
}

test('the footer leads to the help centre, and nothing found shows every topic', async ({ page }) => {
  await page.goto('/');
  await hydrated(page);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Contact' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Contact' })).toBeVisible();
  await expect(page.getByText('This is a demonstration: nobody stands behind its counter.')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/help?q=xylophone');
  await hydrated(page);
  await expect(page.getByRole('heading', { name: /^Nothing here speaks of/ })).toBeVisible();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(8);
  await expectAccessible(page);
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the help centre is searched by a plain form', async ({ page }) => {
    await page.goto('/help');
    await page.getByLabel('Search the help centre').fill('cookies');
    await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
    await page.getByRole('main').getByRole('listitem').first().getByRole('link', { name: 'Privacy' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Privacy' })).toBeVisible();
    await expect(page.getByRole('cell', { name: 'vouch_session' })).toBeVisible();
  });
});
