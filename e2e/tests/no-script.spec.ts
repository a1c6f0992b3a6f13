import type { Page } from '@playwright/test';
import { localized, locales } from '../support/words';
import { expect, test } from '../support/test';

// The whole of shopping by links and plain forms, in each language, on a phone and at a desk.
test.use({ javaScriptEnabled: false, serverArguments: ['--demo', '--page-rate-limit', '0'] });

const submit = (page: Page, action: string) => page.locator(`main form[action$="${action}"] button[type=submit]`).filter({ visible: true });

for (const locale of locales) {
  const at = (path: string) => localized(locale, path);

  test.describe(`without script, in ${locale}`, () => {
    test.beforeEach(({ guard }) => {
      // A refused form is answered with its page and this status.
      guard.allow(/status of 422/);
    });

    test('from the front page to an order: read, search, narrow down, add, change, buy', async ({ page }) => {
      await page.goto(at('/'));
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      await page.locator('#search-text').fill('amp');
      await page.locator('.search-box button[type=submit]').click();
      await expect(page).toHaveURL(new RegExp(`${at('/search')}\\?q=amp`));
      await page.goto(at('/search?sort=newest'));
      const all = await page.locator('.found').innerText();

      // On a phone the filters are a sheet, which HTML alone opens too.
      const sheet = page.locator('.filter-button');
      if (await sheet.isVisible()) await sheet.click();
      await page.locator('#filters input[name=available]').check();
      await page.locator('#filters input[name=category]').nth(1).check();
      await page.locator('#filters .apply').click();
      await expect(page).toHaveURL(/category=[\w-]+.*available=1/);
      await expect(page.locator('.found')).not.toHaveText(all);
      await page.locator('select[name=sort]').selectOption('price');
      await page.locator('.without-script').click();
      await expect(page).toHaveURL(/available=1.*sort=price/);
      await expect(page.locator('select[name=sort]')).toHaveValue('price');

      const first = page.locator('.results .card h3 a').first();
      const title = await first.innerText();
      await first.click();
      await expect(page.locator('h1')).toHaveText(title);
      await page.locator('form.buy button[type=submit]').click();
      await expect(page).toHaveURL(at('/cart'));
      await expect(page.locator('.cart-line h3')).toHaveText([title]);
      const quantity = page.locator('.stepper input[name=quantity]');
      await page.locator('.stepper button[value=more]').click();
      await expect(quantity).toHaveValue('2');
      await page.locator('.stepper button[value=fewer]').click();
      await expect(quantity).toHaveValue('1');
      await quantity.fill('2');
      await quantity.press('Enter');
      await expect(page.locator('.tool.basket .count')).toHaveText('2');

      await page.locator(`main a[href="${at('/checkout')}"]`).click();
      await page.locator('#email').fill('ada.moss@example.com');
      await page.locator('#name').fill('Ada Moss');
      await page.locator('#line1').fill('3 Kirkgate');
      await page.locator('#city').fill('Leeds');
      await page.locator('#countryCode').selectOption('GB');
      await page.locator('#postalCode').fill('nowhere');
      const place = page.locator('main button.primary[type=submit]').last();
      await place.click();
      await expect(page.locator('#postalCode')).toHaveAttribute('aria-invalid', 'true');
      await expect(page.locator('#line1')).toHaveValue('3 Kirkgate');
      await page.locator('#postalCode').fill('LS2 7DR');
      await place.click();
      await expect(page).toHaveURL(new RegExp(`${at('/orders/')}ord_\\w+\\?token=`));
      await expect(page.getByTestId('order-state')).toBeVisible();
      await expect(page.locator('.tool.basket .count')).toBeHidden();
    });

    test('an account: made, left, entered again, with its list, comparison and the help centre', async ({ page }, { project }) => {
      const email = `mai.${locale}.${project.name}@example.com`;
      const password = 'lantern by the river';
      await page.goto(at('/sign-up'));
      await page.locator('#displayName').fill('Mai Trần');
      await page.locator('#email').fill(email);
      await page.locator('#password').fill('short');
      await submit(page, '/sign-up').click();
      await expect(page.locator('#password')).toHaveAttribute('aria-invalid', 'true');
      await page.locator('#password').fill(password);
      await submit(page, '/sign-up').click();
      await expect(page).toHaveURL(at('/account/orders'));
      await submit(page, '/sign-out').click();
      await expect(page).toHaveURL(at('/'));

      await page.goto(at('/account'));
      await expect(page).toHaveURL(/\/sign-in\?return=/);
      await page.locator('#email').fill(email);
      await page.locator('#password').fill(password);
      await submit(page, '/sign-in').click();
      await expect(page).toHaveURL(at('/account'));

      for (const slug of ['river-mist-tea-bowl', 'tidewrack-notebook']) {
        await page.goto(at(`/p/${slug}`));
        await page.locator('.wish-tools .heart button').click();
        await expect(page).toHaveURL(at(`/p/${slug}`));
        await expect(page.locator('.wish-tools .heart button')).toHaveAttribute('aria-pressed', 'true');
      }
      await page.goto(at('/wishlist'));
      for (const tick of await page.locator('main input[name=p]').all()) await tick.check();
      await page.locator('.wishlist-compare button[type=submit]').click();
      await expect(page).toHaveURL(/\/compare\?p=[\w-]+&p=[\w-]+/);
      await expect(page.getByRole('columnheader')).toHaveCount(3);

      await page.goto(at('/help'));
      await page.locator('main input[name=q]').fill('cookie');
      await page.locator('main input[name=q]').press('Enter');
      await expect(page).toHaveURL(/\/help\?q=cookie/);
      await page.locator('main .help-list a').first().click();
      await expect(page).toHaveURL(new RegExp(`${at('/help/')}[\\w-]+$`));
      await expect(page.locator('h1')).not.toBeEmpty();
    });
  });
}
