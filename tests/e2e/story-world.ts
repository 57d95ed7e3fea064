/**
 * The world that the browser stories of one worker live in: a fresh migrated database, the app with its built pages, both
 * parties simulated, and a clock that a story may move.
 */
import { createLogger } from "#app/lib/logger.server.ts";
import { buildPages } from "../../scripts/build-pages.ts";
import { openDemoDatabase } from "../../scripts/demo/database.ts";
import { movableClock, type MovableClock } from "../../scripts/demo/movable-clock.ts";
import { startWorld, type World } from "../../scripts/demo/world.ts";
import { MANY_FROM_HERE } from "../setup/many-from-here.ts";

export interface StoryWorld extends World {
  clock: MovableClock;
  /** Takes the lines that the app has logged as errors since the last call. */
  takeLoggedErrors(): string[];
}

export async function startStoryWorld(
  options: { embedded?: boolean; smtpUrl?: string; environment?: Readonly<Record<string, string>> } = {},
): Promise<StoryWorld> {
  await buildPages();
  const database = await openDemoDatabase();
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
      stop: async () => {
        await world.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
