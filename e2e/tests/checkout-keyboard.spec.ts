import type { Page } from '@playwright/test';
import { register, saveAddress } from '../support/account';
import { expectAccessible } from '../support/accessibility';
import { ada, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

// No courier: orders stay as their buyers leave them, however long a test takes.
test.use({ serverArguments: ['--demo'] });

/** A shopper without a mouse, who counts. */
class Keyboard {
  presses = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string): Promise<void> {
    this.presses += 1;
    await this.#page.keyboard.press(key);
  }

  /** Goes on with Tab until what has the focus is called so. */
  async to(name: RegExp): Promise<void> {
    for (let steps = 0; steps < 60; steps += 1) {
      if (name.test(await this.#focused())) return;
      await this.press('Tab');
    }
    throw new Error(`nothing called ${name} takes the focus`);
  }

  /** What somebody hears of what has the focus: its label, or its text. */
  async #focused(): Promise<string> {
    return this.#page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return '';
      const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
      return labels.map((label) => label.innerText).join(' ') || element.getAttribute('aria-label') || element.innerText;
    });
  }
}

test('with saved data the keyboard alone goes from the cart to the order in less than 60 presses', async ({ page }) => {
  await register(page);
  await saveAddress(page);
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/cart');
  await hydrated(page);
  await expectAccessible(page);
  const keyboard = new Keyboard(page);
  await keyboard.press('Tab');
  // The skip link.
  await keyboard.press('Enter');
  await keyboard.to(/^Go to the checkout$/);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Checkout' })).toBeVisible();
  await expect(page.getByLabel('Street and number')).toHaveValue('3 Kirkgate');
  await expectAccessible(page);
  await keyboard.to(/^Place the order/);
  await keyboard.press('Enter');
  await expect(page.getByTestId('order-state')).toBeVisible();
  await expectAccessible(page);
  console.log(`key presses from the cart to the order with saved data: ${keyboard.presses}`);
  expect(keyboard.presses).toBeLessThan(60);
});

test('a guest orders from empty fields by keyboard alone', async ({ page }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await page.goto('/cart');
  await hydrated(page);
  const keyboard = new Keyboard(page);
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.to(/^Go to the checkout$/);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Checkout' })).toBeVisible();
  for (const label of ['E-mail address', 'Full name', 'Street and number', 'Town or city', 'Postal code'] as const) {
    await keyboard.to(new RegExp(`^${label}$`));
    // Typing is not counted: it is the same for everybody.
    await page.keyboard.type(ada[label]);
  }
  await keyboard.to(/^Place the order/);
  await keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders\/ord_/);
  console.log(`key presses of a guest from the cart to the order, besides typing: ${keyboard.presses}`);
  expect(keyboard.presses).toBeLessThan(60);
});

test('nothing on the checkout moves by itself, and the summary stays where it is', async ({ page }) => {
  await putIntoCart(page, 'tidewrack-notebook');
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) shifts.push(entry.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto('/checkout');
  await hydrated(page);
  const button = page.getByRole('button', { name: /^Place the order/ });
  const height = async () => (await page.locator('.cart-sum').boundingBox())!.height;
  const before = await height();
  await page.getByRole('radio', { name: /Bank transfer/ }).check();
  expect(await height()).toBe(before);
  await page.locator('[name^=delivery-]:not(:checked)').first().check();
  await expect(page.locator('.totals')).toHaveAttribute('aria-busy', 'false');
  expect(await height()).toBe(before);
  await page.getByLabel('Country').selectOption('JP');
  await button.click();
  await expect(page.getByRole('alert').filter({ hasText: 'The order is not placed yet' })).toBeFocused();
  expect(await height()).toBe(before);
  const { shifts } = (await page.evaluate('({ shifts })')) as { shifts: number[] };
  const total = shifts.reduce((sum, shift) => sum + shift, 0);
  console.log(`layout shift of the checkout without recent input: ${total}`);
  expect(total).toBe(0);

  const wide = (page.viewportSize()?.width ?? 0) >= 960;
  if (wide) {
    // Beside the form it stays in sight.
    await page.getByLabel('Full name').scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 400);
    await expect(button).toBeInViewport();
  }
});
