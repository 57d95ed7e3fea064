/** What to think of the background work: who does it, what waits for them, and what nobody does any more. Pure. */
import { inSeconds, said, type Said } from "#app/doctor/finding.ts";

/** As the workers themselves take a silent pool for dead (server/worker.ts). */
export const ALIVE_WITHIN_MS = 40_000;

export interface WorkerFacts {
  alive: number;
  /** Since the last sign of life of any pool; null where none was ever given. */
  silentMs: number | null;
}

export function judgeWorkers({ alive, silentMs }: WorkerFacts): Said {
  if (alive === 0 || silentMs === null) return said("workers-none");
  return said("workers-good", { count: alive, seconds: Math.max(0, inSeconds(Math.max(0, silentMs))) });
}

export interface WaitingFacts {
  /** Jobs whose time has come, which nobody works on. */
  due: number;
  oldest: { job: string; waitedMs: number } | null;
}

const MINUTE_MS = 60_000;
/** A worker looks for work every second: a job that is two minutes late stands behind others. */
const LATE_FROM_MS = 2 * MINUTE_MS;
/** Longer than any outage of a party keeps a job, because those come back at a later time. */
const STUCK_FROM_MS = 15 * MINUTE_MS;

export function judgeWaiting({ due, oldest }: WaitingFacts): Said {
  if (!oldest || oldest.waitedMs < LATE_FROM_MS) return said("jobs-good");
  const values = { job: oldest.job, minutes: Math.floor(oldest.waitedMs / MINUTE_MS), count: due };
  return said(oldest.waitedMs < STUCK_FROM_MS ? "jobs-late" : "jobs-stuck", values);
}

export interface DeadJob {
  id: string;
  job: string;
}

export interface DeadFacts {
  count: number;
  /** Some of them, the newest first. */
  some: readonly DeadJob[];
}

/** Handlers never throw for what a party does: whatever has used up its attempts met a fault of the app, or of the database. */
export function judgeDead({ count, some }: DeadFacts): Said {
  if (count === 0) return said("jobs-alive");
  const jobs = [...new Set(some.map(({ job }) => job))].toSorted().join(", ");
  return said("jobs-dead", { count, jobs, ids: some.map(({ id }) => id).join(", ") });
}
