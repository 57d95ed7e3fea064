import { createServer } from "node:http";
import { answerNowhere, machineDoors } from "#app/doors/machine-door.ts";
import { createNoticeInbox, noticeDoor } from "#app/doors/notice-door.ts";
import { createSessionIntake, paymentSessionDoor } from "#app/doors/payment-session-door.ts";
import { refundSessionDoor } from "#app/doors/refund-session-door.ts";
import type { VoucherFormDeps } from "#app/doors/voucher-form-door.ts";
import { gatherLookUps } from "#app/payments/payment-deps.server.ts";
import { laneSize, type Dependencies } from "../../server/dependencies.ts";
import { listen } from "../../server/listen.ts";

/**
 * How a process ends, or nearly: before its n-th statement was sent; after it was committed and before the answer came;
 * or the connection alone is lost after the commit and the process lives on.
 */
export type Fate = "dies-before-sending" | "dies-after-commit" | "loses-answer";

export const FATES: readonly Fate[] = ["dies-before-sending", "dies-after-commit", "loses-answer"];

export class LostProcess extends Error {}

/** Counts the statements of one process and ends it at the chosen one. From then on nothing it does has any effect. */
export class Life {
  readonly #end: { statement: number; fate: Fate } | null;
  readonly #onDeath: (() => void)[] = [];
  #statements = 0;
  #isDead = false;
  #isReached = false;

  constructor(end: { statement: number; fate: Fate } | null) {
    this.#end = end;
  }

  get statements(): number {
    return this.#statements;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Whether the chosen statement came at all: a boundary that is never reached was not tried. */
  get isReached(): boolean {
    return this.#isReached;
  }

  /** Called in the very moment of death, before anything else can happen. */
  whenDead(act: () => void): void {
    this.#onDeath.push(act);
  }

  async statement<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    this.#mustLive();
    this.#statements += 1;
    if (this.#statements !== this.#end?.statement) {
      const answer = await send();
      this.#mustLive();
      return answer;
    }
    this.#isReached = true;
    const { fate } = this.#end;
    if (fate !== "loses-answer") this.#die();
    // Whether the database said yes or no: nobody is told.
    if (fate !== "dies-before-sending") await Promise.allSettled([send()]);
    throw new LostProcess(`the ${fate} of statement ${this.#statements}`);
  }

  /** A call to an outside party: never begun by the dead; one in flight at death is completed there and not heard here. */
  async outside<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    this.#mustLive();
    const answer = await call();
    this.#mustLive();
    return answer;
  }

  #die(): void {
    this.#isDead = true;
    for (const act of this.#onDeath) act();
  }

  #mustLive(): void {
    if (this.#isDead) throw new LostProcess("the process is dead");
  }
}

/** The real parts of a process, reached through its life. Prisma only reads in the life of a payment: the shop's token. */
export function mortalDeps(deps: Dependencies, life: Life): VoucherFormDeps & { publicOrigin: string } {
  const { pagoefectivo, sessions, shopify } = deps;
  const mortal = {
    ...deps,
    db: { query: (config) => life.statement(() => deps.db.query(config)) },
    sessions: {
      storeSession: (session) => life.statement(() => sessions.storeSession(session)),
      loadSession: (id) => life.statement(() => sessions.loadSession(id)),
      deleteSession: (id) => life.statement(() => sessions.deleteSession(id)),
      deleteSessions: (ids) => life.statement(() => sessions.deleteSessions(ids)),
      findSessionsByShop: (shop) => life.statement(() => sessions.findSessionsByShop(shop)),
      findOnlineSessions: (shop) => life.statement(() => sessions.findOnlineSessions(shop)),
      freshToken: (shop) => life.statement(() => sessions.freshToken(shop)),
      doubtToken: (shop, token) => life.statement(() => sessions.doubtToken(shop, token)),
    },
    pagoefectivo: {
      probe: (...asked) => life.outside(() => pagoefectivo.probe(...asked)),
      createCip: (...asked) => life.outside(() => pagoefectivo.createCip(...asked)),
      searchCips: (...asked) => life.outside(() => pagoefectivo.searchCips(...asked)),
      deleteCip: (...asked) => life.outside(() => pagoefectivo.deleteCip(...asked)),
      updateExpiry: (...asked) => life.outside(() => pagoefectivo.updateExpiry(...asked)),
      createHoldMs: (credentials) => life.outside(() => pagoefectivo.createHoldMs(credentials)),
      stoppedVersions: () => pagoefectivo.stoppedVersions(),
    },
    shopify: {
      send: (report) => life.outside(() => shopify.send(report)),
      configure: (readiness) => life.outside(() => shopify.configure(readiness)),
    },
  } satisfies Dependencies;
  return { ...mortal, lookUps: gatherLookUps(mortal, laneSize(deps.config)) };
}

export interface Doors {
  origin: string;
  close(): Promise<void>;
}

/** The doors that machines call. A process that dies drops its connections without an answer. */
export async function openDoors(
  deps: VoucherFormDeps & { publicOrigin: string },
  life: Life,
): Promise<Doors> {
  const answers = machineDoors(deps, {
    "/shopify/payment-sessions": paymentSessionDoor(deps, createSessionIntake(deps)),
    "/shopify/refund-sessions": refundSessionDoor(deps),
    "/pagoefectivo/notices/:setToken": noticeDoor(deps, createNoticeInbox(deps)),
  });
  const server = createServer((request, response) => {
    if (!answers(request, response)) answerNowhere(response);
  });
  life.whenDead(() => server.closeAllConnections());
  const listening = await listen(server, 0, "127.0.0.1");
  return { origin: `http://127.0.0.1:${listening.port}`, close: () => listening.close() };
}
