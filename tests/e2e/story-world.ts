/**
 * The world that the browser stories of one worker live in: a fresh migrated database, the app with its built pages, both
 * parties simulated, and a clock that a story may move.
 */
import { createLogger } from "#app/lib/logger.server.ts";
import { buildPages } from "../../scripts/build-pages.ts";
import { movableClock, type MovableClock } from "../../scripts/demo/movable-clock.ts";
import { startWorld, type World } from "../../scripts/demo/world.ts";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";
import { cloneForStory } from "./global-database.ts";

export interface StoryWorld extends World {
  clock: MovableClock;
  /** Takes the lines that the app has logged as errors since the last call. */
  takeLoggedErrors(): string[];
  /** What a story planned at the two parties and nothing met: the next story would. */
  plannedFaults(): unknown[];
  /** Sets the clock right for the next story, to which turns that were taken in a future would be missing. */
  backToNow(): Promise<void>;
}

export async function startStoryWorld(
  options: { embedded?: boolean; smtpUrl?: string; environment?: Readonly<Record<string, string>> } = {},
): Promise<StoryWorld> {
  await buildPages();
  const database = await cloneForStory();
  const clock = movableClock();
  let errors: string[] = [];
  const log = createLogger("error", { write: (line) => void errors.push(line.trim()) });
  try {
    const environment = MANY_FROM_HERE;
    const world = await startWorld({ databaseUrl: database.url, log, clock, environment, ...options });
    return {
      ...world,
      clock,
      takeLoggedErrors: () => {
        const taken = errors;
        errors = [];
        return taken;
      },
      plannedFaults: () => [
        ...world.shopify.switches.nextFaults,
        ...world.pagoefectivo.switches.nextFaults,
        ...world.pagoefectivo.switches.nextNoticeFaults,
      ],
      backToNow: async () => {
        clock.shift(0);
        await world.system.deps.database.pool.query("delete from turn_buckets");
      },
      stop: async () => {
        await world.stop();
        await database.drop();
      },
    };
  } catch (error) {
    await database.drop();
    throw error;
  }
}
