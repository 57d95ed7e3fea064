/** One simulated process: the real parts, each of whose statements and calls waits for its turn on the stage. */
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import type { QueryConfig } from "pg";
import { answerNowhere, machineDoors } from "#app/doors/machine-door.ts";
import { createNoticeInbox, noticeDoor } from "#app/doors/notice-door.ts";
import { createSessionIntake, paymentSessionDoor } from "#app/doors/payment-session-door.ts";
import { refundSessionDoor } from "#app/doors/refund-session-door.ts";
import { gatherLookUps } from "#app/payments/payment-deps.server.ts";
import { laneSize, type Dependencies } from "../../server/dependencies.ts";
import { listen } from "../../server/listen.ts";
import type { Actor, Fate, Stage } from "./stage.ts";

export const WORKERS = ["worker-1", "worker-2"] as const;
export type MachineName = "web" | (typeof WORKERS)[number];

/** What is going to happen to a machine, after so many more of its steps. */
export interface Doom {
  fate: Fate;
  steps: number;
  /** For a stall: how long. */
  stallMs: number;
}

export class Machine implements Actor {
  readonly name: string;
  /** What the queue knows it by. */
  readonly poolId = `storm-${randomUUID()}`;
  readonly deps: Dependencies;
  readonly #clockMs: () => number;
  readonly #onFate: (fate: Fate) => void;
  readonly #onDeath: (() => void)[] = [];
  #doom: Doom | null = null;
  #isDead = false;
  #stalledUntil = 0;
  #slowMs = 0;
  /** The jobs that it works on, by the group of their payment. */
  readonly working = new Map<string, string>();

  constructor(input: {
    name: string;
    parts: Dependencies;
    stage: Stage;
    clockMs: () => number;
    onFate: (fate: Fate) => void;
  }) {
    this.name = input.name;
    this.#clockMs = input.clockMs;
    this.#onFate = input.onFate;
    this.deps = onStage(input.parts, this, input.stage);
    this.#onDeath.push(() => void input.parts.close());
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get stalledUntil(): number {
    return this.#stalledUntil;
  }

  get isStalled(): boolean {
    return this.#stalledUntil > this.#clockMs();
  }

  doom(doom: Doom): void {
    this.#doom ??= { ...doom };
  }

  /** Its next call is answered this much later. */
  slowDown(ms: number): void {
    this.#slowMs = ms;
  }

  slowness(): number {
    const ms = this.#slowMs;
    this.#slowMs = 0;
    return ms;
  }

  fateOfStep(): Fate | null {
    if (!this.#doom) return null;
    this.#doom.steps -= 1;
    if (this.#doom.steps > 0) return null;
    const { fate } = this.#doom;
    if (fate !== "stalls") this.#doom = null;
    this.#onFate(fate);
    return fate;
  }

  stall(): void {
    this.#stalledUntil = this.#clockMs() + (this.#doom?.stallMs ?? 0);
    this.#doom = null;
  }

  /** Nothing will happen to it any more. */
  spare(): void {
    this.#doom = null;
    this.#slowMs = 0;
  }

  whenDead(act: () => void): void {
    this.#onDeath.push(act);
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    for (const act of this.#onDeath) act();
  }
}

function onStage(parts: Dependencies, actor: Actor, stage: Stage): Dependencies {
  const { pagoefectivo, sessions, shopify } = parts;
  const statement = <Answer>(label: string, send: () => Promise<Answer>) =>
    stage.step(actor, label, "statement", send);
  const outside = <Answer>(label: string, send: () => Promise<Answer>) =>
    stage.step(actor, label, "outside", send);
  const staged: Dependencies = {
    ...parts,
    db: {
      query: (config) =>
        statement(config.name ?? "statement", () => parts.db.query(atTimeOfQueue(config, stage.now()))),
    },
    pause: (ms) => stage.pause(actor, ms),
    sessions: {
      storeSession: (session) => statement("store-session", () => sessions.storeSession(session)),
      loadSession: (id) => statement("load-session", () => sessions.loadSession(id)),
      deleteSession: (id) => statement("delete-session", () => sessions.deleteSession(id)),
      deleteSessions: (ids) => statement("delete-sessions", () => sessions.deleteSessions(ids)),
      findSessionsByShop: (shop) => statement("find-sessions", () => sessions.findSessionsByShop(shop)),
      findOnlineSessions: (shop) => statement("find-online", () => sessions.findOnlineSessions(shop)),
      freshToken: (shop) => outside("fresh-token", () => sessions.freshToken(shop)),
      doubtToken: (shop, token) => statement("doubt-token", () => sessions.doubtToken(shop, token)),
    },
    pagoefectivo: {
      ...pagoefectivo,
      probe: (...asked) => outside("probe", () => pagoefectivo.probe(...asked)),
      createCip: (...asked) => outside("create", () => pagoefectivo.createCip(...asked)),
      searchCips: (...asked) => outside("search", () => pagoefectivo.searchCips(...asked)),
      deleteCip: (...asked) => outside("delete", () => pagoefectivo.deleteCip(...asked)),
      updateExpiry: (...asked) => outside("update", () => pagoefectivo.updateExpiry(...asked)),
    },
    shopify: {
      ...shopify,
      send: (report) => outside(`tell ${report.kind}`, () => shopify.send(report)),
      configure: (readiness) => outside("configure", () => shopify.configure(readiness)),
    },
  };
  return { ...staged, lookUps: gatherLookUps(staged, laneSize(parts.config)) };
}

/**
 * The queue's clock is the database's own. In a storm it is the storm's: with the real one, a job that came before its time
 * would be put off by nothing and come again at once, thousands of times.
 */
function atTimeOfQueue(config: QueryConfig, now: Date): QueryConfig {
  if (!config.text.includes("now()")) return config;
  const text = config.text.replaceAll("now()", `timestamptz '${now.toISOString()}'`);
  return { text, ...(config.values && { values: config.values }) };
}

export interface Doors {
  origin: string;
  close(): Promise<void>;
}

/** The doors that the two parties call. When the machine dies, its connections end without an answer. */
export async function openDoors(machine: Machine): Promise<Doors> {
  const { deps } = machine;
  const answers = machineDoors(deps, {
    "/shopify/payment-sessions": paymentSessionDoor(deps, createSessionIntake(deps)),
    "/shopify/refund-sessions": refundSessionDoor(deps),
    "/pagoefectivo/notices/:setToken": noticeDoor(deps, createNoticeInbox(deps)),
  });
  const server = createServer((request, response) => {
    if (!answers(request, response)) answerNowhere(response);
  });
  const listening = await listen(server, 0, "127.0.0.1");
  machine.whenDead(() => {
    server.closeAllConnections();
    void listening.close();
  });
  return { origin: `http://127.0.0.1:${listening.port}`, close: () => listening.close() };
}
