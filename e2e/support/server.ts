import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { binary, copyDemonstration, demonstration } from './template';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The carrier whose webhooks the tests sign themselves. */
export const carrier = { name: 'e2e-carrier', secret: 'a secret of the browser tests' };

/**
 * `vouch serve` on a port of its own with a temporary database: the demonstration's with `--demo`, else an empty one.
 *
 * Port and database outlive a restart, so an open page meets the same shop again.
 */
export class Server {
  readonly url: string;
  /** What the server printed since its first start. */
  readonly log: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #arguments: readonly string[];
  #child: ChildProcess | undefined;
  #ruined = false;

  private constructor(folder: string, port: number, extra: readonly string[]) {
    this.#folder = folder;
    this.#port = port;
    this.#arguments = extra;
    this.url = `http://127.0.0.1:${port}`;
    this.log = join(folder, 'server.log');
  }

  /** Starts a server; `extra` goes to `vouch serve`. */
  static async create(extra: readonly string[] = ['--demo', '--demo-courier']): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), 'vouch-e2e-'));
    if (extra.includes('--demo')) copyDemonstration(folder);
    const server = new Server(folder, await freePort(), extra);
    await server.start();
    return server;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    if (this.#child) throw new Error('the server runs already');
    const log = openSync(this.log, 'a');
    const child = spawn(
      binary,
      [
        'serve',
        ...['--addr', `127.0.0.1:${this.#port}`],
        ...['--database-url', `sqlite://${join(this.#folder, 'vouch.db')}`],
        ...['--site', process.env.VOUCH_SITE ?? join(repository, 'target/site')],
        ...['--demo-dir', demonstration],
        ...['--carriers', `${carrier.name}=${carrier.secret}`],
        ...this.#arguments,
      ],
      { cwd: this.#folder, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    this.#child = child;
    process.once('exit', () => child.kill('SIGKILL'));
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));

    const deadline = Date.now() + 90_000;
    while (!(await this.#isReady())) {
      if (failure) throw failure;
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
        throw new Error(`the server does not get ready. Its log:\n${readFileSync(this.log, 'utf8')}`);
      }
      await sleep(50);
    }
  }

  /** Runs another command of `vouch` on its database; returns what it printed. */
  run(...command: string[]): string {
    return execFileSync(binary, [...command, '--database-url', `sqlite://${join(this.#folder, 'vouch.db')}`], { encoding: 'utf8' });
  }

  /** Ruins the database under the running server, as a failing disk does. What was read before may still be remembered. */
  async breakDatabase(): Promise<void> {
    for (const name of ['vouch.db', 'vouch.db-wal']) {
      const path = join(this.#folder, name);
      // As long as before: a program that has mapped a file is killed for reading behind its end, and no disk does that.
      const file = openSync(path, 'r+');
      writeSync(file, Buffer.alloc(statSync(path).size), 0, undefined, 0);
      closeSync(file);
    }
    this.#ruined = true;
  }

  /** Asks it to finish, as an operator does, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM', 20_000);
  }

  /** Ends it in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL', 5_000);
  }

  /** Stops it, leaves it away for `away` milliseconds, and starts it again. */
  async restart(away = 0): Promise<void> {
    await this.stop();
    await sleep(away);
    await this.start();
  }

  /** Stops it for good and removes its database. */
  async dispose(): Promise<void> {
    // A server without its database has nothing to finish.
    if (this.#child) await (this.#ruined ? this.kill() : this.stop());
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals, patience: number): Promise<void> {
    const child = this.#child;
    if (!child) throw new Error('the server does not run');
    this.#child = undefined;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the server had ended by itself (${child.signalCode ?? `status ${child.exitCode}`})`);
    }
    const ended = new Promise<boolean>((done) => child.once('exit', () => done(true)));
    child.kill(signal);
    const inTime = await Promise.race([ended, sleep(patience, false, { ref: false })]);
    if (!inTime) {
      child.kill('SIGKILL');
      throw new Error(`the server does not end within ${patience} ms of ${signal}`);
    }
  }

  async #isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) });
      return answer.status === 200;
    } catch {
      return false;
    }
  }
}

async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))));
    });
  });
}
