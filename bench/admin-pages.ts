/** How soon a merchant sees Home and Payments, and whether they then hold still: in Chromium, each page opened with an empty cache. */
import { chromium, type Browser } from "playwright";
import { ensureChromium } from "../scripts/chromium.ts";
import { signIn } from "../scripts/demo/sign-in.ts";
import { DEMO_SHOP, type World } from "../scripts/demo/world.ts";
import { loadingFigures, type LoadingFigures } from "../tests/e2e/loading-figures.ts";
import { rounded } from "./doors.ts";

const VIEWPORTS = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
/** What shifts later than this shifts under a reader's eyes, and is not counted as loading. */
const SETTLED_MS = 2_000;

/** The worse of a desktop's and a phone's figures. */
export async function adminPages(world: World): Promise<Record<"home" | "payments", LoadingFigures>> {
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

async function measure(browser: Browser, visit: Visit): Promise<LoadingFigures> {
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
    const { lcpMs, cls } = await loadingFigures(page);
    return { lcpMs: rounded(lcpMs), cls: Math.round(cls * 1_000) / 1_000 };
  } finally {
    await context.close();
  }
}
