import { setTimeout as pause } from "node:timers/promises";
import { until } from "../../scripts/demo/until.ts";
import type { SeededRandom } from "../../simulators/shopify/seeded-random.ts";
import { ROLES, type Fleet, type Role } from "./fleet.ts";
import type { RoleProcess } from "./role-process.ts";

/** Two minutes hold eleven kills of each kind. */
const KILL_EVERY_MS = 11_000;
const LEAST_KILLS = 3;
/** A kill falls somewhere into the first part of its slot: the rest is for coming up again. */
const SLOT_PART = 0.6;
const LONGEST_DOWN_MS = 1_000;
const UP_WITHIN_MS = 120_000;

export type Kills = Record<Role, number>;

/** Kills processes of every role at random moments for `forMs`; each is started again. Returns how many really were killed while up. */
export async function killAtRandom(
  fleet: Pick<Fleet, "of">,
  input: { forMs: number; random: SeededRandom; onKill: (role: Role) => Promise<void> },
): Promise<Kills> {
  const { forMs, random, onKill } = input;
  const kills: Kills = { web: 0, payments: 0, worker: 0 };
  const begunAt = performance.now();
  const slots = Math.max(LEAST_KILLS, Math.ceil(forMs / KILL_EVERY_MS));
  const slotMs = forMs / slots;
  const killRole = async (role: Role) => {
    for (let slot = 0; slot < slots; slot += 1) {
      const at = begunAt + (slot + random() * SLOT_PART) * slotMs;
      await pause(Math.max(0, at - performance.now()));
      // On a busy machine the last victim may not be up yet again: it is killed as soon as it is.
      const alive = await until(`a living ${role}`, () => living(fleet.of(role)), UP_WITHIN_MS);
      const victim = alive[Math.floor(random() * alive.length)];
      if (!victim) continue;
      kills[role] += 1;
      const restarted = victim.killAndRestart(random() * LONGEST_DOWN_MS);
      await onKill(role);
      // Another one of its role may be killed while this one comes up.
      restarts.push(restarted);
      if (fleet.of(role).length === 1) await restarted;
    }
  };
  const restarts: Promise<void>[] = [];
  await Promise.all(ROLES.map(killRole));
  await Promise.all(restarts);
  return kills;
}

function living(processes: readonly RoleProcess[]): readonly RoleProcess[] | null {
  const alive = processes.filter(({ isUp }) => isUp);
  return alive.length > 0 ? alive : null;
}
