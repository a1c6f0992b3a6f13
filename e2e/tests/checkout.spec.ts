import { expectAccessible } from '../support/accessibility';
import { keepScreenshot } from '../support/screenshot';
import { ada, ask, fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

// No courier: orders stay as their buyers leave them, however long a test takes.
test.use({ serverArguments: ['--demo'] });

test('what is missing is said at its field, and the focus goes to the list of it', async ({ page }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/checkout');
  await hydrated(page);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Place the order/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'The order is not placed yet' });
  await expect(alert).toBeFocused();
  const email = page.getByLabel('E-mail address', { exact: true });
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(email).toHaveAccessibleDescription(/fill in this field/);
  await alert.getByRole('link', { name: /^E-mail address/ }).click();
  await expect(email).toBeFocused();
  await expectAccessible(page);
  await keepScreenshot(page, 'checkout-errors');

  await fillAddress(page, { ...ada, 'Postal code': '12' });
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByLabel('Postal code')).toHaveAccessibleDescription(/does not fit the country/);
  await expect(email).not.toHaveAttribute('aria-invalid', 'true');
});

test('a double click places one order', async ({ page }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/checkout');
  await hydrated(page);
  await fillAddress(page);
  await keepScreenshot(page, 'checkout');
  const placed: string[] = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('/graphql') && response.request().postData()?.includes('orderPlace')) placed.push(response.url());
  });
  await page.getByRole('button', { name: /^Place the order/ }).dblclick();
  await expect(page).toHaveURL(/\/orders\/ord_\w+\?token=/);
  expect(placed).toHaveLength(1);
  await expect(page.getByRole('link', { name: 'Cart', exact: true })).toBeVisible();
});

test('a bank transfer comes with everything that is needed for it', async ({ page }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/checkout');
  await hydrated(page);
  await fillAddress(page);
  await page.getByRole('radio', { name: /Bank transfer/ }).check();
  await expect(page.getByText('You transfer the money within three days', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByTestId('payment-state')).toContainText('Please transfer £');
  for (const term of ['Reference', 'Account holder', 'IBAN', 'Bank']) {
    await expect(page.getByRole('term').filter({ hasText: new RegExp(`^${term}$`) })).toBeVisible();
  }
  await expectAccessible(page);
  await keepScreenshot(page, 'order-bank-transfer');
});

test('what somebody else bought meanwhile is refused at its line, with what is left', async ({ page, request }) => {
  const slug = 'oak-mantel-clock';
  await putIntoCart(page, slug);
  await page.goto('/checkout');
  await hydrated(page);
  await fillAddress(page);

  const { product } = await ask<{ product: { variants: { id: string }[] } }>(request, `{ product(slug: "${slug}") { variants { id } } }`);
  const { cartLinesAdd } = await ask<{ cartLinesAdd: { cart: { id: string } } }>(
    request,
    'mutation($id: ID!) { cartLinesAdd(input: { lines: [{ variantId: $id, quantity: 1 }] }) { cart { id } } }',
    { id: product.variants[0]!.id },
  );
  const { orderPlace } = await ask<{ orderPlace: { order: { number: string } | null; userErrors: unknown[] } }>(
    request,
    `mutation($cart: ID!) { orderPlace(input: { cartId: $cart, email: "quick@example.com", paymentMethod: CASH_ON_DELIVERY, idempotencyKey: "quick",
      shippingAddress: { name: "Q", line1: "1 High Street", city: "York", postalCode: "YO1 7HH", countryCode: "GB" } }) { order { number } userErrors { code } } }`,
    { cart: cartLinesAdd.cart.id },
  );
  expect(orderPlace.userErrors).toEqual([]);

  await page.getByRole('button', { name: /^Place the order/ }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The order is not placed yet' })).toBeFocused();
  await expect(page.getByText('Some things cannot be bought as they stand in the cart', { exact: false })).toBeVisible();
  await expect(page.getByRole('complementary').getByText('It has sold out.', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'checkout-sold-out');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a guest buys by plain forms and sees the order', async ({ page, guard }) => {
    // A refused form is answered with its page and this status.
    guard.allow(/status of 422/);
    await page.goto('/p/three-carp-plate');
    await page.locator('form.buy button[type=submit]').click();
    await page.getByRole('link', { name: 'Go to the checkout' }).click();
    await fillAddress(page, { ...ada, 'Postal code': 'nowhere' });
    await page.getByRole('button', { name: /^Place the order/ }).click();
    // The page comes back with what was written and what is to be put right.
    await expect(page.getByLabel('Postal code')).toHaveAccessibleDescription(/does not fit the country/);
    await expect(page.getByLabel('Full name')).toHaveValue('Ada Moss');
    await page.getByLabel('Postal code').fill('LS2 7DR');
    await page.getByRole('radio', { name: /^Courier/ }).check();
    await page.getByRole('button', { name: /^Place the order/ }).click();
    // The total on the page was that of another delivery: nobody pays what they have not seen.
    await expect(page.getByRole('alert')).toContainText('the total is another');
    await page.getByRole('button', { name: /^Place the order/ }).click();
    await expect(page).toHaveURL(/\/orders\/ord_\w+\?token=/);
    await expect(page.getByTestId('payment-state')).toContainText('to the courier');
    await page.getByText('Cancel this order').click();
    await page.getByRole('button', { name: 'Yes, cancel it' }).click();
    await expect(page.getByTestId('order-state')).toHaveText('This order is cancelled');
  });
});

for (const [locale, title] of [['vi', 'Đặt hàng'], ['hy', 'Պատվերի ձևակերպում']] as const) {
  test(`the checkout speaks ${locale}`, async ({ page }) => {
    await putIntoCart(page, 'river-mist-tea-bowl', `/${locale}`);
    await page.goto(`/${locale}/checkout`);
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
    await keepScreenshot(page, `checkout-${locale}`);
  });
}
