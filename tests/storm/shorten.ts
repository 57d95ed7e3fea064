/** Cuts a failing plan down to the events that it fails by. */
import type { StormEvent, StormPlan } from "./events.ts";

/** More tries, or a longer time, than this cost more than a reader saves. */
const MOST_TRIES = 80;
const MOST_REAL_MS = 60_000;

/**
 * The same plan with as few events as still fail: halves are left out first, then ever smaller pieces. What is drawn while
 * it runs shifts with every event left out, so that a plan is only cut where the shorter one has been seen to fail.
 */
export async function shorten(
  plan: StormPlan,
  fails: (plan: StormPlan) => Promise<boolean>,
): Promise<StormPlan> {
  let events: readonly StormEvent[] = plan.events;
  let tries = 0;
  const began = performance.now();
  const isWorthIt = () => tries < MOST_TRIES && performance.now() - began < MOST_REAL_MS;
  for (let size = Math.ceil(events.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < events.length && isWorthIt();) {
      const fewer = [...events.slice(0, from), ...events.slice(from + size)];
      tries += 1;
      if (await fails({ ...plan, events: fewer })) events = fewer;
      else from += size;
    }
  }
  return { ...plan, events: [...events] };
}
