import { expect, type Page } from '@playwright/test';

/** Opens the newest mail of the demonstration's outbox to `recipient` whose subject fits; mail is written a moment later. */
export async function openMail(page: Page, recipient: string, subject: RegExp): Promise<void> {
  await expect(async () => {
    await page.goto('/demo/outbox');
    const mail = page.getByRole('listitem').filter({ hasText: recipient }).filter({ hasText: subject });
    await expect(mail.first()).toBeVisible({ timeout: 500 });
    await mail.first().getByRole('link').click();
  }).toPass({ timeout: 15_000 });
  await expect(page.getByRole('heading', { level: 1, name: subject })).toBeVisible();
}
