/**
 * Decides who does the next thing. Whatever a simulated process sends to the database or to an outside party waits here
 * until its turn is drawn, so that a seed chooses the order in which processes meet, and where one of them dies.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { Dice } from "./dice.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** `statement`: our database. `outside`: a call to another party, whose effect and whose answer are two steps. */
export type StepKind = "statement" | "outside";

/** How a step ends other than well. `dies-after`: it was done, and its answer is never heard. */
export type Fate = "dies-before" | "dies-after" | "stalls";

/** A process: what it still wanted to do when it dies is never done. */
export interface Actor {
  readonly name: string;
  readonly isDead: boolean;
  /** Until then (ms) it does nothing, and does not know that time passes. */
  readonly stalledUntil: number;
  /** Called at each of its steps; what becomes of it there. */
  fateOfStep(): Fate | null;
  /** How much longer than usual (ms) this call takes to be answered. */
  slowness(): number;
  die(): void;
  stall(): void;
}

interface Waiting {
  actor: Actor;
  label: string;
  /** Not before then (ms). */
  wakesAt: number;
  go: () => Promise<void>;
}

const STATEMENT_MS = { least: 1, most: 20 };
const OUTSIDE_MS = { least: 20, most: 700 };
/** Turns of the event loop in which whoever got an answer says what comes next. */
const TURNS = 3;

export class Stage {
  readonly #clock: VirtualClock;
  readonly #dice: Dice;
  #waiting: Waiting[] = [];
  readonly #acts = new Set<{ actor: Actor | null }>();
  #onMove: () => void = () => undefined;
  /** What was done, in order: the story of a failing run. */
  readonly story: string[] = [];
  inNetwork = 0;

  constructor(clock: VirtualClock, dice: Dice) {
    this.#clock = clock;
    this.#dice = dice;
  }

  now(): Date {
    return this.#clock.now();
  }

  /** Begins something. `actor`: the process it dies with; null for the world outside. Its failure is the caller's to tell. */
  begin(actor: Actor | null, work: () => Promise<void>): void {
    const act = { actor };
    this.#acts.add(act);
    const end = () => {
      this.#acts.delete(act);
      this.#onMove();
    };
    void work().finally(end);
  }

  /** What goes over real connections and not over this stage: time must not jump meanwhile. */
  async overNetwork<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    this.inNetwork += 1;
    try {
      return await send();
    } finally {
      this.inNetwork -= 1;
      this.#onMove();
    }
  }

  /** Acts that may still do something by themselves. */
  get acting(): number {
    const now = this.#clock.ms;
    return [...this.#acts].filter(
      ({ actor }) => actor === null || (!actor.isDead && actor.stalledUntil <= now),
    ).length;
  }

  step<Answer>(actor: Actor, label: string, kind: StepKind, send: () => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#wait({
        actor,
        label,
        wakesAt: 0,
        go: () => this.#send(actor, label, kind, send, resolve, reject),
      });
    });
  }

  pause(actor: Actor, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const go = async () => {
        resolve();
      };
      this.#wait({ actor, label: "pause", wakesAt: this.#clock.ms + ms, go });
    });
  }

  /** Lets one of those who can go on do so, and answers what it did; null when nobody can now. */
  async next(): Promise<string | null> {
    const able = this.#able();
    if (able.length === 0) return null;
    const chosen = this.#dice.pick(able);
    this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
    this.story.push(`${this.#clock.now().toISOString()} ${chosen.actor.name}: ${chosen.label}`);
    await chosen.go();
    for (let count = 0; count < TURNS; count += 1) await turn();
    return chosen.label;
  }

  /** When somebody who sleeps or is stalled goes on, in ms; null when nobody does. */
  nextWake(): number | null {
    const times = this.#living().map(({ actor, wakesAt }) => Math.max(wakesAt, actor.stalledUntil));
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Resolves when somebody asks for a step or has done, or after so many real ms. True when one of them was so. */
  moved(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (hasMoved: boolean) => {
        clearTimeout(timer);
        this.#onMove = () => undefined;
        resolve(hasMoved);
      };
      const timer = setTimeout(done, timeoutMs, false);
      this.#onMove = () => {
        done(true);
      };
    });
  }

  async #send<Answer>(
    actor: Actor,
    label: string,
    kind: StepKind,
    send: () => Promise<Answer>,
    resolve: (answer: Answer) => void,
    reject: (error: unknown) => void,
  ): Promise<void> {
    const fate = actor.fateOfStep();
    if (fate) this.story.push(`    ${actor.name} ${fate} at ${label}`);
    if (fate === "dies-before") {
      actor.die();
      return;
    }
    if (fate === "stalls") {
      actor.stall();
      this.#wait({
        actor,
        label,
        wakesAt: 0,
        go: () => this.#send(actor, label, kind, send, resolve, reject),
      });
      return;
    }
    this.#takeTime(kind);
    let hear: () => void;
    try {
      const answer = await send();
      hear = () => {
        resolve(answer);
      };
    } catch (error) {
      if (kind === "outside") this.story.push(`    ${label}: ${String(error)}`);
      hear = () => {
        reject(error);
      };
    }
    if (fate === "dies-after") {
      actor.die();
      return;
    }
    if (kind === "statement") {
      hear();
      return;
    }
    const go = async () => {
      this.#takeTime(kind);
      hear();
    };
    this.#wait({ actor, label: `${label} is answered`, wakesAt: this.#clock.ms + actor.slowness(), go });
  }

  #takeTime(kind: StepKind): void {
    const { least, most } = kind === "statement" ? STATEMENT_MS : OUTSIDE_MS;
    this.#clock.pass(this.#dice.between(least, most));
  }

  #wait(waiting: Waiting): void {
    if (waiting.actor.isDead) return;
    this.#waiting.push(waiting);
    this.#onMove();
  }

  #living(): Waiting[] {
    this.#waiting = this.#waiting.filter(({ actor }) => !actor.isDead);
    return this.#waiting;
  }

  #able(): Waiting[] {
    const now = this.#clock.ms;
    return this.#living().filter(({ actor, wakesAt }) => wakesAt <= now && actor.stalledUntil <= now);
  }
}
