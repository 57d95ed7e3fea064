import type { Page } from "playwright/test";

export interface LoadingFigures {
  /** Largest contentful paint, from the start of the navigation. */
  lcpMs: number;
  /** All layout shifts of the visit together, which is never less than the worst five seconds that CLS is defined by. */
  cls: number;
}

/** What the browser has noted of this page since it was asked for. */
export function loadingFigures(page: Page): Promise<LoadingFigures> {
  return page.evaluate(
    () =>
      new Promise<LoadingFigures>((resolve) => {
        let lcpMs = 0;
        let cls = 0;
        const see = (type: string, note: (entry: PerformanceEntry) => void) =>
          new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({
            type,
            buffered: true,
          });
        see("largest-contentful-paint", (entry) => (lcpMs = entry.startTime));
        see("layout-shift", (entry) => {
          const isByHand = "hadRecentInput" in entry && entry.hadRecentInput === true;
          if (!isByHand && "value" in entry && typeof entry.value === "number") cls += entry.value;
        });
        setTimeout(() => resolve({ lcpMs, cls }), 200);
      }),
  );
}
