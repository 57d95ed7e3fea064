/** One process of storms: gets seeds, lets them happen one after the other on a database of its own, and tells how they ended. */
import { drawPlan } from "./event-plan.ts";
import type { StormEvent } from "./events.ts";
import { runStorm } from "./run-storm.ts";
import { shorten } from "./shorten.ts";
import { openStormDatabase } from "./storm-database.ts";

export interface SeedOrder {
  seed: number;
  /** Whether a failing plan is cut down; that takes a minute. */
  shortens: boolean;
}

export interface SeedReport {
  seed: number;
  complaints: readonly string[];
  counts: readonly (readonly [string, number])[];
  payments: number;
  groups: number;
  ms: number;
  /** Of a failing run: the shortest list that still fails. */
  events: readonly StormEvent[];
}

const adminUrl = process.argv[2];
if (!adminUrl || !process.send) throw new Error("this is a part of `npm run test:faults`");
const base = await openStormDatabase(adminUrl);

async function judgeSeed({ seed, shortens }: SeedOrder): Promise<SeedReport> {
  const began = performance.now();
  const plan = drawPlan(seed);
  const result = await runStorm(plan, base);
  const hasFailed = result.complaints.length > 0;
  const fails = async (shorter: typeof plan) => (await runStorm(shorter, base)).complaints.length > 0;
  return {
    seed,
    complaints: result.complaints,
    counts: [...result.counts],
    payments: result.payments,
    groups: result.groups,
    ms: performance.now() - began,
    events: hasFailed ? (shortens ? await shorten(plan, fails) : plan).events : [],
  };
}

process.on("message", (message: SeedOrder | "end") => {
  if (message === "end") void base.close().then(() => process.disconnect());
  else
    void judgeSeed(message).then(
      (report) => process.send?.(report),
      (error: unknown) => {
        console.error(`seed ${message.seed}:`, error);
        process.exit(1);
      },
    );
});
process.send("ready");
