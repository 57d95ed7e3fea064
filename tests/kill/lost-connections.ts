import { setTimeout as pause } from "node:timers/promises";
import { until } from "../../scripts/demo/until.ts";
import type { SeededRandom } from "../../simulators/shopify/seeded-random.ts";
import type { TestWorld } from "../setup/world.ts";
import type { Member } from "./fleet.ts";

/**
 * How a connection to the database is lost.
 * - `unheard`: a change is carried out and committed, and its answer never arrives
 * - `terminated`: the database ends a session, one at work where there is one, and says so if it can
 * - `all`: every connection of one process at once, as when the database moves to another machine
 */
const KINDS = ["unheard", "terminated", "all"] as const;
type Kind = (typeof KINDS)[number];

/** How often connections were lost in each way. */
export type LostConnections = Record<Kind, number>;

/** So many changes are let pass at most, so that not always the commonest is lost. */
const MOST_PASSED = 12;
const LOOKS_FOR_WORK = 200;
const UNHEARD_WITHIN_MS = 30_000;

/** Loses connections of a fleet's processes at random moments for `forMs`, in each way in turn. */
export async function loseConnections(
  world: Pick<TestWorld, "rows">,
  members: readonly Member[],
  input: { forMs: number; perMinute: number; random: SeededRandom },
): Promise<LostConnections> {
  const { forMs, random } = input;
  const lost: LostConnections = { unheard: 0, terminated: 0, all: 0 };
  const times = Math.round((forMs / 60_000) * input.perMinute);
  const slotMs = forMs / Math.max(times, 1);
  const begunAt = performance.now();
  for (let slot = 0; slot < times; slot += 1) {
    const at = begunAt + (slot + random()) * slotMs;
    await pause(Math.max(0, at - performance.now()));
    const kind = KINDS[slot % KINDS.length] ?? "all";
    const alive = await until("a living process", () => living(members), 60_000);
    const victim = alive[Math.floor(random() * alive.length)];
    if (!victim) continue;
    if (kind === "unheard") lost.unheard += await loseAnswer(victim, Math.floor(random() * MOST_PASSED));
    if (kind === "terminated") lost.terminated += await terminateOne(world, alive);
    if (kind === "all") lost.all += victim.database.cutAll() > 0 ? 1 : 0;
  }
  return lost;
}

function living(members: readonly Member[]): readonly Member[] | null {
  const alive = members.filter(({ process }) => process.isUp);
  return alive.length > 0 ? alive : null;
}

/** 1 once it happened at the process's next change but so many; 0 where it changes too little for that. */
async function loseAnswer({ database, cut }: Member, changes: number): Promise<number> {
  const before = database.cuts();
  cut.loseAfter(changes);
  const giveUpAt = performance.now() + UNHEARD_WITHIN_MS;
  await until(
    "an answer to be lost",
    () => database.cuts() > before || performance.now() > giveUpAt,
    60_000,
  );
  return database.cuts() > before ? 1 : 0;
}

/** Ends one session of any of them: one in the middle of a statement, as far as one is met. */
async function terminateOne(world: Pick<TestWorld, "rows">, members: readonly Member[]): Promise<number> {
  for (let looks = 1; looks <= LOOKS_FOR_WORK; looks += 1) {
    const ports = members.flatMap(({ database }) => database.openPorts());
    const ended = await world.rows<{ ended: boolean }>(
      `select pg_terminate_backend(pid) as ended from (
         select pid from pg_stat_activity
         where client_port = any($1) and (state in ('active', 'idle in transaction') or $2)
         order by random() limit 1) one`,
      [ports, looks === LOOKS_FOR_WORK],
    );
    if (ended.some((row) => row.ended)) return 1;
  }
  return 0;
}
