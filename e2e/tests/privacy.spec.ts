import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { expectAccessible } from '../support/accessibility';
import { openMail } from '../support/mail';
import { keepScreenshot } from '../support/screenshot';
import { fillAddress, hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

const password = 'lantern by the river';

async function signUp(page: Page, email: string, script: boolean): Promise<void> {
  await page.goto('/sign-up');
  if (script) await hydrated(page);
  await page.getByLabel('Your name').fill('Mai Trần');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script });

    test('everything that is kept is taken along as a file', async ({ page, guard }) => {
      // A refused form is answered with its page and this status.
      guard.allow(/status of 422/);
      const email = `take.${Date.now()}.${script}@example.com`;
      await signUp(page, email, script);
      await page.getByRole('main').getByRole('link', { name: 'Privacy and your data' }).click();
      await expect(page.getByRole('heading', { level: 2, name: 'Take your data along' })).toBeVisible();
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'privacy-account');
      }
      await page.getByLabel('Present password').fill('not the password');
      await page.getByRole('button', { name: 'Fetch the file' }).click();
      await expect(page.getByLabel('Present password')).toHaveAccessibleDescription(/not your present password/);
      if (script) await hydrated(page);
      await page.getByLabel('Present password').fill(password);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Fetch the file' }).click();
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^vouch-account-\d{4}-\d\d-\d\d\.json$/);
      const document = JSON.parse(await readFile(await file.path(), 'utf8'));
      expect(document).toMatchObject({ format: 'vouch.account', formatVersion: 1, account: { email } });
      // The guest's answer came along at sign-up.
      expect(document.consents.map((decision: { granted: boolean }) => decision.granted)).toEqual([false, false]);
    });

    test('an account gets another address, and the owner of the old one takes it back', async ({ page, guard }) => {
      guard.allow(/status of 422/);
      const [old, other] = [`old.${Date.now()}.${script}@example.com`, `new.${Date.now()}.${script}@example.com`];
      await signUp(page, old, script);
      await page.getByRole('link', { name: 'Account and password' }).click();
      await page.getByRole('link', { name: 'Use another e-mail address' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Use another e-mail address' })).toBeVisible();
      if (script) {
        await hydrated(page);
        await expectAccessible(page);
        await keepScreenshot(page, 'email-change');
      }
      await page.getByLabel('New e-mail address').fill(old);
      await page.getByLabel('Present password').fill(password);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await expect(page.getByLabel('New e-mail address')).toHaveAccessibleDescription(/this is your address already/);
      if (script) await hydrated(page);
      await page.getByLabel('New e-mail address').fill(other);
      await page.getByLabel('Present password').fill(password);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await expect(page.getByRole('heading', { name: 'Look into your mail' })).toBeVisible();
      if (script) await expectAccessible(page);

      await openMail(page, other, /Is this your new address/);
      await page.getByRole('link', { name: /\/account\/confirm-email\?token=/ }).click();
      if (script) {
        await hydrated(page);
        await expectAccessible(page);
        await keepScreenshot(page, 'email-confirm');
      }
      await page.getByRole('button', { name: 'Confirm the new address' }).click();
      await expect(page.getByText(`From now on our mail goes to ${other}.`)).toBeVisible();
      await page.reload();
      await expect(page.getByText(`From now on our mail goes to ${other}.`)).toBeVisible();

      await openMail(page, old, /Your account has another address/);
      await page.getByRole('link', { name: /\/account\/undo-email\?token=/ }).click();
      if (script) {
        await hydrated(page);
        await expectAccessible(page);
        await keepScreenshot(page, 'email-undo');
      }
      const link = page.url();
      await page.getByRole('button', { name: 'Take the change back' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Your account has its old address again' })).toBeVisible();
      await page.goto('/account');
      await expect(page).toHaveURL(/\/sign-in\?return=/);
      await openMail(page, old, /A new password for Vouch/);
      await page.goto(link);
      if (script) await hydrated(page);
      await page.getByRole('button', { name: 'Take the change back' }).click();
      await expect(page.getByRole('alert')).toContainText('used or has expired');
    });

    test('an account is deleted once nothing needs it any more', async ({ page, guard }) => {
      guard.allow(/status of (422|404)/);
      const email = `leave.${Date.now()}.${script}@example.com`;
      await signUp(page, email, script);
      if (script) {
        await putIntoCart(page, 'three-carp-plate');
      } else {
        await page.goto('/p/three-carp-plate');
        await page.locator('form.buy button[type=submit]').click();
      }
      await page.goto('/checkout');
      if (script) await hydrated(page);
      // The courier of the demonstration waits for the money of a transfer.
      await page.getByRole('radio', { name: /transfer/i }).check();
      await fillAddress(page, { 'Full name': 'Mai Trần', 'Street and number': '3 Kirkgate', 'Town or city': 'Leeds', 'Postal code': 'LS2 7DR' });
      await page.getByRole('button', { name: /^Place the order/ }).click();
      await expect(page).toHaveURL(/\/orders\//);
      const link = page.url();
      const order = link.split('?')[0]!;

      await page.goto('/account/deletion');
      if (script) await hydrated(page);
      const first = page.getByRole('region', { name: 'Not yet' });
      await expect(first.getByRole('listitem')).toHaveCount(1);
      await expect(page.getByLabel('Present password')).toHaveCount(0);
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'deletion-not-yet');
      }
      await first.getByRole('listitem').getByRole('link').click();
      await expect(page).toHaveURL(order);
      if (script) await hydrated(page);
      await page.getByText('Cancel this order').click();
      await page.getByRole('button', { name: 'Yes, cancel it' }).click();
      await expect(page.getByTestId('order-state')).toHaveText('This order is cancelled');

      await page.goto('/account/deletion');
      if (script) await hydrated(page);
      await expect(page.getByRole('heading', { level: 2, name: 'What stays, for how long and why' })).toBeVisible();
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'deletion');
      }
      await page.getByLabel('Present password').fill(password);
      await page.getByRole('button', { name: 'Delete my account for good' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Your account is deleted' })).toBeVisible();
      if (script) {
        await hydrated(page);
        await expectAccessible(page);
      }
      // Not even the link that opens it without signing in.
      await page.goto(link);
      await expect(page.getByRole('heading', { level: 1, name: 'Nothing is on this shelf' })).toBeVisible();
      await openMail(page, email, /Your account is deleted/);
      await signUp(page, email, script);
    });

    test('an account of the demonstration stays as it is', async ({ page }) => {
      await page.goto('/sign-in');
      if (script) await hydrated(page);
      await page.getByLabel('E-mail address').fill('mai@demo.vouch.example');
      await page.getByLabel('Password').fill('kettle-on-the-hob');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'My orders' })).toBeVisible();
      for (const path of ['/account/email', '/account/deletion']) {
        await page.goto(path);
        if (script) await hydrated(page);
        await expect(page.getByText('This account is shared by every visitor of the demonstration')).toBeVisible();
        await expect(page.getByLabel('Present password')).toHaveCount(0);
        if (script) await expectAccessible(page);
      }
    });
  });
}

for (const [locale, deletion, email] of [
  ['vi', 'Xóa tài khoản', 'Dùng địa chỉ e-mail khác'],
  ['hy', 'Ջնջել հաշիվը', 'Օգտագործել ուրիշ էլ. հասցե'],
] as const) {
  test(`what one may do with an account is said in ${locale}`, async ({ page }) => {
    await signUp(page, `speaks.${locale}.${Date.now()}@example.com`, true);
    for (const [path, title] of [['deletion', deletion], ['email', email]] as const) {
      await page.goto(`/${locale}/account/${path}`);
      await hydrated(page);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expectAccessible(page);
      await keepScreenshot(page, `${path}-${locale}`);
    }
  });
}

test('a page of an account that is none says so', async ({ page, guard }) => {
  guard.allow(/status of 404/);
  const answer = await page.goto('/account/nothing');
  expect(answer?.status()).toBe(404);
  await hydrated(page);
});
