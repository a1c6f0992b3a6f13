import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const FOLDER = 'VOUCH_DEMONSTRATION';

/** The program under test. */
export const binary = process.env.VOUCH_BIN ?? join(repository, 'target/debug/vouch');
export const demonstration = join(repository, 'demo');

/**
 * Loads the demonstration once for all servers of the tests, of which each gets a copy: loading takes seconds, and there are
 * some eighty servers.
 */
export default function prepare(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-demonstration-'));
  execFileSync(binary, ['demo', '--database-url', `sqlite://${join(folder, 'vouch.db')}`, '--demo-dir', demonstration], { cwd: folder, stdio: 'pipe' });
  process.env[FOLDER] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Copies the loaded demonstration into the folder of a server. */
export function copyDemonstration(to: string): void {
  const folder = process.env[FOLDER];
  if (!folder) throw new Error('the demonstration was not loaded: playwright.config.ts names what loads it as globalSetup');
  cpSync(folder, to, { recursive: true });
}
