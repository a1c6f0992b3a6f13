import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

const languages = [
  {
    locale: 'en',
    prefix: '',
    fact: '60 days to return; the shop pays the postage.',
    warranty: '24 months: what breaks in ordinary use is mended, replaced or refunded.',
    link: 'All terms of Saltmarsh Leather',
    heading: 'Warranty',
    search: 'dubbin',
    found: 'Returns: Saltmarsh Leather',
  },
  {
    locale: 'vi',
    prefix: '/vi',
    fact: '60 ngày để trả lại; cửa hàng chịu phí gửi.',
    warranty: '24 tháng: hàng hỏng khi dùng bình thường được sửa, đổi hoặc hoàn tiền.',
    link: /^Mọi điều khoản của/,
    heading: 'Bảo hành',
    search: 'boi sap',
    found: /^Đổi trả: /,
  },
  {
    locale: 'hy',
    prefix: '/hy',
    fact: 'Վերադարձի համար՝ 60 օր, առաքումը վճարում է խանութը։',
    warranty: /^24 ամիս․/,
    link: /^Բոլոր պայմանները․/,
    heading: 'Երաշխիք',
    search: 'քսուկի',
    found: /^Վերադարձ․ /,
  },
] as const;

for (const { locale, prefix, fact, warranty, link, heading, search, found } of languages) {
  test(`a product says in ${locale} on what terms it is sold, and the shop's page says all of it`, async ({ page }) => {
    await page.goto(`${prefix}/p/creek-satchel`);
    await hydrated(page);
    const terms = page.locator('.terms');
    await expect(terms.getByText(fact)).toBeVisible();
    await expect(terms.getByText(warranty)).toBeVisible();
    await terms.getByRole('link', { name: link }).click();
    await expect(page).toHaveURL(`${prefix}/shops/saltmarsh/policies`);
    await expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible();
    await expect(page.getByRole('main').getByText(fact)).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `policies-${locale}`);

    // The help centre finds it by its words, and leads to its place on the page.
    await page.goto(`${prefix}/help?q=${encodeURIComponent(search)}`);
    await hydrated(page);
    const hit = page.getByRole('main').getByRole('link', { name: found });
    await expect(hit).toBeVisible();
    await expectAccessible(page);
    await hit.click();
    await expect(page).toHaveURL(`${prefix}/shops/saltmarsh/policies#returns`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
}

test('a promise is for the country that was chosen, on every page and in the cart', async ({ page }) => {
  await page.goto('/p/creek-satchel');
  await hydrated(page);
  const delivery = page.locator('#delivery');
  await expect(delivery.getByText('To: United Kingdom')).toBeVisible();
  await expect(delivery).toContainText('from £4.90.');
  await expect(page.locator('#all-in')).not.toContainText('customs');
  await delivery.getByText('To: United Kingdom').click();
  await delivery.getByLabel('Country').selectOption('JP');
  await delivery.getByRole('button', { name: 'Show for this country' }).click();
  await expect(page).toHaveURL('/p/creek-satchel?to=JP#delivery');
  await hydrated(page);
  await expect(delivery.getByText('To: Japan')).toBeVisible();
  await expect(delivery).toContainText('from £11.50.');
  await expect(page.locator('#all-in')).toContainText('customs may ask you for duty');
  await expectAccessible(page);
  await keepScreenshot(page, 'product-abroad');

  // A page that the browser makes itself says the same.
  await page.getByRole('link', { name: 'Saltmarsh Leather', exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Saltmarsh Leather' })).toBeVisible();
  await expect(page.locator('#terms').getByText('To: Japan')).toBeVisible();
  await page.goto('/p/folding-bellows-camera');
  await hydrated(page);
  await page.goto('/p/bakelite-valve-radio');
  await hydrated(page);
  await expect(page.locator('#delivery')).toContainText('Kirkgate Curios does not send here: Japan. It sends to: Ireland, United Kingdom.');
  await expectAccessible(page);
  await keepScreenshot(page, 'product-not-sent');

  await putIntoCart(page, 'creek-satchel');
  await putIntoCart(page, 'bakelite-valve-radio');
  await page.goto('/cart');
  await hydrated(page);
  const leather = page.getByRole('region', { name: 'Saltmarsh Leather' });
  await expect(leather.getByRole('radio')).toHaveCount(1);
  await expect(leather.getByRole('radio', { name: /Tracked post abroad/ })).toBeChecked();
  await expect(leather.getByRole('link', { name: 'All terms of Saltmarsh Leather' })).toHaveAttribute('href', '/shops/saltmarsh/policies');
  const curios = page.getByRole('region', { name: 'Kirkgate Curios' });
  await expect(curios).toContainText('Kirkgate Curios does not send here: Japan.');
  await expectAccessible(page);
  await keepScreenshot(page, 'cart-abroad');
});

test('from product to product the promises are those of the page that is seen', async ({ page }) => {
  await page.goto('/p/creek-satchel');
  await hydrated(page);
  await expect(page.locator('.terms')).toHaveCount(1);
  await page.getByRole('region', { name: /^More from/ }).getByRole('link').first().click();
  await expect(page).not.toHaveURL(/creek-satchel/);
  await expect(page.locator('.terms')).toHaveCount(1);
  await expect(page.locator('.terms')).toHaveAttribute('data-of', new URL(page.url()).pathname);
  await expect(page.locator('#all-in')).toBeVisible();
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a country is chosen, and the terms are read, by plain HTML', async ({ page }) => {
    await page.goto('/vi/p/eggshell-crane-box');
    const delivery = page.locator('#delivery');
    await expect(delivery).toContainText('phí từ 1,90 £.');
    await delivery.getByText('Gửi tới: Việt Nam').click();
    await delivery.getByLabel('Quốc gia').selectOption('IE');
    await delivery.getByRole('button', { name: 'Xem cho nước này' }).click();
    await expect(delivery).toContainText('phí từ 6,50 £.');
    await page.goto('/vi/shops/son-then');
    await expect(page.locator('#delivery')).toContainText('Gửi tới: Ireland');
    await page.getByRole('link', { name: /^Mọi điều khoản của/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'Bảo hành' })).toBeVisible();
    await expect(page.getByRole('row', { name: /VNPost, trong nước/ })).toContainText('Việt Nam');
  });
});
