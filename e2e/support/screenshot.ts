import { type Page, test } from '@playwright/test';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../screenshots');

/**
 * Keeps a picture of the whole page as `screenshots/NAME-PROJECT.png` for people to look at.
 *
 * Only when asked for (`cargo xtask test --only e2e --screenshots`): pictures differ by a pixel from run to run, and a
 * test run should leave the tree as it was.
 */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await keepPicture(page, `${name}-${test.info().project.name}`);
}

/** The same under a name of its own, `screenshots/NAME.png`. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (!process.env.VOUCH_SCREENSHOTS) return;
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'hide', scale: 'css' });
}
