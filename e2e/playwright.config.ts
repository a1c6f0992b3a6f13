import { defineConfig } from '@playwright/test';

/**
 * Files whose tests do not depend on the window: each runs in one alone, in that in which most people do what it is about.
 * How their pages fit into the other one, and whether everybody can use them there, `pages.spec.ts` asks of every page.
 */
const once = {
  phone: [
    'accounts', 'address-book', 'addresses', 'checkout-resume', 'currencies', 'help', 'mail', 'no-script', 'offline', 'orders-at-rest',
    'passkeys', 'policies', 'privacy', 'recent', 'reviews-journey', 'reviews-list',
  ],
  desktop: ['crawl', 'findability', 'formats', 'graphql-http', 'harness', 'letters', 'moderation', 'sitemap', 'standing'],
};
const files = (names: readonly string[]) => names.map((name) => `**/${name}.spec.ts`);

/**
 * The journeys run against a server of their own: `support/server.ts` starts it, one for each worker, with an empty
 * temporary database. `cargo xtask test --only e2e` builds the server and the site first and tells where they are.
 */
export default defineConfig({
  testDir: './tests',
  globalSetup: './support/template.ts',
  outputDir: './test-results',
  forbidOnly: Boolean(process.env.CI),
  // A test that passes at the second try hides a race that a shopper meets.
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'playwright-report/results.json' }]],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // Tests stop servers and answer for them; a worker that shows what it has kept would stand in between.
    serviceWorkers: 'block',
    // A trace costs a fifth of the time: `--trace on` when a failure is looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--no-first-run',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    {
      name: 'phone',
      testIgnore: files(once.desktop),
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
    { name: 'desktop', testIgnore: files(once.phone), use: { viewport: { width: 1440, height: 900 } } },
  ],
});
