/**
 * The audits of npm's graphql-http against a running server: `npm run audit -- http://127.0.0.1:8080`.
 *
 * It prints what fails and a last line with the figures; a failed audit of whatever level makes it fail. The browser
 * tests run the same audits (tests/graphql-http.spec.ts).
 */
import { serverAudits } from 'graphql-http';

const server = process.argv[2] ?? 'http://127.0.0.1:8080';
const audits = serverAudits({ url: `${server}/graphql`, fetchFn: fetch });
let failed = 0;
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status !== 'ok') {
    failed += 1;
    console.error(`${result.status}: ${audit.name}: ${result.reason}`);
  }
}
console.log(`${audits.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
