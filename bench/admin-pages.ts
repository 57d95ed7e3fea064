/** How soon a merchant sees Home and Payments, and whether they then hold still: in Chromium, each page opened with an empty cache. */
import { chromium, type Browser, type Page } from "playwright";
import { ensureChromium } from "../scripts/chromium.ts";
import { signIn } from "../scripts/demo/sign-in.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { rounded } from "./doors.ts";

export interface PageFigures {
  lcpMs: number;
  cls: number;
}

const VIEWPORTS = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
/** What shifts later than this shifts under a reader's eyes, and is not counted as loading. */
const SETTLED_MS = 2_000;

/** The worse of a desktop's and a phone's figures. */
export async function adminPages(world: World): Promise<Record<"home" | "payments", PageFigures>> {
  const { headers } = await signIn(world, DEMO_SHOP);
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ["--no-sandbox"] });
  try {
    const worst = async (path: string) => {
      const all = [];
      for (const viewport of VIEWPORTS)
        all.push(await measure(browser, { origin: world.webOrigin, path, headers, viewport }));
      return {
        lcpMs: Math.max(...all.map(({ lcpMs }) => lcpMs)),
        cls: Math.max(...all.map(({ cls }) => cls)),
      };
    };
    return { home: await worst("/app"), payments: await worst("/app/payments") };
  } finally {
    await browser.close();
  }
}

interface Visit {
  origin: string;
  path: string;
  headers: { cookie: string; "user-agent": string };
  viewport: { width: number; height: number };
}

async function measure(browser: Browser, visit: Visit): Promise<PageFigures> {
  const context = await browser.newContext({
    viewport: visit.viewport,
    userAgent: visit.headers["user-agent"],
  });
  const cookies = visit.headers.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: visit.origin };
  });
  await context.addCookies(cookies);
  try {
    const page = await context.newPage();
    await page.goto(`${visit.origin}${visit.path}`, { waitUntil: "load" });
    await page.waitForTimeout(SETTLED_MS);
    return await figuresOf(page);
  } finally {
    await context.close();
  }
}

/** All shifts of the visit together, which is never less than the worst five seconds that CLS is defined by. */
function figuresOf(page: Page): Promise<PageFigures> {
  return page
    .evaluate(
      () =>
        new Promise<PageFigures>((resolve) => {
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
    )
    .then(({ lcpMs, cls }) => ({ lcpMs: rounded(lcpMs), cls: Math.round(cls * 1_000) / 1_000 }));
}
