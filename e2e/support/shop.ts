import { type APIRequestContext, expect, type Page } from '@playwright/test';

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

/** Sends an operation to the API as an app without cookies does. */
export async function ask<T>(request: APIRequestContext, query: string, variables: object = {}): Promise<T> {
  const answer = await request.post('/graphql', { data: { query, variables } });
  const { data, errors } = await answer.json();
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data as T;
}
