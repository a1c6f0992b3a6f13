import { Seller } from '../support/seller';
import { ask, hydrated, placeOrder, putIntoCart } from '../support/shop';
import { expect, test } from '../support/test';

// No courier: an order's moments are those of its buyer.
test.use({ serverArguments: ['--demo'] });

/** What Intl writes of the values on the pages. */
interface Written {
  /** What wrote it. */
  by: string;
  prices: string[];
  /** Weekday and day of month, apart. */
  days: { weekday: string; day: string }[];
  date: string;
  time: string;
}

interface Values {
  language: string;
  currency: string;
  amounts: string[];
  days: string[];
  moment: string;
}

/** Runs in the browser, or here where the browser lacks the language. */
function byIntl({ language, currency, amounts, days, moment }: Values): Written {
  const timeZone = 'UTC';
  const money = new Intl.NumberFormat(language, { style: 'currency', currency });
  const date = (options: Intl.DateTimeFormatOptions, value: string) => new Intl.DateTimeFormat(language, { ...options, timeZone }).format(new Date(value));
  return {
    by: globalThis.navigator?.userAgent ?? 'node',
    prices: amounts.map((amount) => money.format(Number(amount))),
    days: days.map((day) => ({
      weekday: date({ weekday: 'short' }, day),
      // Vietnamese writes months of short dates in digits.
      day: date({ day: 'numeric', month: language === 'vi' ? 'numeric' : 'short' }, day),
    })),
    date: date({ dateStyle: 'long' }, moment),
    time: date({ timeStyle: 'short' }, moment),
  };
}

const slugs = ['vishap-dragon-rug', 'wild-thyme-tea', 'creek-satchel'];

for (const [prefix, language] of [['', 'en-GB'], ['/vi', 'vi'], ['/hy', 'hy']] as const) {
  test(`prices and dates are written as Intl writes them in ${language}`, async ({ page, request }) => {
    // Chromium comes without Armenian; Node, which runs the tests, knows it. All of it is CLDR's.
    const inBrowser = await page.evaluate((asked) => Intl.DateTimeFormat.supportedLocalesOf(asked).length > 0, language);
    expect(inBrowser || language === 'hy').toBe(true);
    expect(Intl.DateTimeFormat.supportedLocalesOf(language)).toHaveLength(1);
    const written = async (values: Values) => (inBrowser ? page.evaluate(byIntl, values) : byIntl(values));

    const { products } = await ask<{ products: { nodes: { slug: string; priceRange: { min: { amount: string; currencyCode: string }; max: { amount: string } } }[] } }>(
      request,
      '{ products(first: 24, sort: PRICE_DESC) { nodes { slug priceRange { min { amount currencyCode } max { amount } } } } }',
    );
    const currency = products.nodes[0]!.priceRange.min.currencyCode;
    const nothing = { language, currency, days: [], moment: new Date().toISOString() };

    // Prices of a list.
    const listed = await written({ ...nothing, amounts: products.nodes.map(({ priceRange }) => priceRange.min.amount) });
    await page.goto(`${prefix}/search?sort=price-down`);
    await hydrated(page);
    const cards = page.getByRole('main').locator('.grid .card');
    await expect(cards).toHaveCount(products.nodes.length);
    for (const [place, price] of listed.prices.entries()) {
      // As text and not as the matcher's, which takes a no-break space for any other.
      expect(await cards.nth(place).locator('.price').innerText()).toContain(price);
    }

    // The promised days of a product.
    for (const slug of slugs) {
      const { product } = await ask<{ product: { deliveryPromise: { earliest: string; latest: string; from: { amount: string } } } }>(
        request,
        'query($slug: String!, $to: String!) { product(slug: $slug) { deliveryPromise(countryCode: $to) { earliest latest from { amount } } } }',
        { slug, to: 'GB' },
      );
      const { earliest, latest, from } = product.deliveryPromise;
      const promise = await written({ ...nothing, amounts: [from.amount], days: [earliest, latest] });
      await page.goto(`${prefix}/p/${slug}?to=GB`);
      const terms = await page.locator('.terms section').first().innerText();
      for (const { weekday, day } of promise.days) {
        // The weekday stands first in all three; CLDR sets it last in Armenian.
        expect(terms).toContain(language === 'en-GB' ? `${weekday} ${day}` : `${weekday}, ${day}`);
      }
      if (Number(from.amount) > 0) expect(terms).toContain(promise.prices[0]);
    }

    // A total beyond a thousand, and the moments of an order.
    const seller = await Seller.signIn(request);
    const carpet = await seller.create(`Great carpet in ${language}`, { price: '1234.50' });
    await putIntoCart(page, carpet.slug, prefix);
    const dear = await written({ ...nothing, amounts: ['1234.50'] });
    expect(await page.locator('.asking .price').innerText()).toContain(dear.prices[0]);
    await page.goto(`${prefix}/checkout`);
    await hydrated(page);
    await placeOrder(page);
    await expect(page).toHaveURL(/\/orders\/ord_/);
    await expect(page.getByTestId('order-state')).toBeVisible();
    const address = new URL(page.url());
    const { order } = await ask<{ order: { total: { amount: string }; placedAt: string; events: { nodes: { occurredAt: string }[] } } }>(
      request,
      'query($id: ID!, $token: String) { order(id: $id, accessToken: $token) { total { amount } placedAt events(first: 5) { nodes { occurredAt } } } }',
      { id: address.pathname.split('/').pop(), token: address.searchParams.get('token') },
    );
    expect(Number(order.total.amount)).toBeGreaterThan(1000);
    const placed = await written({ ...nothing, amounts: [order.total.amount], moment: order.placedAt });
    const main = await page.getByRole('main').innerText();
    expect(main).toContain(placed.prices[0]);
    // The mark of an Armenian year does not leave it at the end of a line.
    const unbroken = (date: string) => date.replace(' թ.', '\u00a0թ.');
    expect(main).toContain(unbroken(placed.date));
    // Date and clock, with a comma between them in all three: they stand in sentences that say "on" or "by" themselves.
    const first = await written({ ...nothing, amounts: [], moment: order.events.nodes[0]!.occurredAt });
    expect(main).toContain(`${unbroken(first.date)}, ${first.time}`);
  });
}
