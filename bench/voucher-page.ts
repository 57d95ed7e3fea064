/**
 * The shopper's page and its door of news against a bare server that finds one row and sends the same bytes. As many payments as a busy quarter of
 * an hour sees are opened again and again: half of their shoppers are still at checkout, so that being there is written down.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright";
import { request } from "undici";
import { ensureChromium } from "../scripts/chromium.ts";
import { alternate, ratioOf, rounded, type Pair, type Target } from "./doors.ts";
import { load, median } from "./load.ts";
import { startReadFloor } from "./processes.ts";

export interface VoucherPageFigures {
  htmlGzipBytes: number;
  jsGzipBytes: number;
  /** What a browser asks for when it opens the page for the first time. */
  requests: number;
  rps: number;
  /** Until the first byte. */
  p95Ms: number;
  ratio: number;
  statusRps: number;
  statusP95Ms: number;
  statusRatio: number;
}

const CONNECTIONS = 10;
/** Code of a process that has just started is not what a shopper meets. */
const WARM_UP_SECONDS = 5;

/** What a shopper's browser sends along. */
export const BROWSER = {
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-encoding": "gzip, deflate, br",
  "accept-language": "es-PE,es;q=0.9",
  "user-agent":
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile",
};

export async function voucherPage(input: {
  origin: string;
  databaseUrl: string;
  slugs: readonly string[];
}): Promise<VoucherPageFigures> {
  const { origin, slugs } = input;
  const [slug = ""] = slugs;
  const page = await measure(input, "");
  const status = await measure(input, "/status");
  const script = await received(`${origin}/voucher.js`);
  return {
    htmlGzipBytes: await largest(origin, slugs.slice(0, 20)),
    jsGzipBytes: gzipped(script),
    requests: await requestsOf(`${origin}/v/${slug}`),
    rps: Math.round(median(page.map(({ door }) => door.rps))),
    p95Ms: rounded(median(page.map(({ door }) => door.firstByteP95Ms))),
    ratio: ratioOf(page),
    statusRps: Math.round(median(status.map(({ door }) => door.rps))),
    statusP95Ms: rounded(median(status.map(({ door }) => door.firstByteP95Ms))),
    statusRatio: ratioOf(status),
  };
}

async function measure(
  { origin, databaseUrl, slugs }: { origin: string; databaseUrl: string; slugs: readonly string[] },
  leaf: string,
): Promise<Pair[]> {
  let opened = 0;
  const next = () => ({ path: `/v/${slugs[(opened += 1) % slugs.length]}${leaf}`, headers: BROWSER });
  const sample = await received(`${origin}${next().path}`);
  const scratch = mkdtempSync(join(tmpdir(), "ventanilla-floor-"));
  const bodyFile = join(scratch, "body");
  writeFileSync(bodyFile, sample.body);
  const floor = await startReadFloor({ databaseUrl, bodyFile, headers: sample.headers });
  try {
    const door: Target = { origin, next };
    await load({ ...door, connections: CONNECTIONS, seconds: WARM_UP_SECONDS });
    return await alternate({
      connections: CONNECTIONS,
      door,
      floor: { origin: floor.origin, next },
      before: async () => {},
    });
  } finally {
    await floor.stop();
    rmSync(scratch, { recursive: true });
  }
}

interface Received {
  headers: Record<string, string>;
  body: Buffer;
}

/** The bytes as they came, not unpacked, and the headers but those that Node adds by itself. */
async function received(url: string): Promise<Received> {
  const answer = await request(url, { headers: BROWSER });
  const body = Buffer.from(await answer.body.arrayBuffer());
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`);
  const byItself = new Set(["date", "connection", "keep-alive", "transfer-encoding"]);
  const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
    typeof value === "string" && !byItself.has(name) ? [[name, value] as const] : [],
  );
  return { headers: Object.fromEntries(headers), body };
}

function gzipped({ headers, body }: Received): number {
  return headers["content-encoding"] === "gzip" ? body.length : gzipSync(body).length;
}

async function largest(origin: string, slugs: readonly string[]): Promise<number> {
  const sizes = [];
  for (const slug of slugs)
    for (const query of ["", "?lang=en"])
      sizes.push(gzipped(await received(`${origin}/v/${slug}${query}`)));
  return Math.max(...sizes);
}

async function requestsOf(url: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    let requests = 0;
    page.on("request", (asked) => {
      if (!asked.url().startsWith("data:")) requests += 1;
    });
    await page.goto(url, { waitUntil: "networkidle" });
    return requests;
  } finally {
    await browser.close();
  }
}
