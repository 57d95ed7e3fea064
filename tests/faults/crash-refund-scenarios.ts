import { invariant } from "#app/lib/invariant.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { giveDetails, payOutRefund, type RefundActDeps } from "#app/refunds/refund-acts.server.ts";
import type { ArrivedPayment } from "../builders/payment.ts";
import { askRefund, handIn, refundsOf, setPolicy, SOMEWHERE } from "../builders/refund.ts";
import { behindDoors, work, type Scenario } from "./crash-scenarios.ts";
import { noticed, type CrashWorld, type Subject } from "./crash-world.ts";
import { runQueue } from "./queue-at-work.ts";

async function paid(world: CrashWorld, count: number, isByHand: boolean): Promise<ArrivedPayment[]> {
  const subjects = await noticed(world, count);
  await runQueue(world, world.system.deps);
  for (const subject of subjects) await setPolicy(world, subject, { isByHand });
  return subjects;
}

/** The one refund that Shopify has started for this payment. */
function refundIdAtShopify(world: CrashWorld, { sessionId }: Subject): string {
  const refund = world.shopify.refunds().find(({ paymentId }) => paymentId === sessionId);
  invariant(refund, "Shopify has started a refund");
  return refund.id;
}

async function payOut(world: CrashWorld, deps: RefundActDeps, subject: Subject): Promise<void> {
  const [refund] = await refundsOf(world, subject);
  invariant(refund, "the refund is stored");
  const said = { paidOn: limaDayOf(world.clock.now()), bankReference: "OP-1" };
  await payOutRefund(deps, { ...(await handIn(world, refund.id)), ...said });
}

const PAID = { session: "resolved", told: "resolved", codes: ["paid"] };
const TOLD = ["pending acknowledged", "resolve acknowledged"];

export const REFUND_SCENARIOS: readonly Scenario[] = [
  {
    name: "the arrival of a refund that is refused",
    ends: { ...PAID, reports: [...TOLD, "refund-reject acknowledged"] },
    prepare: async (world, count) => {
      const subjects = await paid(world, count, false);
      for (const { sessionId } of subjects) world.shopify.newRefund({ sessionId });
      return subjects;
    },
    act: async (attempt) => {
      const id = refundIdAtShopify(attempt.world, attempt.subject);
      await behindDoors(attempt, async () => {
        await attempt.world.shopify.sendRefund(id, { retries: 0 });
        await attempt.world.shopify.sendRefund(id, { retries: 0 });
      });
      await work(attempt);
    },
    askAgain: async (world, unanswered) => {
      for (const subject of unanswered) await world.shopify.sendRefund(refundIdAtShopify(world, subject));
    },
  },
  {
    name: "a refund that was paid",
    ends: { ...PAID, reports: [...TOLD, "refund-resolve acknowledged"] },
    prepare: async (world, count) => {
      const subjects = await paid(world, count, true);
      for (const subject of subjects) {
        await askRefund(world, subject);
        const [refund] = await refundsOf(world, subject);
        invariant(refund, "the refund is stored");
        const given = { ...(await handIn(world, refund.id)), by: "shopper", destination: SOMEWHERE };
        await giveDetails(world.system.deps, given);
      }
      return subjects;
    },
    act: async (attempt) => {
      await payOut(attempt.world, attempt.deps, attempt.subject);
      await work(attempt);
    },
    askAgain: async (world, unanswered) => {
      for (const subject of unanswered) await payOut(world, world.system.deps, subject);
    },
  },
];
