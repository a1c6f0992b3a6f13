import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { asVisitor, saveAddress, signIn, type SignedIn } from '../support/account';
import { expectAccessible } from '../support/accessibility';
import { expectToFit } from '../support/layout';
import { openMail } from '../support/mail';
import { photo } from '../support/photo';
import { keepScreenshot } from '../support/screenshot';
import { Seller } from '../support/seller';
import { ask, hydrated } from '../support/shop';
import { expect, test } from '../support/test';
import { locales, localized, word, type Locale } from '../support/words';

// What is ordered arrives at once.
test.use({
  serverArguments: ['--demo', '--demo-courier', '--demo-courier-pace-ms', '100', '--rate-limit', '0', '--page-rate-limit', '0'],
});

/** What somebody writes, with a word of it that a search finds. */
const written = {
  en: { title: 'Smaller than I thought', body: 'It holds half a loaf, and the glaze is lovely.', word: 'loaf', answer: 'It is the small one: the large one holds a whole loaf.' },
  vi: { title: 'Nhỏ hơn tôi tưởng', body: 'Đựng vừa nửa ổ bánh mì, men rất đẹp.', word: 'banh mi', answer: 'Đây là cỡ nhỏ: cỡ lớn đựng vừa cả ổ.' },
  hy: { title: 'Սպասածիցս փոքր է', body: 'Կես հաց է տեղավորվում, ջնարակը շատ գեղեցիկ է։', word: 'ջնարակը', answer: 'Սա փոքրն է. մեծի մեջ մի ամբողջ հաց է տեղավորվում։' },
} as const;

/** Makes an account whose letters are in a language, and signs the page's browser in to it. */
async function arrive(page: Page, locale: Locale, displayName: string): Promise<SignedIn> {
  const account = { email: `reader.${Date.now()}.${Math.random().toString(36).slice(2)}@example.com`, password: 'lantern by the river' };
  await asVisitor(page, 'mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { userErrors { code } } }', {
    input: { ...account, displayName, locale: locale.toUpperCase(), cookie: true },
  });
  return account;
}

/** The letter that asks for reviews, by its subject. */
function asking(locale: Locale): RegExp {
  const texts = JSON.parse(readFileSync(new URL(`../../api/src/mail/texts/${locale}.json`, import.meta.url), 'utf8'));
  return new RegExp(texts.review_requested.subject.replace('{number}', '.+').replaceAll('?', '\\?'));
}

async function picture(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  const bytes = await photo(page, 1600, 1200);
  await page.close();
  return bytes;
}

async function owner(page: Page): Promise<SignedIn> {
  const { site } = await ask<{ site: { demoAccounts: (SignedIn & { role: string })[] } }>(page.request, '{ site { demoAccounts { email password role } } }');
  return site.demoAccounts.find(({ role }) => role === 'owner')!;
}

for (const [locale, script] of [...locales.map((locale) => [locale, true] as const), ['en', false] as const]) {
  const at = (path: string) => localized(locale, path);
  const say = (key: string) => word(locale, key);

  test.describe(`in ${locale}, with${script ? '' : 'out'} script`, () => {
    test.use({ javaScriptEnabled: script });

    test('bought, delivered, asked, reviewed with a photograph, answered, found helpful, and found', async ({ page, browser, request, server, guard }) => {
      test.setTimeout(180_000);
      // A refused form is answered with its page and this status.
      guard.allow(/status of 422/);
      const ready = async () => {
        if (script) await hydrated(page);
      };
      const looked = async (name: string) => {
        if (!script) return;
        await expectAccessible(page);
        await expectToFit(page);
        await keepScreenshot(page, `${name}-${locale}`);
      };
      const { title, body, word: found, answer } = written[locale];
      const seller = await Seller.signIn(request);
      const product = await seller.create(`Bread bowl ${locale} ${test.info().project.name} ${script}`);

      await page.goto(at('/'));
      const author = await arrive(page, locale, 'Tam Reed');
      await saveAddress(page, { line1: `${Math.floor(Math.random() * 9_000)} Bakery Row` });
      await page.goto(at(`/p/${product.slug}`));
      await ready();
      await page.locator('form.buy button[type=submit]').click();
      if (script) await expect(page.locator('.added')).toBeVisible();
      else await expect(page).toHaveURL(at('/cart'));
      await page.goto(at('/checkout'));
      await ready();
      await page.locator('button.primary[type=submit]').last().click();
      await expect(page).toHaveURL(/\/orders\/ord_/);
      await expect(async () => {
        if (!script) await page.reload();
        await expect(page.getByTestId('order-state')).toHaveText(say('orders.head_delivered'), { timeout: 1_000 });
      }).toPass({ timeout: 60_000 });

      server.run('reviews', 'ask', '--demo', '--at', new Date(Date.now() + 3.5 * 86_400_000).toISOString());
      await openMail(page, author.email, asking(locale));
      const link = /https?:\/\/\S+\/account\/reviews\/new\?\S+/.exec((await page.locator('.mail-text').textContent())!)![0];
      const { pathname, search } = new URL(link);
      await page.goto(pathname + search);
      await ready();
      await looked('review-form');

      await page.getByRole('button', { name: say('reviews.send') }).click();
      await expect(page.getByRole('alert')).toContainText(say('reviews.problem_stars'));
      await ready();
      await looked('review-form-refused');
      await page.locator('label', { has: page.locator('#stars-4') }).click();
      // The product has no category: quality and description are asked about, and the second one is left open.
      await expect(page.locator('.aspect-field')).toHaveCount(2);
      await page.locator('input[name=aspect-quality][value=high]').check();
      await page.getByLabel(say('reviews.field_title'), { exact: true }).fill(title);
      await page.getByLabel(say('reviews.field_body')).fill(body);
      await page.locator('#language').selectOption(locale);
      await page.locator('#photos').setInputFiles({ name: 'bowl.jpg', mimeType: 'image/jpeg', buffer: await picture(browser) });
      if (script) await expect(page.locator('.draft-photos img')).toHaveCount(1);
      await page.getByRole('button', { name: say('reviews.send') }).click();
      await expect(page).toHaveURL(new RegExp(`${at('/account/reviews')}\\?saved=`));
      await expect(page.getByRole('status').filter({ hasText: say('reviews.saved_shown') })).toBeVisible();
      await ready();
      await expect(page.locator('.written-reviews')).toContainText(title);
      const fill = (key: string, values: Record<string, string>) => say(key).replace(/\{\{ (\w+) \}\}/g, (_, name) => values[name]!);
      const excellent = say('reviews.aspect_quality_high');
      const chip = fill('reviews.aspect_chip', { aspect: say('reviews.aspect_quality'), said: excellent });
      await expect(page.locator('.written-reviews .review-aspects li')).toHaveText([chip]);
      await looked('reviews-own');

      await signIn(page, await owner(page));
      await page.goto(at(`/p/${product.slug}`));
      await ready();
      const review = page.locator('#reviews .review');
      await expect(review).toHaveCount(1);
      await expect(review.locator('.review-aspects li')).toHaveText([chip]);
      const rows = page.locator('#reviews .aspect-rows > div');
      await expect(rows.locator('dt')).toHaveText([say('reviews.aspect_quality')]);
      await expect(rows.locator('dd').last()).toHaveText(fill('reviews.aspect_share', { said: excellent, given: '1', count: '1' }));
      await review.getByRole('link', { name: say('reviews.answer'), exact: true }).click();
      await ready();
      await page.getByLabel(say('reviews.field_answer')).fill(answer);
      await looked('review-answer');
      await page.getByRole('button', { name: say('reviews.answer_send') }).click();
      await expect(page.getByRole('status').filter({ hasText: say('reviews.answer_saved') })).toBeVisible();

      await arrive(page, locale, 'Ada Moss');
      await page.goto(at(`/p/${product.slug}`));
      await ready();
      await expect(review.locator('.review-answer')).toContainText(answer);
      await expect(review.locator('.review-photos img')).toHaveCount(1);
      await review.getByRole('button', { name: say('reviews.vote_up'), exact: true }).click();
      const one = say('reviews.helpful_single').replace('{{ count }}', '1');
      await expect(review).toContainText(one);
      await looked('reviews-answered');

      // Stars that it has not got leave it out; its stars, its photograph and a word of it find it.
      await page.goto(at(`/p/${product.slug}`));
      await page.locator('.review-filters [name=review-stars]').selectOption('2');
      await page.locator('.review-filters button[type=submit]').click();
      await expect(page.locator('#reviews')).toContainText(say('reviews.nothing'));
      await page.locator('.review-filters [name=review-stars]').selectOption('4');
      await page.locator('.review-filters [name=review-photos]').check();
      await page.locator('.review-filters [name=review-words]').fill(found);
      await page.locator('.review-filters button[type=submit]').click();
      await expect(page).toHaveURL(/review-stars=4.*review-words=.*review-photos=1|review-stars=4.*review-photos=1/);
      await expect(review.locator('h3')).toHaveText([title]);
      await expect(review).toContainText(one);
    });
  });
}

test('a changed review says so and shows what it said before, and one that is taken back is gone', async ({ page, request }) => {
  test.setTimeout(120_000);
  const seller = await Seller.signIn(request);
  const product = await seller.create(`Salt pot ${test.info().project.name}`);
  await page.goto('/');
  await arrive(page, 'en', 'Bo Vale');
  await saveAddress(page, { line1: `${Math.floor(Math.random() * 9_000)} Salt Lane` });
  await page.goto(`/p/${product.slug}`);
  await hydrated(page);
  await page.locator('form.buy button[type=submit]').click();
  await expect(page.locator('.added')).toBeVisible();
  await page.goto('/checkout');
  await hydrated(page);
  await page.locator('button.primary[type=submit]').last().click();
  await expect(page.getByTestId('order-state')).toHaveText('Everything has arrived', { timeout: 60_000 });
  await page.goto('/account/reviews');
  await hydrated(page);
  await page.getByRole('link', { name: `Write a review: ${`Salt pot ${test.info().project.name}`}` }).click();
  await page.locator('label', { has: page.locator('#stars-5') }).click();
  await page.getByLabel('What do you think of it?').fill('It pours well.');
  await page.getByRole('button', { name: 'Send the review' }).click();
  await expect(page).toHaveURL(/saved=shown/);
  await hydrated(page);

  await page.getByRole('link', { name: /^Change your review/ }).click();
  await expect(page.getByLabel('What do you think of it?')).toHaveValue('It pours well.');
  await hydrated(page);
  await page.locator('label', { has: page.locator('#stars-2') }).click();
  await page.getByLabel('What do you think of it?').fill('The lid broke in a week.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send the review' }).click();
  await expect(page).toHaveURL(/saved=shown/);
  await page.goto(`/p/${product.slug}`);
  await hydrated(page);
  const review = page.locator('#reviews .review');
  await review.getByText(/^Changed on/).click();
  await expect(review.locator('.review-history')).toContainText('It pours well.');
  await expect(review.locator('.review-body').filter({ hasText: 'The lid broke in a week.' })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'review-changed');

  await page.goto('/account/reviews');
  await hydrated(page);
  await page.locator('.written-reviews summary').filter({ hasText: 'Take it back' }).click();
  await page.getByRole('button', { name: 'Yes, take it back' }).click();
  await expect(page).toHaveURL(/saved=deleted/);
  await page.goto(`/p/${product.slug}`);
  await hydrated(page);
  await expect(review).toHaveCount(0);
  await expect(page.getByText('Taken back by their authors: 1', { exact: false })).toBeAttached();
});
