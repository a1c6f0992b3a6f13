import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** WCAG 2.2 AA and what axe holds for good practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails when axe finds anything on the page, by all its rules or by `rules` alone; says what, where and why it matters. */
export async function expectAccessible(page: Page, { rules, without = [] }: { rules?: string[]; without?: string[] } = {}): Promise<void> {
  const builder = new AxeBuilder({ page });
  if (rules) builder.withRules(rules);
  else builder.withTags(tags).disableRules(without);
  const { violations } = await builder.analyze();
  if (violations.length === 0) return;
  const findings = violations.map(({ id, impact, help, helpUrl, nodes }) => {
    const places = nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary?.replaceAll('\n', ' ')}`);
    return `- ${id} (${impact}): ${help}, ${helpUrl}\n${places.join('\n')}`;
  });
  throw new Error(`axe finds on ${page.url()}:\n${findings.join('\n')}`);
}
