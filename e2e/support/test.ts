import { test as base } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { Guard } from './guard';
import { Server } from './server';

/**
 * Playwright's `test` with Vouch around it.
 *
 * - `server` is the worker's own, in demonstration mode. A test may restart it: port and database stay.
 * - `serverArguments` is what its `vouch serve` is told; a file says another with `test.use` at its top.
 * - The visitor has said no to everything that a first page asks; a file that is about being asked says `answered: false`.
 * - `guard` watches every page of the test and fails it when one complains in the console.
 * - Addresses are relative to the server: `page.goto('/cart')`.
 */
export const test = base.extend<{ guard: Guard; answered: boolean }, { server: Server; serverArguments: readonly string[] }>({
  serverArguments: [['--demo', '--demo-courier'], { scope: 'worker', option: true }],

  server: [
    async ({ serverArguments }, use) => {
      const server = await Server.create(serverArguments);
      await use(server);
      await server.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  answered: [true, { option: true }],

  context: async ({ context, server, answered }, use) => {
    if (answered) {
      const choices = '[{ purpose: PERSONALISATION, granted: false }, { purpose: WISHLIST_LETTERS, granted: false }]';
      const query = `mutation { consentsUpdate(input: { wordingVersion: 2, choices: ${choices} }) { userErrors { code } } }`;
      await context.request.post(`${server.url}/graphql`, { data: { query } });
    }
    await use(context);
  },

  baseURL: async ({ server }, use) => use(server.url),

  guard: [
    async ({ context, server, javaScriptEnabled }, use, testInfo) => {
      const guard = new Guard(context);
      // The server cannot know that no script will come for what it announces; a browser says so after some seconds.
      if (javaScriptEnabled === false) guard.allow(/was preloaded using link preload but not used/);
      await use(guard);
      if (testInfo.status !== testInfo.expectedStatus || guard.complaints.length > 0) {
        await testInfo.attach('server.log', { body: readFileSync(server.log, 'utf8'), contentType: 'text/plain' });
      }
      guard.verify();
    },
    { auto: true },
  ],
});

export { expect } from '@playwright/test';
