/**
 * Holds back a machine that floods one of the doors for machines. It is counted in this process's memory, per shop or account, and only
 * once the caller is known: nobody can use up another one's turns, and a stranger finds no bucket to fill.
 */
import { refusal, type MachineAnswer } from "#app/doors/machine-door.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { createTokenBuckets, type BucketSize } from "#app/lib/token-buckets.ts";

/** Takes one turn of this caller's. Answers 0, or the milliseconds until there is one. */
export type MachineTurns = (caller: string) => number;

/** More shops than this call one process at once only if something is wrong; the quietest is forgotten, and has all turns again. */
const MOST_CALLERS = 20_000;

/** `door`: how the log calls it. A flood is in the log once a minute. */
export function machineTurns(
  { clock, log }: { clock: Clock; log: Logger },
  door: string,
  size: BucketSize,
): MachineTurns {
  const buckets = createTokenBuckets(size, MOST_CALLERS);
  const lines = createTokenBuckets({ burst: 1, perMinute: 1 }, 1);
  return (caller) => {
    const atMs = clock.now().getTime();
    const waitMs = buckets.take(caller, atMs);
    if (waitMs > 0 && lines.take(door, atMs) === 0)
      log.error({ alert: true, kind: door }, "a machine's flood is held back");
    return waitMs;
  };
}

/** 429: nothing was done, and when to send it again. */
export function sendLater(waitMs: number): MachineAnswer {
  return refusal(429, "too-many-requests", "too many requests of this caller; send it again later", {
    "Retry-After": String(Math.ceil(waitMs / 1_000)),
  });
}
