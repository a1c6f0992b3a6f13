import { expect, type Page } from '@playwright/test';

declare global {
  interface Window {
    /** What moved on this page without its reader's doing. */
    shifts: string[];
  }
}

/** From the next page on, notes what moves without anybody's doing. */
export async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    const note = (entries: PerformanceObserverEntryList) => {
      for (const entry of entries.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node?: Node }[] })[]) {
        if (entry.hadRecentInput) continue;
        const moved = entry.sources.map(({ node }) => (node instanceof Element ? `${node.tagName.toLowerCase()}.${node.className}` : node?.nodeName));
        window.shifts.push(`${entry.value.toFixed(4)} at ${Math.round(entry.startTime)} ms: ${moved.join(', ')}`);
      }
    };
    new PerformanceObserver(note).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What has moved so far, with the page seen to its end: pictures further down come only then. */
export async function shifts(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo(0, top);
      await frame();
      await frame();
    }
    await Promise.all([...document.images].filter((image) => !image.complete).map((image) => image.decode().catch(() => {})));
    scrollTo(0, 0);
    await frame();
    await frame();
  });
  return page.evaluate(() => window.shifts);
}

/** What sticks out of the window's side, so that the whole page could be pushed about. */
export async function overflow(page: Page, width: number): Promise<string[]> {
  const { height } = page.viewportSize()!;
  await page.setViewportSize({ width, height });
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const scrolls = (element: Element | null): boolean =>
      element !== null && element !== root && element !== document.body && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    const out = [...document.body.querySelectorAll('*')].filter((element) => {
      const { right, left, width } = element.getBoundingClientRect();
      return width > 0 && (right > root.clientWidth + 0.5 || left < -0.5) && !scrolls(element.parentElement);
    });
    const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    return [`${root.scrollWidth} px wide in ${root.clientWidth}: ${out.slice(0, 5).map(name).join(', ') || 'nobody knows why'}`];
  });
}

/** Sees to it that nothing sticks out: on a small phone, on a common one, on a tablet upright, on a desk. */
export async function expectToFit(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  for (const width of [320, 390, 768, 1440]) expect(await overflow(page, width), 'what sticks out').toEqual([]);
  await page.setViewportSize(size);
}
