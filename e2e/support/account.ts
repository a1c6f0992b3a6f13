import { expect, type Page } from '@playwright/test';

/** An account that is signed in, in this page's browser. */
export interface SignedIn {
  email: string;
  password: string;
}

/** Makes an account and signs this page's browser in to it. */
export async function register(page: Page, name = 'Ada Moss'): Promise<SignedIn> {
  const account = { email: `ada.${Date.now()}.${Math.random().toString(36).slice(2)}@example.com`, password: 'lantern by the river' };
  await asVisitor(page, 'mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { userErrors { code } } }', {
    input: { ...account, displayName: name, cookie: true },
  });
  return account;
}

/** Signs this page's browser in. */
export async function signIn(page: Page, { email, password }: SignedIn): Promise<void> {
  await asVisitor(page, 'mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { userErrors { code } } }', {
    input: { email, password, cookie: true },
  });
}

/** Puts an address into the account's book. */
export async function saveAddress(page: Page, address: object = {}): Promise<void> {
  await asVisitor(page, 'mutation($input: AddressSaveInput!) { addressSave(input: $input) { userErrors { code } } }', {
    input: { address: { name: 'Ada Moss', line1: '3 Kirkgate', city: 'Leeds', postalCode: 'LS2 7DR', countryCode: 'GB', ...address } },
  });
}

/** Runs an operation with the cookies of this page's browser; what it refuses fails the test. */
export async function asVisitor<T>(page: Page, query: string, variables: object = {}): Promise<T> {
  const answer = await page.request.post('/graphql', { data: { query, variables }, headers: { 'Vouch-Csrf': '1' } });
  const { data, errors } = await answer.json();
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  for (const payload of Object.values<{ userErrors?: unknown[] }>(data)) expect(payload?.userErrors ?? []).toEqual([]);
  return data as T;
}
