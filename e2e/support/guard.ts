import type { BrowserContext } from '@playwright/test';

/**
 * Collects what pages complain about: console errors and warnings, exceptions, and answers of 500 and above.
 *
 * A page that hydrates onto other HTML than the server sent says so in the console, so this is the hydration check too.
 */
export class Guard {
  readonly #allowed: RegExp[] = [
    /Service Worker registration blocked by Playwright/,
    // Who leaves a page while one of its modules comes breaks that off; a module that is really missing shows on its page.
    /(Response body loading was aborted|Failed to fetch)[\s\S]*\/modules\.js/,
    // The same of the program itself, in the script of the page: a program that is really missing never says it is hydrated.
    /^exception: TypeError: Failed to fetch\s+at http:\S+:\d+:\d+$/,
    /^exception: WebAssembly compilation aborted: Network error: Response body loading was aborted$/,
  ];
  readonly #complaints: string[] = [];

  constructor(context: BrowserContext) {
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        const { url, lineNumber } = message.location();
        this.#complain(`console ${message.type()}: ${message.text()} (${url}:${lineNumber})`);
      }
    });
    // What is thrown outside of any script has an empty stack.
    context.on('weberror', (error) => this.#complain(`exception: ${error.error().stack || error.error().message}`));
    context.on('response', (response) => {
      if (response.status() >= 500) {
        this.#complain(`${response.status()} from ${response.request().method()} ${response.url()}`);
      }
    });
  }

  /** From here on, complaints that match `pattern` are expected: say in the test why. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** What a browser says of requests that fail while the server is away. */
  allowServerAway(): void {
    this.allow(/net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET_NOT_CONNECTED)/);
    this.allow(/WebSocket connection to '[^']*' failed/);
  }

  /** What was complained about, but for what is allowed. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  /** Forgets the complaints so far, and returns them. */
  take(): string[] {
    return this.#complaints.splice(0);
  }

  /** Throws when there were complaints. */
  verify(): void {
    if (this.#complaints.length > 0) {
      throw new Error(`the page complained:\n${this.#complaints.map((complaint) => `- ${complaint}`).join('\n')}`);
    }
  }

  #complain(complaint: string): void {
    if (!this.#allowed.some((pattern) => pattern.test(complaint))) {
      this.#complaints.push(complaint);
    }
  }
}
