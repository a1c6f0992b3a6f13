import { expect, type Locator, type Page } from '@playwright/test';

/** What has the focus, and what is wrong with how it shows. */
export interface Stop {
  name: string;
  faults: string[];
}

/**
 * Where the focus is, and whether somebody who looks sees that: it has an outline that its surroundings do not hide, it is
 * in the window, and nothing lies over it (WCAG 2.4.7, 2.4.11).
 */
export async function focusStop(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body || focused === document.documentElement) return { name: 'the page', faults: [] };
    const name = `${focused.tagName.toLowerCase()}${focused.id ? `#${focused.id}` : ''} “${(focused.getAttribute('aria-label') ?? focused.textContent ?? '').trim().slice(0, 40)}”`;
    const faults: string[] = [];
    // A card that is one link shows the focus around all of it, a radio button on the label that is drawn for it.
    const around = [focused, ...[1, 2, 3, 4].map((steps) => Array.from({ length: steps }).reduce<Element | null>((element) => element?.parentElement ?? null, focused))];
    const outlined = around.find((element): element is Element => {
      if (!element) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
    if (!outlined) faults.push('no outline shows the focus');
    const label = (focused as HTMLInputElement).labels?.[0];
    const shown = outlined ?? label ?? focused;
    const { top, bottom, left, right, width, height } = shown.getBoundingClientRect();
    if (width < 2 || height < 2) faults.push(`it is ${width} × ${height}`);
    if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) faults.push('it is outside of the window');
    const inside = (at: number, from: number, to: number) => Math.min(Math.max(at, from + 1), to - 1);
    const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]].map(([x, y]) => [inside(left + width * x!, 0, innerWidth), inside(top + height * y!, 0, innerHeight)] as const);
    const seen = points.filter(([x, y]) => {
      const on = document.elementFromPoint(x, y);
      return on && (shown.contains(on) || on.contains(focused) || label?.contains(on));
    });
    if (seen.length === 0) faults.push(`it is covered by ${document.elementFromPoint(...points[0]!)?.outerHTML.slice(0, 80)}`);
    return { name, faults };
  });
}

/** Presses Tab until `target` has the focus, and sees to it that the focus shows at every stop on the way. */
export async function tabTo(page: Page, target: Locator, { most = 120, back = false } = {}): Promise<number> {
  const faults: string[] = [];
  for (let presses = 1; presses <= most; presses += 1) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const stop = await focusStop(page);
    faults.push(...stop.faults.map((fault) => `${stop.name}: ${fault}`));
    if (await target.evaluate((element) => element === document.activeElement)) {
      expect(faults, `stops on the way to ${target}`).toEqual([]);
      return presses;
    }
  }
  throw new Error(`${target} cannot be reached with ${most} presses of Tab`);
}

/**
 * Walks through the whole page with Tab. Every stop must show, none may keep the focus, and everything that can be used
 * must be met once in the order of the document.
 */
export async function walkThrough(page: Page): Promise<string[]> {
  const expected = await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
    const usable = 'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex^="-"])';
    return [...document.querySelectorAll<HTMLElement>(usable)].filter((element) => element.tabIndex >= 0 && element.checkVisibility({ checkVisibilityCSS: true })).length;
  });
  const faults: string[] = [];
  const met = new Set<string>();
  for (let presses = 0; presses < expected + 20; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await focusStop(page);
    if (stop.name === 'the page') break;
    faults.push(...stop.faults.map((fault) => `${stop.name}: ${fault}`));
    const mark = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      element.dataset.met = String(Number(element.dataset.met ?? 0) + 1);
      return `${element.dataset.met} ${[...document.querySelectorAll('*')].indexOf(element)}`;
    });
    if (!mark.startsWith('1 ')) {
      if (met.size < expected / 2) faults.push(`${stop.name}: the focus comes back to it after ${met.size} of ${expected} stops`);
      break;
    }
    met.add(mark);
  }
  return faults;
}
