import { expectAccessible } from '../support/accessibility';
import { shifts, watchShifts } from '../support/layout';
import { keepScreenshot } from '../support/screenshot';
import { hydrated, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

test.use({ answered: false });

const languages = [
  { prefix: '', name: 'May we remember a little?', yes: 'Yes, both', no: 'No, neither', choose: 'Choose one by one', title: 'Privacy and your data' },
  { prefix: '/vi', name: 'Chúng tôi ghi nhớ đôi chút được không?', yes: 'Đồng ý cả hai', no: 'Không, cả hai', choose: 'Chọn từng điều', title: 'Quyền riêng tư và dữ liệu của bạn' },
  { prefix: '/hy', name: 'Կարո՞ղ ենք մի փոքր հիշել', yes: 'Այո, երկուսն էլ', no: 'Ոչ, ոչ մեկը', choose: 'Ընտրել մեկ առ մեկ', title: 'Գաղտնիություն և Ձեր տվյալները' },
] as const;

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script });
    test.skip(({ isMobile }) => !script && !isMobile, 'plain forms are the same on every screen');

    for (const { prefix, name, yes, no, choose, title } of languages) {
      test(`the first page asks once, and the answer is changed in one place: ${prefix || '/en'}`, async ({ page }) => {
        await page.goto(`${prefix}/help`);
        if (script) await hydrated(page);
        const question = page.getByRole('region', { name });
        await expect(question).toBeInViewport();
        const [first, second] = [await question.getByRole('button', { name: no }).boundingBox(), await question.getByRole('button', { name: yes }).boundingBox()];
        expect(Math.abs(first!.height - second!.height)).toBeLessThan(1);
        if (script) {
          await expectAccessible(page);
          await keepScreenshot(page, `consent-question${prefix.replace('/', '-')}`);
        }
        await question.getByRole('button', { name: no }).click();
        await expect(page).toHaveURL(new RegExp(`${prefix}/help$`));
        await expect(question).toHaveCount(0);
        await page.goto(prefix || '/');
        await expect(page.getByRole('region', { name })).toHaveCount(0);

        await page.goto(`${prefix}/privacy-choices`);
        if (script) await hydrated(page);
        await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
        const groups = page.getByRole('main').getByRole('group');
        await expect(groups).toHaveCount(2);
        await expect(groups.first().locator('input[value=no]')).toBeChecked();
        await groups.first().locator('input[value=yes]').check();
        if (script) {
          await expectAccessible(page);
          await keepScreenshot(page, `privacy-guest${prefix.replace('/', '-')}`);
        }
        await page.locator('.consent-choices button').click();
        await expect(page.getByRole('status').first()).toBeVisible();
        await expect(groups.first().locator('input[value=yes]')).toBeChecked();
        await expect(groups.last().locator('input[value=no]')).toBeChecked();
        void choose;
      });
    }

    test('the link of the question leads to the choices one by one', async ({ page }) => {
      await page.goto('/');
      if (script) await hydrated(page);
      await page.getByRole('link', { name: 'Choose one by one' }).click();
      await expect(page.getByRole('heading', { level: 2, name: 'What you allow' })).toBeVisible();
      await expect(page.getByText('You have not been asked yet, so it is off.')).toHaveCount(2);
      await expect(page.getByRole('region', { name: 'May we remember a little?' })).toHaveCount(0);
    });
  });
}

test('the question stands in nobody’s way, moves nothing, and stays while one looks around', async ({ page }) => {
  await watchShifts(page);
  await page.goto('/c/ceramics');
  await hydrated(page);
  expect(await shifts(page)).toEqual([]);
  await page.getByRole('main').locator('.grid a').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const question = page.getByRole('region', { name: 'May we remember a little?' });
  await expect(question).toBeInViewport();
  // What has the focus is never under it.
  for (let press = 0; press < 40; press += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const [focused, ask] = [document.activeElement, document.querySelector('.consent-ask')];
      if (!focused || !ask || focused === document.body || ask.contains(focused)) return false;
      return focused.getBoundingClientRect().top >= ask.getBoundingClientRect().top;
    });
    expect(hidden, `press ${press}`).toBe(false);
  }
  await putIntoCart(page, 'three-carp-plate');
  await page.goto('/checkout');
  await expect(page.getByRole('region', { name: 'May we remember a little?' })).toHaveCount(0);
});
