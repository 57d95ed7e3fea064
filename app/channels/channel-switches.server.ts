/**
 * What the operator has switched off, held for a moment: every page view needs it, and none may cost a query. A page shows
 * it half a minute late at most.
 */
import { loadSwitchedOff } from "#app/channels/channel-switch-store.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";

const HELD_MS = 30_000;
/** After a read that failed: soon, and not with every view. */
const ASK_AGAIN_MS = 5_000;

export interface HeldSwitches {
  /** Ids of the channels that are off. A read that fails leaves what was known before; no page waits for the next one. */
  off(): Promise<readonly string[]>;
}

export function holdSwitches(deps: { db: Queryable; clock: Clock; log: Logger }): HeldSwitches {
  let known: readonly string[] = [];
  let until = 0;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    try {
      known = (await loadSwitchedOff(deps.db)).map(({ channelId }) => channelId);
      until = deps.clock.now().getTime() + HELD_MS;
    } catch (error) {
      until = deps.clock.now().getTime() + ASK_AGAIN_MS;
      deps.log.warn({ error }, "the operator's channel switches could not be read");
    } finally {
      reading = null;
    }
  }

  return {
    async off() {
      const left = until - deps.clock.now().getTime();
      // A clock that was set back must not hold them for longer.
      if (left > 0 && left <= HELD_MS) return known;
      reading ??= read();
      await reading;
      return known;
    },
  };
}
