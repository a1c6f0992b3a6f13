import type { Browser, Page } from '@playwright/test';
import { signIn } from '../support/account';
import { expectAccessible } from '../support/accessibility';
import { expectToFit } from '../support/layout';
import { openMail } from '../support/mail';
import { honest, onDuty, ring } from '../support/reviews';
import { keepScreenshot } from '../support/screenshot';
import { ask, hydrated } from '../support/shop';
import { expect, test } from '../support/test';
import { locales, localized, word } from '../support/words';

// What is ordered arrives at once, and many people act in a minute.
test.use({
  serverArguments: ['--demo', '--demo-courier', '--demo-courier-pace-ms', '50', '--rate-limit', '0', '--page-rate-limit', '0'],
});

const statusOf = async (page: Page, review: string): Promise<string | undefined> => {
  const query = 'query($id: ID!) { node(id: $id) { ... on Review { status } } }';
  return (await ask<{ node: { status: string } | null }>(page.request, query, { id: review })).node?.status;
};

/** Another browser, with somebody else in it. */
async function another(browser: Browser, page: Page): Promise<Page> {
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin, locale: 'en-GB', serviceWorkers: 'block' });
  return context.newPage();
}

/** The line of the queue about what somebody wrote. */
const line = (page: Page, name: string) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name: new RegExp(`by ${name}$`) }) });

async function report(page: Page, review: string, wrong: string, script = true): Promise<void> {
  await page.goto(`/reviews/flag?review=${review}`);
  if (script) await hydrated(page);
  await page.getByRole('radio', { name: wrong }).check();
  await page.getByLabel('In your words').fill('Please look at this one.');
  await page.getByRole('button', { name: 'Report it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
  if (script) await hydrated(page);
}

test('a ring is held, seen as a picture, and one of it restored with a reason', async ({ page, server, request }) => {
  test.setTimeout(240_000);
  const members = await ring(request, server);
  await page.goto('/');
  await onDuty(page);
  await page.goto('/account/orders');
  await hydrated(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Moderation', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Moderation desk' })).toBeVisible();
  const held = line(page, members[0]!.name);
  await expect(held.first()).toContainText('Held by the machine');
  await expectAccessible(page);
  await expectToFit(page);
  await keepScreenshot(page, 'moderation-queue');

  await held.first().getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: /^Case: / })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Why the machine held it' }).locator('tbody tr')).toHaveCount(7);
  const picture = page.getByRole('img', { name: /^6 accounts on the left, 3 things/ });
  await expect(picture).toBeVisible();
  await expect(picture.locator('.person')).toHaveCount(6);
  await expect(picture.locator('.line')).toHaveCount(18);
  await page.getByText('The same as tables').click();
  const bonds = page.getByRole('table', { name: 'Bonds' });
  await expect(bonds.getByRole('row').nth(1)).toContainText('an address');
  await expectAccessible(page);
  await expectToFit(page);
  await keepScreenshot(page, 'moderation-case');

  const id = new URL(page.url()).searchParams.get('id')!;
  const query = 'query($id: ID!) { moderationCase(id: $id) { review { id } } }';
  const answer = await page.request.post('/graphql', { data: { query, variables: { id } }, headers: { 'Vouch-Csrf': '1' } });
  const review: string = (await answer.json()).data.moderationCase.review.id;
  const author = members.find(({ reviews }) => reviews.includes(review))!;
  expect(await statusOf(page, review)).not.toBe('PUBLISHED');
  await page.getByRole('radio', { name: /^Restore/ }).check();
  await page.getByLabel('Reason').fill('A family shares this house. What you wrote is about the thing itself.');
  await page.getByRole('button', { name: 'Decide' }).click();
  await expect(page.locator('.notice[role=status]')).toContainText('Your decision is recorded');

  const reader = await another(page.context().browser()!, page);
  expect(await statusOf(reader, review)).toBe('PUBLISHED');
  await reader.context().close();
  await openMail(page, author.email, /Your review is shown/);
  await expect(page.getByText('A family shares this house.', { exact: false }).first()).toBeVisible();
});

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script });

    test('what is reported is hidden, explained, appealed against and decided by somebody else', async ({ page, browser, request, guard }) => {
      test.setTimeout(180_000);
      // A refused form is answered with its page and this status.
      guard.allow(/status of 422/);
      const name = `Mona ${script ? 'Reed' : 'Vale'} ${test.info().project.name}`;
      const author = await honest(request, name, 'The shop next door sells the same for half of it, at www.example.com.');
      const review = author.reviews[0]!;
      await page.goto('/');
      const reader = await honest(request, 'Ada Reader', 'Very good, and I would buy it again.');
      await signIn(page, reader);
      await page.goto(`/reviews/flag?review=${review}`);
      if (script) {
        await hydrated(page);
        await expectAccessible(page);
        await keepScreenshot(page, 'review-flag');
      }
      await page.getByLabel('In your words').fill('It advertises another shop.');
      await page.getByRole('button', { name: 'Report it' }).click();
      await expect(page.getByRole('alert')).toContainText('Choose what is wrong');
      await expect(page.getByLabel('In your words')).toHaveValue('It advertises another shop.');
      if (script) await expectAccessible(page);
      await report(page, review, 'Advertising', script);

      await onDuty(page);
      await page.goto('/moderation');
      if (script) await hydrated(page);
      await line(page, name).getByRole('link').first().click();
      await expect(page.getByLabel('Reports').getByText('Please look at this one.')).toBeVisible();
      if (script) await hydrated(page);
      await page.getByRole('radio', { name: /^Hide/ }).check();
      await page.getByLabel('Reason').fill('You name another shop and its address.');
      await page.getByRole('button', { name: 'Decide' }).click();
      await expect(page.getByLabel('The rule that is broken')).toHaveAccessibleDescription(/Name the rule/);
      await expect(page.getByRole('radio', { name: /^Hide/ })).toBeChecked();
      await expect(page.getByLabel('Reason')).toHaveValue('You name another shop and its address.');
      if (script) {
        await hydrated(page);
        await expectAccessible(page);
        await keepScreenshot(page, 'moderation-refused');
      }
      await page.getByLabel('The rule that is broken').selectOption({ label: 'Advertising' });
      await page.getByRole('button', { name: 'Decide' }).click();
      await expect(page.locator('.notice[role=status]')).toContainText('Your decision is recorded');
      if (script) await hydrated(page);

      await signIn(page, author);
      await page.goto(`/account/reviews/appeal?review=${review}`);
      if (script) await hydrated(page);
      await expect(page.getByText('You name another shop and its address.')).toBeVisible();
      if (script) {
        await expectAccessible(page);
        await keepScreenshot(page, 'review-appeal');
      }
      await page.getByLabel('Why the decision is wrong').fill('It is only a comparison of prices.');
      await page.getByRole('button', { name: 'Send the appeal' }).click();
      await expect(page.getByRole('heading', { name: 'Your appeal is here' })).toBeVisible();
      if (script) await expectAccessible(page);

      await onDuty(page);
      await page.goto('/moderation');
      if (script) await hydrated(page);
      await line(page, name).getByRole('link').first().click();
      await expect(page.getByRole('heading', { name: 'This is for somebody else' })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Decide' })).toHaveCount(0);
      const second = await another(browser, page);
      await onDuty(second, 1);
      await second.goto('/moderation');
      await line(second, name).getByRole('link').first().click();
      await expect(second.getByLabel('What the author says').getByText('It is only a comparison of prices.')).toBeVisible();
      await second.getByRole('radio', { name: /^Uphold/ }).check();
      await second.getByLabel('The rule that is broken').selectOption({ label: 'Advertising' });
      await second.getByLabel('Reason').fill('An address of another shop is an advertisement, whatever stands beside it.');
      await second.getByRole('button', { name: 'Decide' }).click();
      await expect(second.locator('.notice[role=status]')).toContainText('Your decision is recorded');
      await second.context().close();
      await openMail(page, author.email, /The decision stands/);
    });
  });
}

test('of two moderators who decide at once the second sees what the first decided', async ({ page, browser, request, guard }) => {
  test.setTimeout(120_000);
  guard.allow(/status of 422/);
  const name = `Tam Both ${test.info().project.name}`;
  const author = await honest(request, name, 'It is not what I thought it would be.');
  await page.goto('/');
  await signIn(page, await honest(request, 'Bo Reader', 'Just as it is in the picture.'));
  await report(page, author.reviews[0]!, 'Not about the thing');
  await onDuty(page);
  await page.goto('/moderation');
  await hydrated(page);
  await line(page, name).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: /^Case: / })).toBeVisible();
  await hydrated(page);
  const second = await another(browser, page);
  await onDuty(second, 1);
  await second.goto(page.url());
  for (const [desk, reason] of [[page, 'Nothing is wrong with it.'], [second, 'I see nothing wrong either.']] as const) {
    await hydrated(desk);
    await desk.getByRole('radio', { name: /^Uphold/ }).check();
    await desk.getByLabel('Reason').fill(reason);
    await desk.getByRole('button', { name: 'Decide' }).click();
    await expect(desk.getByText(/^(Your decision is recorded|Somebody else decided meanwhile)/)).toBeVisible();
    await hydrated(desk);
  }
  await expect(second.getByRole('alert')).toContainText('Somebody else decided meanwhile');
  const decided = second.getByRole('region', { name: 'This was decided' });
  await expect(decided).toContainText('Nothing is wrong with it.');
  await expect(decided).toContainText('I see nothing wrong either.');
  await expectAccessible(second);
  await keepScreenshot(second, 'moderation-decided');
  await second.context().close();
});

test('the desk is shut to others, and asks who somebody is', async ({ page, request, guard }) => {
  test.setTimeout(120_000);
  guard.allow(/status of 403/);
  await page.goto('/moderation');
  await expect(page).toHaveURL(/\/sign-in\?return=%2Fmoderation/);
  await signIn(page, await honest(request, 'Cy Reader', 'Neither good nor bad.'));
  const answer = await page.goto('/moderation');
  expect(answer?.status()).toBe(403);
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1, name: 'This desk is not for you' })).toBeVisible();
  await expectAccessible(page);
  await keepScreenshot(page, 'moderation-shut');
});

for (const locale of locales) {
  test(`the desk speaks ${locale}`, async ({ page, request, server }) => {
    test.setTimeout(240_000);
    const member = (await ring(request, server)).at(-1)!;
    await page.goto('/');
    await onDuty(page);
    await page.goto(localized(locale, '/moderation'));
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 1, name: word(locale, 'moderation.title') })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('main').locator('.case-line a').first().click();
    await expect(page.locator('.ring-picture')).toBeVisible();
    await page.locator('.ring-tables summary').click();
    await expectAccessible(page);
    await keepScreenshot(page, `moderation-case-${locale}`);
    await page.goto(localized(locale, '/moderation?state=decided&kind=review'));
    await expectAccessible(page);
    await signIn(page, member);
    await page.goto(localized(locale, `/account/reviews/appeal?review=${member.reviews[0]}`));
    await hydrated(page);
    await expect(page.getByRole('heading', { level: 2, name: word(locale, 'moderation.appeal_form') })).toBeVisible();
    await expectAccessible(page);
  });
}
