import { expect, type Page } from '@playwright/test';
import type Axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

declare global {
  interface Window {
    axe?: typeof Axe;
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA and what axe holds for good practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Which of axe's rules are asked: all that are tagged so, or `rules` alone; never those of `without`. */
interface Choice {
  rules?: string[];
  without?: string[];
}

/**
 * What axe finds on the page: what, where and why it matters.
 *
 * axe runs in the page itself, which is enough where no page has frames: @axe-core/playwright opens an empty page besides for
 * each run, to put the findings of frames together, and loads axe into both.
 */
export async function findings(page: Page, { rules, without = [] }: Choice = {}): Promise<string[]> {
  expect(page.frames(), 'axe looks at no frames').toHaveLength(1);
  // A page keeps it until it is left for one that the server sends.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(source);
  const violations = await page.evaluate(
    async ({ runOnly, without }) => {
      // What is fading in has not got its colours yet. What never ends is not waited for, and one that is cut off has ended.
      const fading = document.getAnimations().filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
      await Promise.race([Promise.allSettled(fading.map(({ finished }) => finished)), new Promise((enough) => setTimeout(enough, 2_000))]);
      // The question about consent lies over what is scrolled under it, and over nothing at the end of the page.
      const top = scrollY;
      if (document.querySelector('.consent-ask')) scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
      const disabled = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
      const { violations } = await window.axe!.run(document, { runOnly, rules: disabled, resultTypes: ['violations'] });
      scrollTo({ top, behavior: 'instant' });
      return violations;
    },
    { runOnly: rules ? { type: 'rule' as const, values: rules } : { type: 'tag' as const, values: tags }, without },
  );
  return violations.map(({ id, impact, help, helpUrl, nodes }) => {
    const places = nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary?.replaceAll('\n', ' ')}`);
    return `${id} (${impact}): ${help}, ${helpUrl}\n${places.join('\n')}`;
  });
}

/** Fails when axe finds anything on the page. */
export async function expectAccessible(page: Page, choice: Choice = {}): Promise<void> {
  const found = await findings(page, choice);
  if (found.length > 0) throw new Error(`axe finds on ${page.url()}:\n${found.map((finding) => `- ${finding}`).join('\n')}`);
}
