import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';

/** An address in the United Kingdom, as the checkout's fields are called. */
export const ada = {
  'E-mail address': 'ada.moss@example.com',
  'Full name': 'Ada Moss',
  'Street and number': '3 Kirkgate',
  'Town or city': 'Leeds',
  'Postal code': 'LS2 7DR',
} as const;

/** Waits until the page's script has taken over: before that, pressing things does what plain HTML does. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset.hydrated === 'true');
}

/** Opens a product's page and puts one of it into the cart. */
export async function putIntoCart(page: Page, slug: string, prefix = ''): Promise<void> {
  await page.goto(`${prefix}/p/${slug}`);
  await hydrated(page);
  await page.locator('form.buy button[type=submit]').click();
  await expect(page.locator('.added')).toBeVisible();
}

/** Fills in the checkout's contact and address. */
export async function fillAddress(page: Page, fields: Partial<Record<keyof typeof ada, string>> = ada): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
}

/** Fills in a checkout in whatever language, and places the order: cash on delivery, to Ireland. */
export async function placeOrder(page: Page): Promise<void> {
  await page.locator('#email').fill(ada['E-mail address']);
  await page.locator('#name').fill(ada['Full name']);
  await page.locator('#line1').fill('3 Kirkgate');
  await page.locator('#city').fill('Leeds');
  await page.locator('#countryCode').selectOption('IE');
  await page.locator('button.primary[type=submit]').last().click();
}

/** Sends an operation to the API as an app does: without cookies, with the token of whoever it works for. */
export async function ask<T>(request: APIRequestContext, query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<T> {
  const answer = await request.post('/graphql', { headers, data: { query, variables } });
  const { data, errors } = await answer.json();
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data as T;
}

/**
 * Changes what narrows a list and waits for the list.
 *
 * On a phone the filters are a sheet, whose button applies all changes together; beside the list, and only with
 * script, a tick applies itself.
 */
export async function narrow(page: Page, change: (filters: Locator) => Promise<void>): Promise<void> {
  const sheet = page.getByRole('button', { name: /^Narrow down/ });
  if (await sheet.isVisible()) await sheet.click();
  await change(page.locator('#filters'));
  const apply = page.locator('#filters').getByRole('button', { name: 'Show results' });
  if (await apply.isVisible()) await apply.click();
}

/** The titles of a list's products, in their order. */
export function titles(page: Page): Locator {
  return page.getByRole('main').locator('.grid h3');
}
