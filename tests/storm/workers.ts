/** The workers of a storm: lanes that take jobs until none is due, and the take-over of those that fell silent. */
import { beat, giveBackJobsOfTheDead } from "#app/jobs/heartbeat-store.server.ts";
import { JOB_TABLE } from "#app/jobs/job-table.server.ts";
import { WORKERS, type Machine } from "./machine.ts";
import { completeJob, failJob, takeJob } from "./queue-words.ts";
import type { StormWorld } from "./world.ts";

/** As in `server/worker.ts`. */
const SILENT_MS = 40_000;
/** Jobs that one worker does side by side. */
const LANES = 2;

export class Workers {
  readonly #world: StormWorld;
  readonly #lanes = new Map<Machine, number>();
  readonly #lastBeat = new Map<string, { machine: Machine; at: number }>();
  /** What jobs threw: a handler never throws for what the outside may do. */
  readonly threw: string[] = [];

  constructor(world: StormWorld) {
    this.#world = world;
  }

  /** Lets every worker that can look for work; or only the first, when nobody is left to race. */
  wake(who: "all" | "one" = "all"): void {
    for (const machine of who === "all" ? this.#awake() : this.#awake().slice(0, 1)) {
      const lanes = this.#lanes.get(machine) ?? 0;
      if (lanes >= LANES) continue;
      this.#lanes.set(machine, lanes + 1);
      machine.whenDead(() => this.#lanes.delete(machine));
      this.#world.stage.begin(machine, async () => {
        try {
          await this.#work(machine);
        } finally {
          if (!machine.isDead) this.#lanes.set(machine, (this.#lanes.get(machine) ?? 1) - 1);
        }
      });
    }
  }

  /** Gives jobs of workers that have been silent for too long to the others. Answers when it will have to be done, in ms. */
  async takeOver(): Promise<number[]> {
    const { clock, calm } = this.#world;
    const silent = [...this.#lastBeat.values()].filter(
      ({ machine }) => machine.isDead || machine.isStalled,
    );
    const times = silent.map(({ at }) => at + SILENT_MS + 1);
    const awake = this.#awake();
    // While nobody is awake nobody can take over; whoever comes back does.
    if (awake.length === 0) return [];
    if (!silent.some(({ at }) => at + SILENT_MS < clock.ms)) return times;
    for (const machine of awake) this.#lastBeat.set(machine.poolId, { machine, at: clock.ms });
    for (const [poolId, { at }] of this.#lastBeat) await beat(calm.db, { poolId, at: new Date(at) });
    const silentSince = new Date(clock.ms - SILENT_MS);
    await giveBackJobsOfTheDead(calm.db, { silentSince, silentForMs: SILENT_MS });
    for (const [poolId, { machine, at }] of this.#lastBeat) {
      if (at + SILENT_MS >= clock.ms) continue;
      this.#lastBeat.delete(poolId);
      if (machine.working.size > 0)
        this.#world.count(machine.isDead ? "dead worker taken over" : "stalled worker taken over");
    }
    this.wake();
    return [clock.ms];
  }

  #awake(): Machine[] {
    return WORKERS.flatMap((name) => {
      const machine = this.#world.machines.get(name);
      return machine && !machine.isDead && !machine.isStalled ? [machine] : [];
    });
  }

  /** One lane: job after job, until none is due. */
  async #work(machine: Machine): Promise<void> {
    const { deps, poolId } = machine;
    const { clock, dice } = this.#world;
    for (;;) {
      this.#lastBeat.set(poolId, { machine, at: clock.ms });
      const salt = String(dice.between(0, 1_000_000));
      const job = await takeJob(deps.db, { poolId, now: clock.now(), salt });
      if (!job) return;
      if (!job.isOldest) this.#world.count("job out of order");
      this.#countRace(machine, job.group);
      machine.working.set(job.id, job.group ?? "");
      try {
        await JOB_TABLE[job.task](deps, job.payload, { isRerun: job.attempts > 1 });
        await completeJob(deps.db, job.id);
      } catch (error) {
        this.threw.push(`${job.task}: ${String(error)}`);
        await failJob(deps.db, { id: job.id, poolId, error: String(error), now: clock.now() });
      }
      machine.working.delete(job.id);
    }
  }

  #countRace(machine: Machine, group: string | null): void {
    const others = this.#awake().filter((other) => other !== machine);
    if (group !== null && others.some(({ working }) => [...working.values()].includes(group)))
      this.#world.count("workers racing");
  }
}
