import { expectAccessible } from '../support/accessibility';
import { shifts, watchShifts } from '../support/layout';
import { keepScreenshot } from '../support/screenshot';
import { hydrated } from '../support/shop';
import { expect, test } from '../support/test';

test('what was looked at is on the front page, moves nothing, and can be forgotten', async ({ page }) => {
  for (const slug of ['river-mist-tea-bowl', 'tidewrack-notebook']) {
    await page.goto(`/p/${slug}`);
    await hydrated(page);
  }
  await watchShifts(page);
  await page.goto('/');
  await hydrated(page);
  const rail = page.getByRole('region', { name: 'What you looked at lately' });
  await expect(rail.getByRole('link', { name: 'River Mist tea bowl' })).toBeAttached();
  await expect(rail.getByRole('listitem').first()).toContainText('Tidewrack hand-bound notebook');
  expect(await shifts(page)).toEqual([]);
  await expectAccessible(page);
  await rail.scrollIntoViewIfNeeded();
  await keepScreenshot(page, 'home-recent');
  await rail.getByRole('button', { name: 'Forget it' }).click();
  await expect(rail).toBeHidden();
  await page.reload();
  await hydrated(page);
  await expect(rail).toBeHidden();
  expect(await page.evaluate(() => localStorage.getItem('vouch_recent'))).toBeNull();
});
