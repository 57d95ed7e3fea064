/**
 * Many shoppers wait on their pages at once, all of them in their first two minutes, when a page asks most often: does one process answer them, and
 * does its memory hold still?
 */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "undici";
import { rounded } from "./doors.ts";
import { quantile } from "./load.ts";

export interface WaitingPagesFigures {
  pages: number;
  asked: number;
  p95Ms: number;
  /** Of the last third of the time. */
  rssMb: number;
  /** Of the first third of the time. */
  rssMbBefore: number;
}

/** As `app/shopper-ui/page-script/asking-plan.ts` has it while a shopper has been looking for less than two minutes. */
const POLL_EVERY_MS = 5_000;
const SETTLE_MS = 30_000;
const MEASURED_MS = 90_000;
const SAMPLE_EVERY_MS = 1_000;

export async function waitingPages(input: {
  origin: string;
  pid: number;
  slugs: readonly string[];
}): Promise<WaitingPagesFigures> {
  const begun = performance.now();
  const measuredFrom = begun + SETTLE_MS;
  const endAt = measuredFrom + MEASURED_MS;
  const tookMs: number[] = [];
  const pages = input.slugs.map((slug, index) =>
    wait({
      origin: input.origin,
      path: `/v/${slug}/status`,
      firstAt: begun + (index / input.slugs.length) * POLL_EVERY_MS,
      endAt,
      note: (ms) => {
        if (performance.now() > measuredFrom) tookMs.push(ms);
      },
    }),
  );
  const rss = await sampleRss(input.pid, measuredFrom, endAt);
  await Promise.all(pages);
  const third = Math.floor(rss.length / 3);
  return {
    pages: input.slugs.length,
    asked: tookMs.length,
    p95Ms: rounded(quantile(tookMs, 0.95)),
    rssMb: mean(rss.slice(-third)),
    rssMbBefore: mean(rss.slice(0, third)),
  };
}

/** One page: asks, remembers what it was told, and asks again after its pause. */
async function wait(page: {
  origin: string;
  path: string;
  firstAt: number;
  endAt: number;
  note: (tookMs: number) => void;
}): Promise<void> {
  const client = new Client(page.origin, { pipelining: 1 });
  let etag = "";
  try {
    await pause(Math.max(page.firstAt - performance.now(), 0));
    while (performance.now() < page.endAt) {
      const sentAt = performance.now();
      const headers = etag === "" ? {} : { "if-none-match": etag };
      const answer = await client.request({ method: "GET", path: page.path, headers });
      await answer.body.text();
      if (answer.statusCode !== 200 && answer.statusCode !== 304)
        throw new Error(`${page.path}: ${answer.statusCode}`);
      page.note(performance.now() - sentAt);
      etag = String(answer.headers.etag ?? "");
      await pause(POLL_EVERY_MS);
    }
  } finally {
    await client.close();
  }
}

/** In megabytes, once a second. */
async function sampleRss(pid: number, from: number, until: number): Promise<number[]> {
  await pause(from - performance.now());
  const samples: number[] = [];
  while (performance.now() < until) {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    samples.push(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024);
    await pause(SAMPLE_EVERY_MS);
  }
  return samples;
}

function mean(numbers: readonly number[]): number {
  return rounded(numbers.reduce((sum, number) => sum + number, 0) / numbers.length);
}
