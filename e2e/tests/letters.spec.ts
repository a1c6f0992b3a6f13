import { expectAccessible } from '../support/accessibility';
import { overflow } from '../support/layout';
import { keepPicture } from '../support/screenshot';
import { expect, test } from '../support/stage';
import { localized, locales, word } from '../support/words';

test.use({ serverArguments: ['--demo', '--page-rate-limit', '0'] });

for (const locale of locales) {
  test(`the outbox shows every letter, in ${locale}`, async ({ page, stage }) => {
    expect(stage.mail).toMatch(/mail_/);
    await page.goto(localized(locale, '/demo/outbox'));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(word(locale, 'mail.title'));
    const subjects = await page.locator('.mails a').allInnerTexts();
    // Three accounts, three orders, one of them cancelled.
    for (const subject of [/^Is this your address/, /^Your order \S+$/, /^Your order \S+ was cancelled/]) {
      expect(subjects.filter((text) => subject.test(text)), String(subject)).not.toEqual([]);
    }
    await page.locator('.mails a').first().click();
    await expect(page.locator('.mail-text')).toContainText('http');
    await expect(page.getByRole('link', { name: word(locale, 'mail.as_html') })).toBeVisible();
  });
}

test('a letter can be read in small and large windows, by day and by night, and asks nobody for anything', async ({ page, request, stage }) => {
  expect(stage.mail).toMatch(/mail_/);
  await page.goto('/demo/outbox');
  const links = await page.locator('.mails a').evaluateAll((all) => all.map((link) => [link.textContent ?? '', (link as HTMLAnchorElement).pathname]));
  const kinds = new Map(links.map(([subject, path]) => [subject!.replace(/V-\S+/, 'N'), path!]));
  expect(kinds.size).toBeGreaterThanOrEqual(3);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  for (const path of kinds.values()) {
    asked.length = 0;
    // As a reader of mail shows it. At its own address it stands in a sandbox, where the test's scripts are refused.
    await page.goto('about:blank');
    await page.setContent(await (await request.get(`${path}/html`)).text());
    expect(asked).toEqual([]);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      // A letter stands in the window of whoever reads it, which has the landmarks.
      await expectAccessible(page, { without: ['region', 'landmark-one-main'] });
      for (const width of [390, 700]) {
        expect(await overflow(page, width)).toEqual([]);
        await keepPicture(page, `letter-${path.split('_')[1]}-${width}-${scheme}`);
      }
    }
  }
});
