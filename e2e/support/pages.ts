import { expect, type Page } from '@playwright/test';
import type { Stage, Who } from './stage';
import { hydrated } from './shop';

/** A page of the storefront in one of its states. A new page gets a line in `pages`, and all that is asked of pages is asked of it. */
export interface StorePage {
  /** What it is called, in the names of its pictures too. */
  name: string;
  /** Its path, or where it is once the stage is set. */
  at: string | ((stage: Stage) => string | Promise<string>);
  /** Who sees it; a guest unless said. */
  who?: Who;
  /** The status of the document; 200 unless said. */
  status?: number;
  /** Whether it stands alone, without script. */
  bare?: true;
  /** What is done on it before it is looked at. */
  act?: (page: Page) => Promise<void>;
}

const press = (selector: string) => async (page: Page) => {
  const button = page.locator(selector).filter({ visible: true }).last();
  await button.click();
};

export const pages: readonly StorePage[] = [
  { name: 'home', at: '/' },
  { name: 'home-menu', at: '/', act: async (page) => {
    // A phone alone has a menu.
    const menu = page.locator('.menu summary');
    if (await menu.isVisible()) await menu.click();
  } },
  { name: 'home-suggestions', at: '/', act: async (page) => {
    await page.locator('#search-text').pressSequentially('tea');
    await expect(page.locator('#search-offers li').first()).toBeVisible();
  } },
  { name: 'category', at: '/c/ceramics' },
  { name: 'category-filters', at: '/c/ceramics?available=1', act: async (page) => {
    const sheet = page.locator('.filter-button');
    if (await sheet.isVisible()) await sheet.click();
  } },
  { name: 'category-nothing', at: '/c/ceramics?price=900-' },
  { name: 'category-prices-wrong', at: '/c/ceramics?min=50&max=20' },
  { name: 'search', at: '/search?q=bowl' },
  { name: 'search-all', at: '/search?sort=newest' },
  { name: 'search-empty', at: '/search?q=xylophone' },
  { name: 'product', at: '/p/river-mist-tea-bowl' },
  { name: 'product-variants', at: '/p/creek-satchel' },
  { name: 'product-added', at: '/p/tidewrack-notebook', act: async (page) => {
    await page.locator('form.buy button[type=submit]').click();
    await expect(page.locator('.added')).toBeVisible();
  } },
  { name: 'product-elsewhere', at: '/p/sun-dried-apricots' },
  { name: 'product-archived', at: ({ archived }) => archived, status: 410 },
  { name: 'product-pictureless', at: ({ pictureless }) => pictureless },
  { name: 'shop', at: '/shops/lam-hong' },
  { name: 'compare', at: '/compare?p=river-mist-tea-bowl&p=tidewrack-notebook&p=creek-satchel' },
  { name: 'compare-one', at: '/compare?p=river-mist-tea-bowl' },
  { name: 'compare-empty', at: '/compare' },
  { name: 'wishlist', at: '/wishlist', who: 'shopper' },
  { name: 'wishlist-empty', at: '/wishlist' },
  { name: 'wishlist-shared', at: ({ sharedList }) => sharedList },
  { name: 'cart', at: '/cart', who: 'shopper' },
  { name: 'cart-empty', at: '/cart' },
  { name: 'checkout', at: '/checkout', who: 'shopper' },
  { name: 'checkout-empty', at: '/checkout' },
  { name: 'checkout-errors', at: '/checkout', who: 'shopper', act: async (page) => {
    await page.locator('#name').fill('');
    await page.locator('#postalCode').fill('nowhere');
    await page.locator('button.primary[type=submit]').last().click();
    await expect(page.getByRole('alert').first()).toBeVisible();
  } },
  { name: 'order', at: ({ order }) => order, who: 'shopper' },
  { name: 'order-transfer', at: ({ guestOrder }) => guestOrder },
  { name: 'order-cancelled', at: ({ cancelledOrder }) => cancelledOrder, who: 'shopper' },
  { name: 'order-cancelling', at: ({ guestOrder }) => guestOrder, act: press('.cancellation summary') },
  { name: 'account-reviews-none', at: '/account/reviews', who: 'newcomer' },
  { name: 'moderation-not-for-you', at: '/moderation', who: 'newcomer', status: 403 },
  { name: 'account', at: '/account', who: 'shopper' },
  { name: 'account-errors', at: '/account', who: 'shopper', act: async (page) => {
    const form = page.locator('form:has(#currentPassword)');
    await form.locator('button[type=submit]').click();
    await expect(form.locator('.error').first()).toBeVisible();
  } },
  { name: 'taste-off', at: '/account/taste' },
  { name: 'taste-none', at: '/account/taste', who: 'newcomer' },
  { name: 'taste', at: '/account/taste', who: 'shopper' },
  { name: 'taste-forgetting', at: '/account/taste', who: 'shopper', act: press('.taste-sure summary') },
  { name: 'home-for-shopper', at: '/', who: 'shopper' },
  { name: 'product-for-shopper', at: '/p/river-mist-tea-bowl', who: 'shopper' },
  { name: 'account-orders', at: '/account/orders', who: 'shopper' },
  { name: 'account-orders-empty', at: '/account/orders', who: 'newcomer' },
  { name: 'account-searches', at: '/account/searches', who: 'shopper' },
  { name: 'account-searches-empty', at: '/account/searches', who: 'newcomer' },
  { name: 'account-addresses', at: '/account/addresses', who: 'shopper' },
  { name: 'account-addresses-empty', at: '/account/addresses', who: 'newcomer' },
  { name: 'session-ended', at: '/account/orders', who: 'forgotten' },
  { name: 'sign-in', at: '/sign-in' },
  { name: 'sign-in-after-reset', at: '/sign-in?notice=reset' },
  { name: 'sign-in-errors', at: '/sign-in', act: async (page) => {
    await page.locator('#email').fill('nobody@example.com');
    await page.locator('#password').fill('not the password');
    await page.locator('main form button[type=submit]').click();
    await expect(page.getByRole('alert')).toBeVisible();
  } },
  { name: 'sign-up', at: '/sign-up' },
  { name: 'sign-up-errors', at: '/sign-up', act: async (page) => {
    await page.locator('main form button[type=submit]').click();
    await expect(page.locator('.error').first()).toBeVisible();
  } },
  { name: 'forgot-password', at: '/forgot-password' },
  { name: 'forgot-password-sent', at: '/forgot-password?sent=1' },
  { name: 'reset-password', at: '/reset-password?token=00' },
  { name: 'verify-email', at: '/verify-email?token=00' },
  { name: 'help', at: '/help' },
  { name: 'help-found', at: '/help?q=return' },
  { name: 'help-nothing', at: '/help?q=xylophone' },
  { name: 'help-topic', at: '/help/delivery' },
  { name: 'help-contact', at: '/help/contact' },
  { name: 'outbox', at: '/demo/outbox', bare: true },
  { name: 'outbox-mail', at: ({ mail }) => mail, bare: true },
  { name: 'not-found', at: '/nowhere/at/all', status: 404 },
  { name: 'offline', at: '/offline', bare: true },
  { name: 'too-many-requests', at: ({ busy }) => busy(), status: 429, bare: true },
  { name: 'server-error', at: ({ broken }) => broken(), status: 503 },
];

/** Opens a page as it is meant: with its status, alive, and with what is done on it done. */
export async function open(page: Page, stage: Stage, { at, status = 200, bare, act }: StorePage): Promise<void> {
  const address = typeof at === 'string' ? at : await at(stage);
  const answer = await page.goto(address);
  expect(answer?.status(), address).toBe(status);
  if (!bare) await hydrated(page);
  await act?.(page);
}
