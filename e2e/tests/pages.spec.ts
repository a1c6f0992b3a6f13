import { expectAccessible } from '../support/accessibility';
import { walkThrough } from '../support/focus';
import { overflow, shifts, watchShifts } from '../support/layout';
import { open, pages } from '../support/pages';
import { keepPicture } from '../support/screenshot';
import { expect, test } from '../support/stage';
import { localized, type Locale } from '../support/words';

// Whoever opens every page several times is no shopper; no courier, so that orders stay as they are.
test.use({ serverArguments: ['--demo', '--page-rate-limit', '0', '--rate-limit', '0'] });

/** The widths of each project's window: a small phone and a common one; a tablet upright and a desk. */
const widths = { phone: [320, 390], desktop: [768, 1440] } as const;
/** What a picture is taken of. */
const shown = [390, 768, 1440];
/** What Tab walks through too; the other pages are made of the same parts. */
const walked = ['home', 'category', 'search-empty', 'product-variants', 'shop', 'compare', 'wishlist', 'cart', 'checkout', 'order', 'account', 'account-addresses', 'account-orders', 'sign-in', 'sign-up', 'help', 'help-topic', 'not-found'];

for (const entry of pages) {
  test.describe(entry.name, () => {
    // The shopper has said what they allow.
    test.use({ visitor: entry.who ?? 'guest', answered: entry.who !== 'shopper', colorScheme: 'light', contextOptions: { reducedMotion: 'reduce' } });

    test(`${entry.name}: nothing moves, nothing sticks out, everybody can use it by day and by night`, async ({ page, stage, guard }, { project }) => {
      if (entry.status) guard.allow(new RegExp(`status of ${entry.status}|^${entry.status} from`));
      // Refusals are answers too.
      if (entry.act) guard.allow(/status of 422/);
      await watchShifts(page);
      await open(page, stage, entry);
      expect(await shifts(page), 'what moved').toEqual([]);
      await expectAccessible(page);
      for (const width of widths[project.name as keyof typeof widths]) {
        expect(await overflow(page, width), 'what sticks out').toEqual([]);
        if (shown.includes(width)) await keepPicture(page, `${entry.name}-${width}-light`);
      }
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page, { rules: ['color-contrast'] });
      for (const width of widths[project.name as keyof typeof widths]) {
        if (!shown.includes(width)) continue;
        await page.setViewportSize({ ...page.viewportSize()!, width });
        await keepPicture(page, `${entry.name}-${width}-dark`);
      }
      if (walked.includes(entry.name)) expect(await walkThrough(page), 'where Tab leads, and how the focus shows').toEqual([]);
    });
  });
}

test.describe('in other languages', () => {
  // How much room words need is settled before any script comes.
  test.use({ javaScriptEnabled: false });
  test.skip(({ isMobile }) => !isMobile, 'narrow windows are where words do not fit');

  for (const locale of ['vi', 'hy'] as const satisfies readonly Locale[]) {
    for (const who of ['guest', 'newcomer', 'shopper'] as const) {
      test.describe(`${who}, ${locale}`, () => {
        test.use({ visitor: who, answered: who !== 'shopper' });

        test(`the words of ${locale} fit into the pages of a ${who}`, async ({ page, stage, guard }) => {
          test.setTimeout(120_000);
          guard.allow(/status of 4\d\d/);
          const found: string[] = [];
          for (const { name, at, who: own = 'guest', act, status } of pages) {
            if (own !== who || act || status === 429 || status === 503) continue;
            const path = typeof at === 'string' ? at : await at(stage);
            await page.goto(localized(locale, path));
            for (const width of [320, 390]) found.push(...(await overflow(page, width)).map((fault) => `${name}: ${fault}`));
            await keepPicture(page, `${name}-390-${locale}`);
          }
          expect(found).toEqual([]);
        });
      });
    }
  }
});
