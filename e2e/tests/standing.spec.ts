import type { APIRequestContext } from '@playwright/test';
import { expectAccessible } from '../support/accessibility';
import { openMail } from '../support/mail';
import { keepScreenshot } from '../support/screenshot';
import { Seller } from '../support/seller';
import { ask, hydrated, titles } from '../support/shop';
import { expect, test } from '../support/test';

// A server of this file's own, by the order of its arguments: what happens to the shop here is nothing for others to see.
test.use({ serverArguments: ['--demo', '--rate-limit', '0', '--page-rate-limit', '0'] });
test.describe.configure({ mode: 'serial' });

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const languages = [
  { locale: 'en', prefix: '', badge: 'Below our standard', open: 'How this shop stands', row: /Shipped late/, counted: '8 of 8 (100%)', result: 'Below the standard', unknown: 'Not known yet' },
  { locale: 'vi', prefix: '/vi', badge: 'Dưới tiêu chuẩn của chúng tôi', open: 'Cửa hàng này đang ở mức nào', row: /Gửi trễ/, counted: '8 trên 8 (100%)', result: 'Dưới tiêu chuẩn', unknown: 'Chưa biết' },
  { locale: 'hy', prefix: '/hy', badge: 'Մեր չափանիշից ցածր', open: 'Ինչպիսին է այս խանութը', row: /Ուշ ուղարկված/, counted: '8-ից 8 (100%)', result: 'Չափանիշից ցածր', unknown: 'Դեռ հայտնի չէ' },
] as const;

/** Eight orders that nobody sends, of three things with three pieces each. */
async function orders(request: APIRequestContext, slugs: string[]): Promise<void> {
  const address = { name: 'Ada Moss', line1: '3 Kirkgate', city: 'Dublin', postalCode: 'D01 F5P2', countryCode: 'IE' };
  for (let number = 0; number < 8; number += 1) {
    const slug = slugs[number % slugs.length]!;
    const { product } = await ask<{ product: { variants: { id: string }[] } }>(request, 'query($slug: String!) { product(slug: $slug) { variants { id } } }', { slug });
    const { cartLinesAdd } = await ask<{ cartLinesAdd: { cart: { id: string } } }>(
      request,
      'mutation($id: ID!) { cartLinesAdd(input: { lines: [{ variantId: $id, quantity: 1 }] }) { cart { id } } }',
      { id: product.variants[0]!.id },
    );
    const input = {
      cartId: cartLinesAdd.cart.id,
      email: 'ada.moss@example.com',
      shippingAddress: address,
      paymentMethod: 'CASH_ON_DELIVERY',
      idempotencyKey: `standing-${number}-${Date.now()}`,
    };
    const query = 'mutation($input: OrderPlaceInput!) { orderPlace(input: $input) { order { id } userErrors { code message } } }';
    const { orderPlace } = await ask<{ orderPlace: { userErrors: unknown[] } }>(request, query, { input });
    expect(orderPlace.userErrors).toEqual([]);
  }
}

/** The shop of the first owner, and that owner's address. */
async function stall(request: APIRequestContext): Promise<{ email: string; shop: string }> {
  const { site } = await ask<{ site: { demoAccounts: { email: string; password: string; role: string }[] } }>(request, '{ site { demoAccounts { email password role } } }');
  const { email, password } = site.demoAccounts.find(({ role }) => role === 'owner')!;
  const { sessionCreate } = await ask<{ sessionCreate: { accessToken: string } }>(
    request,
    'mutation($email: String!, $password: String!) { sessionCreate(input: { email: $email, password: $password }) { accessToken } }',
    { email, password },
  );
  const headers = { authorization: `Bearer ${sessionCreate.accessToken}` };
  const { me } = await ask<{ me: { shops: { slug: string }[] } }>(request, '{ me { shops { slug } } }', {}, headers);
  return { email, shop: me.shops[0]!.slug };
}

test('a shop falls below the standard, is suspended when that lasts, and recovers', async ({ page, playwright, server }) => {
  test.slow();
  // Without the cookies of the page's visitor, who has a cart of their own.
  const request = await playwright.request.newContext({ baseURL: server.url });
  const seller = await Seller.signIn(request);
  const { email, shop } = await stall(request);
  const slugs: string[] = [];
  for (const name of ['Standing bowl', 'Standing plate', 'Standing cup']) slugs.push((await seller.create(name)).slug);
  const evaluate = (days: number) => server.run('standing', 'evaluate', '--at', inDays(days), '--demo');
  const newest = async () => {
    await page.goto('/search?sort=newest');
    return titles(page).first().textContent();
  };

  await test.step('as new it says nothing loud', async () => {
    await expect(async () => expect(await newest()).toContain('Standing')).toPass({ timeout: 15_000 });
    await page.goto(`/shops/${shop}`);
    await expect(page.locator('.badge')).toHaveCount(0);
    await expect(page.getByText('How this shop stands')).toBeVisible();
  });

  await test.step('eight orders that nobody sends put it below the standard', async () => {
    await orders(request, slugs);
    expect(evaluate(20)).toContain('1 below the standard');
    for (const { locale, prefix, badge, open, row, counted, result, unknown } of languages) {
      await expect(async () => {
        await page.goto(`${prefix}/shops/${shop}`);
        await expect(page.locator('#standing .badge')).toHaveText(badge, { timeout: 500 });
      }).toPass({ timeout: 15_000 });
      await hydrated(page);
      await page.getByText(open).click();
      const figures = page.locator('#standing').getByRole('row', { name: row });
      await expect(figures).toContainText(counted);
      await expect(figures).toContainText(result);
      await expect(page.locator('#standing').getByRole('cell', { name: unknown }).first()).toBeVisible();
      await expectAccessible(page);
      await keepScreenshot(page, `standing-${locale}`);
    }
    // What it sells is no longer among the newest.
    await expect(async () => expect(await newest()).not.toContain('Standing')).toPass({ timeout: 15_000 });
  });

  await test.step('the figures come along when the browser itself makes the page', async () => {
    await page.goto(`/p/${slugs[0]}`);
    await hydrated(page);
    await expect(page.locator('.shop-card .badge')).toHaveText('Below our standard');
    await page.locator('.maker a').click();
    await expect(page).toHaveURL(`/shops/${shop}`);
    await expect(page.locator('#standing .badge')).toHaveText('Below our standard');
  });

  await test.step('when it lasts, nothing of it is listed or bought, and its pages say why', async () => {
    expect(evaluate(50)).toContain('1 are suspended');
    await expect(async () => {
      await page.goto(`/p/${slugs[0]}`);
      await expect(page.locator('.offer .notice')).toContainText('sells nothing here for now', { timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await expect(page.locator('form.buy')).toHaveCount(0);
    await hydrated(page);
    await expectAccessible(page);
    await keepScreenshot(page, 'product-suspended');
    await page.goto(`/shops/${shop}`);
    await expect(page.getByRole('heading', { name: 'This shop is suspended' })).toBeVisible();
    await hydrated(page);
    await expectAccessible(page);
    await keepScreenshot(page, 'shop-suspended');
    await expect(async () => {
      await page.goto('/search?q=standing');
      await expect(titles(page).filter({ hasText: 'Standing' })).toHaveCount(0, { timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await openMail(page, email, /nothing is listed for now|chưa có gì được bày bán|առայժմ ոչինչ չի ցուցադրվում/);
  });

  await test.step('it recovers by itself, once what went wrong is over', async () => {
    expect(evaluate(450)).toContain('1 sell again');
    await expect(async () => {
      await page.goto(`/p/${slugs[0]}`);
      await expect(page.locator('form.buy')).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await page.goto(`/shops/${shop}`);
    await expect(page.locator('#standing .badge')).toHaveCount(0);
    await expect(async () => expect(await newest()).toContain('Standing')).toPass({ timeout: 15_000 });
  });
  await request.dispose();
});
