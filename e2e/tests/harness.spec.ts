import { expect, test } from '../support/test';

test('the server keeps its address over a restart and a crash', async ({ server, request }) => {
  const before = server.url;
  expect((await request.get('/healthz')).status()).toBe(200);
  await server.restart();
  expect(server.url).toBe(before);
  expect((await request.get('/readyz')).status()).toBe(200);
  await server.kill();
  await server.start();
  expect((await request.get('/readyz')).status()).toBe(200);
});

test('the guard hears what a page complains about', async ({ page, guard }) => {
  await page.setContent('<title>A page</title>');
  await page.evaluate(() => console.warn('a hydration mismatch'));
  await expect.poll(() => guard.complaints.length).toBe(1);
  expect(guard.take()[0]).toContain('console warning: a hydration mismatch');

  guard.allow(/expected/);
  await page.evaluate(() => console.error('this is expected'));
  await page.evaluate(() => setTimeout(() => { throw new Error('unhandled'); }));
  await expect.poll(() => guard.complaints.length).toBe(1);
  expect(guard.take()[0]).toContain('exception: Error: unhandled');
});
