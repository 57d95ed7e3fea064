import type { VoucherFormDeps } from "#app/doors/voucher-form-door.ts";
import { continuePayment } from "#app/payments/confirm-payment.server.ts";
import { cancelPayment } from "#app/payments/give-up-payment.server.ts";
import { keepVoucher } from "#app/payments/see-voucher.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { arrive, moveToExpiry } from "../builders/payment.ts";
import { connectNewShop, extendAtPagoEfectivo } from "../builders/shop.ts";
import {
  arrived,
  cipOf,
  noticed,
  seen,
  toldPending,
  useDoors,
  type CrashWorld,
  type Subject,
} from "./crash-world.ts";
import { openDoors, type Life } from "./mortal-process.ts";
import { advance, runQueue, workMortally } from "./queue-at-work.ts";

const MINUTE_MS = 60_000;
/** After the code's expiry: its grace of 30 minutes is over. */
const RELEASE_MS = 30 * MINUTE_MS + 1_000;
/** The confirmation timer has rung. */
const RUNG_MS = 95_000;
/** A page that nobody has opened by now belongs to nobody. */
const UNSEEN_MS = 31 * MINUTE_MS;
/** Shopify takes no pending deadline that is further away. */
const SHORT_LIMIT_MS = 30 * 60 * MINUTE_MS;
/** PagoEfectivo's second and last attempt at a notice is due. */
const SECOND_NOTICE_MS = 61_000;

export interface Attempt {
  world: CrashWorld;
  life: Life;
  deps: VoucherFormDeps & { publicOrigin: string };
  subject: Subject;
}

export interface Scenario {
  name: string;
  /** Where it ends when nothing goes wrong. */
  ends: { session: string; told: string; codes: string[]; reports: string[] };
  /** Brings so many payments to the brink; the clock then stands where the process finds it. */
  prepare(world: CrashWorld, count: number): Promise<Subject[]>;
  /** What the process does until it is done or dead. */
  act(attempt: Attempt): Promise<void>;
  /** What those outside do who got no answer. */
  askAgain?(world: CrashWorld, unanswered: readonly Subject[]): Promise<void>;
  /** A create that may have been sent ends as `unknown` with one case instead. */
  mayEndUnknown?: boolean;
}

/** The outside reaches this process's doors meanwhile. */
export async function behindDoors(
  { world, deps, life }: Attempt,
  visit: () => Promise<unknown>,
): Promise<void> {
  const doors = await openDoors(deps, life);
  useDoors(world, doors);
  try {
    await visit();
  } finally {
    useDoors(world, world.doors);
    await doors.close();
  }
}

export function work({ world, life, deps, subject }: Attempt): Promise<void> {
  return workMortally(world, { life, deps, paymentId: subject.paymentId });
}

async function moveToRelease(world: CrashWorld, subjects: readonly Subject[]): Promise<void> {
  const last = subjects.at(-1);
  if (last) await moveToExpiry(world, last, RELEASE_MS);
}

async function pressContinue(deps: VoucherFormDeps, { slug }: Subject): Promise<void> {
  await continuePayment(deps, { slug, waitMs: 0 });
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "a session's arrival",
    ends: { session: "started", told: "open", codes: ["live"], reports: [] },
    prepare: async (world, count) =>
      Array.from({ length: count }, () => {
        const { id } = world.shopify.newSession({ shop: DEMO_SHOP });
        return { sessionId: id, paymentId: "", slug: "" };
      }),
    act: (attempt) =>
      behindDoors(attempt, async () => {
        const { sessionId } = attempt.subject;
        // Shopify may ask twice also when it was answered.
        await attempt.world.shopify.sendSession(sessionId, { retries: 0 });
        await attempt.world.shopify.sendSession(sessionId, { retries: 0 });
      }),
    askAgain: async (world, unanswered) => {
      for (const { sessionId } of unanswered) await world.shopify.sendSession(sessionId);
    },
  },
  {
    name: "the issue of a code",
    ends: { session: "started", told: "open", codes: ["live"], reports: [] },
    prepare: arrived,
    act: work,
    mayEndUnknown: true,
  },
  {
    name: "Continue",
    ends: { session: "pending", told: "pending", codes: ["live"], reports: ["pending acknowledged"] },
    prepare: seen,
    act: async (attempt) => {
      await pressContinue(attempt.deps, attempt.subject);
      await work(attempt);
    },
    askAgain: async (world, unanswered) => {
      for (const subject of unanswered) await pressContinue(world.system.deps, subject);
    },
  },
  {
    name: "the confirmation timer",
    ends: { session: "pending", told: "pending", codes: ["live"], reports: ["pending acknowledged"] },
    prepare: async (world, count) => {
      const subjects = await seen(world, count);
      for (const { slug } of subjects) await keepVoucher(world.system.deps, slug);
      advance(world, RUNG_MS);
      return subjects;
    },
    act: work,
  },
  {
    name: "a pending deadline that Shopify finds too far",
    ends: {
      session: "pending",
      told: "pending",
      codes: ["live"],
      reports: ["pending dropped", "pending dropped", "pending acknowledged"],
    },
    prepare: async (world, count) => {
      world.shopify.switches.pendingLimitMs = SHORT_LIMIT_MS;
      return seen(world, count);
    },
    act: async (attempt) => {
      await pressContinue(attempt.deps, attempt.subject);
      await work(attempt);
    },
    askAgain: async (world, unanswered) => {
      for (const subject of unanswered) await pressContinue(world.system.deps, subject);
    },
  },
  {
    name: "the way back to checkout",
    ends: { session: "started", told: "released", codes: ["voided"], reports: [] },
    prepare: seen,
    act: async (attempt) => {
      await cancelPayment(attempt.deps, attempt.subject.slug);
      await work(attempt);
    },
    askAgain: async (world, unanswered) => {
      for (const { slug } of unanswered) await cancelPayment(world.system.deps, slug);
    },
  },
  {
    name: "a second attempt at a checkout",
    ends: { session: "started", told: "open", codes: ["live"], reports: [] },
    prepare: async (world, count) => {
      const earlier = await seen(world, count);
      return Promise.all(earlier.map(({ group }) => arrive(world, { group })));
    },
    act: work,
  },
  {
    name: "a page that nobody opened",
    ends: { session: "started", told: "released", codes: ["voided"], reports: [] },
    prepare: async (world, count) => {
      const subjects = await arrived(world, count);
      await runQueue(world, world.system.deps);
      advance(world, UNSEEN_MS);
      return subjects;
    },
    act: work,
  },
  {
    name: "a notice's arrival",
    ends: {
      session: "resolved",
      told: "resolved",
      codes: ["paid"],
      reports: ["pending acknowledged", "resolve acknowledged"],
    },
    prepare: toldPending,
    act: (attempt) =>
      behindDoors(attempt, async () => {
        const { world, subject } = attempt;
        await world.pagoefectivo.pay(await cipOf(world, subject));
        await world.pagoefectivo.runDueDeliveries();
      }),
    askAgain: async (world) => {
      advance(world, SECOND_NOTICE_MS);
      await world.pagoefectivo.runDueDeliveries();
    },
  },
  {
    name: "a paid code",
    ends: {
      session: "resolved",
      told: "resolved",
      codes: ["paid"],
      reports: ["pending acknowledged", "resolve acknowledged"],
    },
    prepare: noticed,
    act: work,
  },
  {
    name: "a resolve that Shopify did not take at first",
    ends: {
      session: "resolved",
      told: "resolved",
      codes: ["paid"],
      reports: ["pending acknowledged", "resolve acknowledged"],
    },
    prepare: async (world, count) => {
      const subjects = await noticed(world, count);
      const mutation = "paymentSessionResolve";
      for (const { sessionId } of subjects)
        world.shopify.switches.nextFaults.push({ fault: "http-503", sessionId, mutation });
      return subjects;
    },
    act: work,
  },
  {
    name: "a code that nobody paid",
    ends: {
      session: "rejected",
      told: "rejected",
      codes: ["expired"],
      reports: ["pending acknowledged", "reject acknowledged"],
    },
    prepare: async (world, count) => {
      const subjects = await toldPending(world, count);
      await moveToRelease(world, subjects);
      return subjects;
    },
    act: work,
  },
  {
    name: "a code that must be deleted first",
    ends: {
      session: "rejected",
      told: "rejected",
      codes: ["voided"],
      reports: ["pending acknowledged", "reject acknowledged"],
    },
    prepare: async (world, count) => {
      const shop = await connectNewShop(world);
      const subjects = await toldPending(world, count, { shop: shop.domain });
      const until = new Date(world.clock.now().getTime() + 100 * 60 * MINUTE_MS);
      for (const subject of subjects)
        await extendAtPagoEfectivo(world, shop, { cip: await cipOf(world, subject), until });
      await moveToRelease(world, subjects);
      return subjects;
    },
    act: work,
  },
];
