/**
 * Closing a month of 50,000 payments with PagoEfectivo's report and a settlement, and forty planted differences; then one of ten times as
 * many, for how the time grows. Nothing is measured that did not find all forty and no other.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { z } from "zod";
import { startClose } from "#app/books/start-close.server.ts";
import { systemClock } from "#app/lib/clock.ts";
import { MONTH, writeMonth } from "../tests/builders/closed-month.ts";
import { rounded } from "./doors.ts";

export interface DailyCloseFigures {
  payments: number;
  seconds: number;
  peakMb: number;
  growthAt10x: number;
}

const PAYMENTS = 50_000;
const TIMES = 10;
const measured = z.object({ seconds: z.number(), peakMb: z.number() });

export async function dailyClose(databaseUrl: string): Promise<DailyCloseFigures> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const one = await closeMonth(client, databaseUrl, PAYMENTS);
    const ten = await closeMonth(client, databaseUrl, PAYMENTS * TIMES);
    return {
      payments: PAYMENTS,
      seconds: rounded(one.seconds),
      peakMb: rounded(one.peakMb),
      growthAt10x: rounded(ten.seconds / one.seconds),
    };
  } finally {
    await client.end();
  }
}

async function closeMonth(client: pg.Client, databaseUrl: string, count: number) {
  const { shopId, planted } = await writeMonth(client, count);
  const begun = await startClose({ db: client, clock: systemClock }, { shopId, userId: "bench", ...MONTH });
  if (begun.kind !== "started") throw new Error(`the close was ${begun.kind}`);
  const figures = await inOwnProcess([databaseUrl, begun.closeId, shopId]);
  const { rows } = await client.query<{ cip: string }>(
    "select cip from close_entries where close_id = $1 and cardinality(problems) > 0 order by cip",
    [begun.closeId],
  );
  const found = rows.map(({ cip }) => cip).join(" ");
  const expected = planted
    .map(({ cip }) => cip)
    .toSorted()
    .join(" ");
  if (found !== expected)
    throw new Error(`the close of ${count} found ${rows.length} of ${planted.length}`);
  return figures;
}

async function inOwnProcess(words: readonly string[]) {
  const script = fileURLToPath(new URL("close-process.ts", import.meta.url));
  const child = spawn(process.execPath, [script, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line]: string[] = await once(createInterface(child.stdout), "line");
  return measured.parse(JSON.parse(line ?? ""));
}
