import { expect, test } from "vitest";
import type { ShopifySimulator, SimulatedRefund } from "./server.ts";
import {
  acceptsRefund,
  HandClock,
  OTHER_SHOP,
  refundPayload,
  send,
  sendRefund,
  SHOP,
  standInApp,
  startSimulator,
} from "./test-stand-in.ts";

interface Stage {
  simulator: ShopifySimulator;
  clock: HandClock;
  sessionId: string;
  refund: SimulatedRefund;
}

/** A paid order of 125.00, and a refund of it. */
async function stage(amount = "125.00"): Promise<Stage> {
  const clock = new HandClock();
  const app = await standInApp([acceptsRefund]);
  const simulator = await startSimulator({
    clock,
    refundSessionUrl: app.url,
    switches: { requireAnswerRead: false },
  });
  const session = simulator.newSession({ shop: SHOP.domain });
  await send.resolve(simulator, session.gid);
  const refund = simulator.newRefund({ sessionId: session.id, amount });
  await simulator.sendRefund(refund.id);
  return { simulator, clock, sessionId: session.id, refund };
}

test("an accepted refund is pending until the app tells how it ended, and the order stays paid", async () => {
  const { simulator, clock, refund } = await stage();

  clock.advance(30 * 24 * 3_600_000);

  expect(simulator.refund(refund.id)).toMatchObject({ state: "pending", endedAt: null });
  expect(simulator.orders()).toMatchObject([{ paymentState: "paid", refundedAmount: "0.00" }]);
});

test("resolve of the whole amount makes the order refunded", async () => {
  const { simulator, clock, refund } = await stage();

  const answer = await refundPayload(sendRefund.resolve(simulator, refund.gid));

  expect(answer).toEqual({
    refundSession: { id: refund.gid, state: { code: "RESOLVED" } },
    userErrors: [],
  });
  expect(simulator.refund(refund.id)).toMatchObject({ state: "resolved", endedAt: clock.now() });
  expect(simulator.orders()).toMatchObject([{ paymentState: "refunded", refundedAmount: "125.00" }]);
});

test("resolve of a part makes the order partly refunded, and the rest refunded once that is resolved too", async () => {
  const { simulator, sessionId, refund } = await stage("40.50");
  await sendRefund.resolve(simulator, refund.gid);
  const partly = simulator.orders()[0];
  const rest = simulator.newRefund({ sessionId });
  await simulator.sendRefund(rest.id);

  await sendRefund.resolve(simulator, rest.gid);

  expect(partly).toMatchObject({ paymentState: "partially-refunded", refundedAmount: "40.50" });
  expect(rest.amount).toBe("84.50");
  expect(simulator.orders()).toMatchObject([{ paymentState: "refunded", refundedAmount: "125.00" }]);
});

test("reject answers its reason, the order stays paid, and the money may be refunded anew", async () => {
  const { simulator, sessionId, refund } = await stage();

  const answer = await refundPayload(
    sendRefund.reject(simulator, refund.gid, "Devolución por otro medio."),
  );

  expect(answer).toEqual({
    refundSession: {
      id: refund.gid,
      state: {
        code: "REJECTED",
        reason: "PROCESSING_ERROR",
        merchantMessage: "Devolución por otro medio.",
      },
    },
    userErrors: [],
  });
  expect(simulator.orders()).toMatchObject([{ paymentState: "paid", refundedAmount: "0.00" }]);
  expect(simulator.newRefund({ sessionId }).amount).toBe("125.00");
});

test("resolve after resolve and reject after the same reject succeed and change nothing", async () => {
  const { simulator, sessionId, refund } = await stage("100.00");
  const other = simulator.newRefund({ sessionId });
  await simulator.sendRefund(other.id);
  const resolved = await refundPayload(sendRefund.resolve(simulator, refund.gid));
  const rejected = await refundPayload(sendRefund.reject(simulator, other.gid, "No."));

  const again = await refundPayload(sendRefund.resolve(simulator, refund.gid));
  const rejectedAgain = await refundPayload(sendRefund.reject(simulator, other.gid, "No."));

  expect([again, rejectedAgain]).toEqual([resolved, rejected]);
  expect(simulator.refund(refund.id)?.history.map((entry) => entry.repeated)).toEqual([false, true]);
  expect(simulator.orders()).toMatchObject([{ refundedAmount: "100.00" }]);
});

test("resolve and reject exclude each other", async () => {
  const { simulator, sessionId, refund } = await stage("100.00");
  const other = simulator.newRefund({ sessionId });
  await simulator.sendRefund(other.id);
  await sendRefund.resolve(simulator, refund.gid);
  await sendRefund.reject(simulator, other.gid, "No.");

  const reject = await refundPayload(sendRefund.reject(simulator, refund.gid, "No."));
  const resolve = await refundPayload(sendRefund.resolve(simulator, other.gid));

  for (const answer of [reject, resolve]) {
    expect(answer.refundSession).toBeNull();
    expect(answer.userErrors).toMatchObject([{ code: "REFUND_SESSION_INVALID_STATE", field: ["id"] }]);
  }
  expect(simulator.refunds().map(({ state }) => state)).toEqual(["resolved", "rejected"]);
});

test("a reject with another reason is refused, or ignored when the switch says so", async () => {
  const { simulator, refund } = await stage();
  await sendRefund.reject(simulator, refund.gid, "Primero.");

  const refused = await refundPayload(sendRefund.reject(simulator, refund.gid, "Después."));
  simulator.switches.repeatedRefundReject = "ignores-the-reason";
  const ignored = await refundPayload(sendRefund.reject(simulator, refund.gid, "Después."));

  expect(refused.userErrors).toMatchObject([{ code: "REFUND_SESSION_INVALID_STATE" }]);
  expect(ignored.refundSession?.state).toMatchObject({ merchantMessage: "Primero." });
});

test("a refund that does not exist, or is another shop's, is not found", async () => {
  const { simulator, refund } = await stage();
  const stranger = { shop: OTHER_SHOP.domain, token: OTHER_SHOP.accessToken };

  const answers = [
    await refundPayload(sendRefund.resolve(simulator, "gid://shopify/RefundSession/nobody")),
    await refundPayload(sendRefund.reject(simulator, "gid://shopify/RefundSession/nobody", "No.")),
    await refundPayload(sendRefund.resolve(simulator, refund.gid, stranger)),
    await refundPayload(sendRefund.reject(simulator, refund.gid, "No.", stranger)),
  ];

  for (const { refundSession, userErrors } of answers) {
    expect(refundSession).toBeNull();
    expect(userErrors).toMatchObject([{ code: "REFUND_SESSION_NOT_FOUND" }]);
  }
  expect(simulator.refund(refund.id)?.state).toBe("pending");
});

test("what is told of a refund is in the record, and faults can be aimed at it", async () => {
  const { simulator, refund } = await stage();
  const fault = { mutation: "refundSessionResolve", sessionId: refund.id } as const;
  simulator.switches.nextFaults.push({ ...fault, fault: "http-503" });

  const spoiled = await sendRefund.resolve(simulator, refund.gid);
  await sendRefund.resolve(simulator, refund.gid);

  expect(spoiled.status).toBe(503);
  expect(simulator.mutations().slice(-2)).toMatchObject([
    { mutation: "refundSessionResolve", sessionId: refund.id, outcome: "fault", fault: "http-503" },
    { mutation: "refundSessionResolve", sessionId: refund.id, outcome: "accepted", fault: null },
  ]);
});
