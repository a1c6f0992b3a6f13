import { expectAccessible } from '../support/accessibility';
import { hydrated, titles } from '../support/shop';
import { expect, test } from '../support/test';

const languages = [
  { locale: 'en', prefix: '', typo: 'teapto', found: 'Teapot with bamboo handle' },
  { locale: 'vi', prefix: '/vi', typo: 'am tra quai', found: 'Ấm trà quai tre' },
  { locale: 'hy', prefix: '/hy', typo: 'թեյնիք', found: 'Թեյնիկ հնդկեղեգե բռնակով' },
] as const;

for (const { locale, prefix, typo, found } of languages) {
  test(`from the front page to the checkout in ${locale}, by the page's own links`, async ({ page }) => {
    const arrive = async (address: RegExp) => {
      await expect(page).toHaveURL(address);
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    };
    await page.goto(prefix || '/');
    await hydrated(page);
    await arrive(new RegExp(`${prefix || '/'}$`));
    await page.locator('#search-text').fill(typo);
    await page.locator('#search-text').press('Enter');
    await arrive(new RegExp(`${prefix}/search\\?q=`));
    await titles(page).getByRole('link', { name: found }).click();
    await arrive(new RegExp(`${prefix}/p/bamboo-handle-teapot$`));
    await page.locator('form.buy button[type=submit]').click();
    await page.locator('.added a').click();
    await arrive(new RegExp(`${prefix}/cart$`));
    await expect(page.getByTestId('cart-total')).toBeVisible();
    await page.locator(`a[href="${prefix}/checkout"]`).click();
    await arrive(new RegExp(`${prefix}/checkout$`));
    await expect(page.locator('button.primary[type=submit]').last()).toBeVisible();
    // No page was loaded anew on the way: the script took every one of these links.
    expect(await page.evaluate(() => performance.getEntriesByType('navigation').map(({ name }) => new URL(name).pathname))).toEqual([prefix || '/']);
  });
}
