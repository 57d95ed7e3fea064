/** Lets one plan happen: time stands still while anybody can act, and then jumps to the next thing that is due. */
import type { Database } from "#app/lib/database.server.ts";
import type { JobName } from "#app/jobs/queue.server.ts";
import { Acts } from "./acts.ts";
import type { StormPlan } from "./events.ts";
import { metInPlan } from "./faults-met.ts";
import { judge } from "./judge.ts";
import type { MachineName } from "./machine.ts";
import { addScheduled, dueTimes, TAKE_JOB } from "./queue-words.ts";
import { buildStormWorld } from "./storm-world.ts";
import type { StormWorld } from "./world.ts";
import { Workers } from "./workers.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Pending deadlines, a long week-end of holidays, and the look-ups of three days after a payment. */
const REST_MS = 12 * DAY_MS;
const MOST_JUMPS = 3_000;
/** An act that says nothing for so long waits for somebody who sleeps. */
const QUIET_REAL_MS = 8;
/** A request over the loopback that takes longer than this is not going to be answered. */
const NETWORK_REAL_MS = 3_000;
const DAILY: readonly JobName[] = ["refresh-tokens", "check-refused-keys", "wipe-retired-credentials"];

export interface StormResult {
  seed: number;
  /** Every broken promise in words; empty when all is well. */
  complaints: string[];
  counts: ReadonlyMap<string, number>;
  payments: number;
  groups: number;
  steps: number;
  story: readonly string[];
}

export async function runStorm(
  plan: StormPlan,
  base: { database: Database; databaseUrl: string },
): Promise<StormResult> {
  const world = await buildStormWorld({ ...plan, ...base });
  for (const what of metInPlan(plan)) world.count(what);
  try {
    const storm = new Storm(world, plan);
    const { isAtRest } = await storm.run();
    countWhatWasMet(world);
    return {
      seed: plan.seed,
      complaints: [
        ...(isAtRest ? [] : [`after ${MOST_JUMPS} jumps there is still something due`]),
        ...storm.threw.map((line) => `threw: ${line}`),
        ...(await judge(world)),
      ],
      counts: world.counts,
      payments: world.shopify.sessions().length,
      groups: new Set(world.shopify.sessions().map(({ shop, group }) => `${shop} ${group}`)).size,
      steps: world.stage.story.length,
      story: world.stage.story,
    };
  } finally {
    await world.close();
  }
}

/** Faults that really befell a call or a notice: one that was planned and never met proves nothing. */
function countWhatWasMet(world: StormWorld): void {
  for (const { fault, operation, cip } of world.pagoefectivo.calls()) {
    if (fault) world.count(`PagoEfectivo ${fault}`);
    if (fault === "error-500" && operation === "create" && cip)
      world.count(`PagoEfectivo ${fault} after commit`);
  }
  for (const { fault } of world.pagoefectivo.notices()) if (fault) world.count(`notice ${fault}`);
  for (const { fault, userErrors } of world.shopify.mutations()) {
    if (fault) world.count(`Shopify ${fault}`);
    for (const { code } of userErrors) world.count(`Shopify refuses: ${code ?? "without a code"}`);
  }
}

class Storm {
  readonly #world: StormWorld;
  readonly #plan: StormPlan;
  readonly #start: number;
  readonly #acts: Acts;
  readonly #workers: Workers;
  #next = 0;
  #isCalm = false;
  #isDelivering = false;
  readonly #restarts = new Map<MachineName, number>();
  readonly #scheduledAt = new Map<JobName, number>();
  #dailyAt: number;

  constructor(world: StormWorld, plan: StormPlan) {
    this.#world = world;
    this.#plan = plan;
    this.#start = plan.startsAt.getTime();
    this.#dailyAt = this.#start + DAY_MS;
    this.#acts = new Acts(world, plan.checkouts);
    this.#workers = new Workers(world);
  }

  get threw(): readonly string[] {
    return [...this.#acts.threw, ...this.#workers.threw];
  }

  async run(): Promise<{ isAtRest: boolean }> {
    const { clock, stage, shopify, dice } = this.#world;
    const ends = this.#start + this.#plan.calmAtMs + REST_MS;
    for (let jumps = 0; jumps < MOST_JUMPS;) {
      await this.#beginDue();
      const done = await stage.next();
      if (done !== null) {
        // Idle workers look again in between, so that jobs overlap with what made them. Looking makes none.
        if (done !== TAKE_JOB && dice.chance(this.#isCalm ? 0.02 : 0.1)) this.#workers.wake();
        continue;
      }
      const unread = shopify.switches.answerReading.waiting;
      const patienceMs = stage.inNetwork > unread ? NETWORK_REAL_MS : QUIET_REAL_MS;
      if (stage.acting > unread && (await stage.moved(patienceMs))) continue;
      const at = await this.#nextAt();
      if (at === null || at > ends) return { isAtRest: true };
      clock.moveTo(at);
      jumps += 1;
    }
    return { isAtRest: false };
  }

  /** Events whose time has come, and machines that come back. */
  async #beginDue(): Promise<void> {
    const { clock, stage } = this.#world;
    for (;;) {
      const event = this.#plan.events[this.#next];
      if (!event || this.#start + event.atMs > clock.ms) break;
      this.#next += 1;
      stage.story.push(`${clock.now().toISOString()} == ${JSON.stringify(event.happening)}`);
      this.#acts.begin(event.happening);
    }
    if (!this.#isCalm && clock.ms >= this.#start + this.#plan.calmAtMs) this.#calmDown();
    await this.#replaceTheDead();
  }

  /** Faults end, and every machine is well again. */
  #calmDown(): void {
    const { shopify, pagoefectivo, machines } = this.#world;
    this.#isCalm = true;
    this.#world.skewMs = 0;
    Object.assign(shopify.switches, { nextFaults: [], pendingLimitMs: 72 * HOUR_MS });
    shopify.switches.answerReading.release();
    pagoefectivo.switches.nextFaults.splice(0);
    pagoefectivo.switches.nextNoticeFaults.splice(0);
    for (const machine of machines.values()) machine.spare();
  }

  async #replaceTheDead(): Promise<void> {
    const { machines, clock, dice } = this.#world;
    for (const [name, machine] of machines) {
      if (!machine.isDead) continue;
      const due = this.#restarts.get(name);
      if (due === undefined) this.#restarts.set(name, clock.ms + dice.between(1, 90) * SECOND_MS);
      else if (due <= clock.ms) {
        this.#restarts.delete(name);
        await this.#world.start(name);
      }
    }
  }

  /** When to go on, in ms: what is due now is begun here. Null when nothing is due any more. */
  async #nextAt(): Promise<number | null> {
    const { clock, pagoefectivo, stage, calm } = this.#world;
    const due = await dueTimes(calm.db);
    const times: (number | null)[] = [stage.nextWake(), ...this.#restarts.values()];
    if (due.job !== null && due.job <= clock.ms) this.#workers.wake(this.#isCalm ? "one" : "all");
    else times.push(due.job === null ? null : this.#coarse(due.job));
    const notice = pagoefectivo.nextDeliveryAt()?.getTime() ?? null;
    if (notice !== null && notice <= clock.ms) this.#deliver();
    else times.push(notice);
    times.push(await this.#schedule("send-due-reports", due.report));
    times.push(await this.#schedule("sweep-codes", due.ask));
    times.push(await this.#daily());
    times.push(...(await this.#workers.takeOver()));
    const event = this.#plan.events[this.#next];
    times.push(event ? this.#start + event.atMs : null);
    if (!this.#isCalm) times.push(this.#start + this.#plan.calmAtMs);
    const ahead = times.flatMap((at) => (at === null ? [] : [Math.max(at, clock.ms)]));
    return ahead.length === 0 ? null : Math.min(...ahead);
  }

  /** Long after the last event nobody minds some hours: what is due within them is done together. */
  #coarse(at: number): number {
    const sinceCalm = at - this.#start - this.#plan.calmAtMs;
    if (sinceCalm < 0) return at;
    const unit = sinceCalm < HOUR_MS ? MINUTE_MS : sinceCalm < DAY_MS ? HOUR_MS : 6 * HOUR_MS;
    return Math.ceil(at / unit) * unit;
  }

  /** A schedule of every minute, where there is something for it to do. Answers when it will run next. */
  async #schedule(name: "send-due-reports" | "sweep-codes", due: number | null): Promise<number | null> {
    if (due === null) return null;
    const { clock, calm } = this.#world;
    const at = Math.ceil(this.#coarse(due) / MINUTE_MS) * MINUTE_MS;
    if (at > clock.ms) return at;
    if (clock.ms % MINUTE_MS !== 0) return Math.ceil(clock.ms / MINUTE_MS) * MINUTE_MS;
    if (this.#scheduledAt.get(name) === clock.ms) return clock.ms + MINUTE_MS;
    this.#scheduledAt.set(name, clock.ms);
    await addScheduled(calm.db, name, clock.now());
    this.#workers.wake(this.#isCalm ? "one" : "all");
    return clock.ms;
  }

  async #daily(): Promise<number | null> {
    const { clock, calm } = this.#world;
    if (clock.ms >= this.#dailyAt) {
      this.#dailyAt = clock.ms + DAY_MS;
      for (const name of DAILY) await addScheduled(calm.db, name, clock.now());
      this.#workers.wake();
    }
    // It is no reason to go on when nothing else is.
    return this.#isCalm ? null : this.#dailyAt;
  }

  #deliver(): void {
    const { stage, pagoefectivo } = this.#world;
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    stage.begin(null, async () => {
      await stage.overNetwork(() => pagoefectivo.runDueDeliveries());
      this.#isDelivering = false;
    });
  }
}
