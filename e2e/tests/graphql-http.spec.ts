import { serverAudits } from 'graphql-http';
import { expect, test } from '../support/test';

test('GraphQL over HTTP passes every audit', async ({ server }) => {
  const audits = serverAudits({ url: `${server.url}/graphql`, fetchFn: fetch });
  expect(audits.length).toBeGreaterThan(50);
  const failed: string[] = [];
  for (const audit of audits) {
    const result = await audit.fn();
    if (result.status !== 'ok') failed.push(`${result.status}: ${audit.name}: ${result.reason}`);
  }
  expect(failed).toEqual([]);
});
