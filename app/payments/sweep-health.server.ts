/** How far the sweep is behind its plan: what tells first that PagoEfectivo, or a worker, does not answer. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { findOldestUnasked } from "#app/payments/sweep-queries.server.ts";

const LATE_MS = 5 * 60_000;
/** Longer than the longest pause between two tries: somebody should look. */
const TOO_LATE_MS = 30 * 60_000;

export interface SweepHealth {
  /** Since when the most overdue code has waited to be asked about; 0 while none is late. */
  oldestUnaskedSeconds: number;
}

export async function readSweepHealth(deps: { db: Queryable; clock: Clock }): Promise<SweepHealth> {
  return { oldestUnaskedSeconds: Math.floor((await unaskedMs(deps)) / 1_000) };
}

/** Says so in the log while codes are late, once in each run. */
export async function noteSweepHealth(deps: { db: Queryable; clock: Clock; log: Logger }): Promise<void> {
  const durationMs = await unaskedMs(deps);
  if (durationMs < LATE_MS) return;
  deps.log.warn(
    { alert: durationMs >= TOO_LATE_MS, durationMs },
    "codes wait to be asked about: PagoEfectivo does not answer, or the workers do not keep up",
  );
}

async function unaskedMs(deps: { db: Queryable; clock: Clock }): Promise<number> {
  const now = deps.clock.now();
  const oldest = await findOldestUnasked(deps.db, now);
  return oldest ? now.getTime() - oldest.getTime() : 0;
}
