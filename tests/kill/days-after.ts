import { JOB_TABLE } from "#app/jobs/job-table.server.ts";
import type { Dependencies } from "../../server/dependencies.ts";
import { advance, runQueue, takeOver, type QueueWorld } from "../faults/queue-at-work.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * From the last kill until no code of the load may move any more: claims of the dead are given up, the sweep's plan, pages that
 * nobody opened, every expiry with its grace, and the daily questions afterwards.
 */
const STEPS_MS = [
  ...[2 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 31 * MINUTE_MS, HOUR_MS],
  ...[24 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS, 5 * MINUTE_MS, HOUR_MS, 24 * HOUR_MS],
];
/** The sweep takes so many codes in a run and never all at once. */
const MOST_SWEEPS = 100;

/**
 * Lets days pass on the world's clock, with a worker of this process at work after each step. Returns what its jobs threw.
 */
export async function passDays(world: QueueWorld, deps: Dependencies): Promise<string[]> {
  const threw: string[] = [];
  for (const stepMs of STEPS_MS) {
    advance(world, stepMs);
    await takeOver(world, deps);
    threw.push(...(await runQueue(world, deps)));
    await JOB_TABLE["send-due-reports"](deps, {});
    await sweepAll(world, deps);
    threw.push(...(await runQueue(world, deps)));
  }
  return threw;
}

async function sweepAll(world: QueueWorld, deps: Dependencies): Promise<void> {
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    const due = await world.rows("select 1 from codes where next_ask_at <= $1 limit 1", [
      world.clock.now(),
    ]);
    if (due.length === 0) return;
    await JOB_TABLE["sweep-codes"](deps, {});
  }
  throw new Error(`${MOST_SWEEPS} sweeps in a row left codes that are due`);
}
