import { expect, test } from "vitest";
import type { ShopifySimulator, SimulatedSession } from "./server.ts";
import {
  HandClock,
  OTHER_SHOP,
  payloadOf,
  send,
  SHOP,
  standInApp,
  startSimulator,
} from "./test-stand-in.ts";

interface Stage {
  simulator: ShopifySimulator;
  clock: HandClock;
  session: SimulatedSession;
}

async function stage(switches: Partial<ShopifySimulator["switches"]> = {}): Promise<Stage> {
  const clock = new HandClock();
  const simulator = await startSimulator({ clock, switches: { requireAnswerRead: false, ...switches } });
  return { simulator, clock, session: simulator.newSession({ shop: SHOP.domain }) };
}

async function payload(answer: Promise<Response>): Promise<ReturnType<typeof payloadOf>> {
  return payloadOf(await (await answer).json());
}

async function pendingCode(answer: Promise<Response>): Promise<string | null | undefined> {
  const { paymentSession, userErrors } = await payload(answer);
  expect(paymentSession).toBeNull();
  return userErrors[0]?.code;
}

test("pending answers the state, the deadline and where the buyer goes, and creates an unpaid order", async () => {
  const { simulator, clock, session } = await stage();
  const deadline = clock.inHours(48);

  const answer = await payload(send.pending(simulator, session.gid, deadline));

  const order = simulator.orders()[0];
  expect(answer.userErrors).toEqual([]);
  expect(answer.paymentSession).toEqual({
    id: session.gid,
    pendingExpiresAt: deadline.toISOString(),
    state: { code: "PENDING", reason: "BUYER_ACTION_REQUIRED" },
    nextAction: {
      action: "REDIRECT",
      context: { redirectUrl: `https://${SHOP.domain}/orders/${order?.id}/thank-you` },
    },
  });
  expect(order).toMatchObject({
    paymentId: session.id,
    paymentState: "pending",
    amount: "125.00",
    currency: "PEN",
  });
  expect(simulator.session(session.id)).toMatchObject({ state: "pending", pendingExpiresAt: deadline });
});

test("pending refuses a deadline that is not in the future", async () => {
  const { simulator, clock, session } = await stage();

  const code = await pendingCode(send.pending(simulator, session.gid, clock.now()));

  expect(code).toBe("EXPIRED_PENDING_EXPIRES_AT");
  expect(simulator.orders()).toEqual([]);
});

test("pending accepts a deadline 72 hours after the session's creation and refuses one millisecond more", async () => {
  const { simulator, clock, session } = await stage();
  const limit = clock.inHours(72);
  clock.advance(3_600_000);

  const beyond = await pendingCode(send.pending(simulator, session.gid, new Date(limit.getTime() + 1)));
  const atLimit = await payload(send.pending(simulator, session.gid, limit));

  expect(beyond).toBe("OUT_OF_RANGE_PENDING_EXPIRES_AT");
  expect(atLimit.userErrors).toEqual([]);
});

test("the pending limit follows its switch", async () => {
  const { simulator, clock, session } = await stage({ pendingLimitMs: 24 * 3_600_000 });

  const code = await pendingCode(send.pending(simulator, session.gid, clock.inHours(25)));

  expect(code).toBe("OUT_OF_RANGE_PENDING_EXPIRES_AT");
});

test("a session that does not exist, or is another shop's, is not found", async () => {
  const { simulator, clock } = await stage();
  const foreign = simulator.newSession({ shop: OTHER_SHOP.domain });

  const unknown = await pendingCode(
    send.pending(simulator, "gid://shopify/PaymentSession/nobody", clock.inHours(1)),
  );
  const others = await pendingCode(send.pending(simulator, foreign.gid, clock.inHours(1)));
  const resolve = await payload(send.resolve(simulator, foreign.gid));
  const reject = await payload(send.reject(simulator, foreign.gid));

  expect([unknown, others]).toEqual(["NOT_FOUND", "NOT_FOUND"]);
  expect([resolve.paymentSession, reject.paymentSession]).toEqual([null, null]);
  expect(simulator.session(foreign.id)?.state).toBe("created");
});

test("pending after resolve or reject is an invalid state", async () => {
  const { simulator, clock, session } = await stage();
  const rejected = simulator.newSession({ shop: SHOP.domain });
  await send.resolve(simulator, session.gid);
  await send.reject(simulator, rejected.gid);

  const afterResolve = await pendingCode(send.pending(simulator, session.gid, clock.inHours(1)));
  const afterReject = await pendingCode(send.pending(simulator, rejected.gid, clock.inHours(1)));

  expect([afterResolve, afterReject]).toEqual(["PENDING_INVALID_STATE", "PENDING_INVALID_STATE"]);
});

test("a repeated pending succeeds with the same redirect and keeps the first deadline", async () => {
  const { simulator, clock, session } = await stage();
  const first = await payload(send.pending(simulator, session.gid, clock.inHours(10)));

  const second = await payload(send.pending(simulator, session.gid, clock.inHours(20)));

  expect(second).toEqual(first);
  expect(simulator.orders()).toHaveLength(1);
  expect(simulator.session(session.id)?.history.map((entry) => entry.repeated)).toEqual([false, true]);
});

test("a repeated pending moves the deadline when the switch says so", async () => {
  const { simulator, clock, session } = await stage({ repeatedPending: "moves-deadline" });
  await send.pending(simulator, session.gid, clock.inHours(10));

  const second = await payload(send.pending(simulator, session.gid, clock.inHours(20)));

  expect(second.paymentSession?.pendingExpiresAt).toBe(clock.inHours(20).toISOString());
});

test("resolve makes the pending order paid", async () => {
  const { simulator, clock, session } = await stage();
  await send.pending(simulator, session.gid, clock.inHours(10));

  const answer = await payload(send.resolve(simulator, session.gid));

  expect(answer.paymentSession?.state).toEqual({ code: "RESOLVED" });
  expect(simulator.orders()).toMatchObject([{ paymentId: session.id, paymentState: "paid" }]);
});

test("resolve of an open session creates the order, already paid", async () => {
  const { simulator, session } = await stage();

  const answer = await payload(send.resolve(simulator, session.gid));

  const order = simulator.orders()[0];
  expect(order).toMatchObject({ paymentId: session.id, paymentState: "paid" });
  expect(answer.paymentSession?.nextAction.context.redirectUrl).toBe(
    `https://${SHOP.domain}/orders/${order?.id}/thank-you`,
  );
});

test("resolve after resolve succeeds and changes nothing", async () => {
  const { simulator, session } = await stage();
  const first = await payload(send.resolve(simulator, session.gid));

  const second = await payload(send.resolve(simulator, session.gid));

  expect(second).toEqual(first);
  expect(simulator.orders()).toHaveLength(1);
});

test("reject after resolve is refused without a code and the order stays paid", async () => {
  const { simulator, session } = await stage();
  await send.resolve(simulator, session.gid);

  const answer = await payload(send.reject(simulator, session.gid));

  expect(answer.paymentSession).toBeNull();
  expect(answer.userErrors).toEqual([{ field: ["id"], message: expect.stringContaining("resolved") }]);
  expect(simulator.orders()).toMatchObject([{ paymentState: "paid" }]);
});

test("resolve after reject is refused without a code and the order stays failed", async () => {
  const { simulator, clock, session } = await stage();
  await send.pending(simulator, session.gid, clock.inHours(10));
  await send.reject(simulator, session.gid);

  const answer = await payload(send.resolve(simulator, session.gid));

  expect(answer.paymentSession).toBeNull();
  expect(answer.userErrors).toEqual([{ field: ["id"], message: expect.stringContaining("rejected") }]);
  expect(simulator.orders()).toMatchObject([{ paymentState: "failed" }]);
});

test("reject answers its reason, and a later reject with another reason succeeds with the first one", async () => {
  const { simulator, session } = await stage();
  const first = await payload(send.reject(simulator, session.gid));

  const second = await payload(send.reject(simulator, session.gid, "PROCESSING_ERROR"));

  expect(first.paymentSession?.state).toEqual({
    code: "REJECTED",
    rejectedFor: "CANCELLED_PAYMENT",
    merchantMessage: "El código venció sin pago.",
    source: "PROVIDER",
  });
  expect(second).toEqual(first);
  expect(simulator.orders()).toEqual([]);
});

test("an order is expired from its deadline on, and a resolve then still makes it paid", async () => {
  const { simulator, clock, session } = await stage();
  await send.pending(simulator, session.gid, clock.inHours(10));

  clock.advance(10 * 3_600_000 - 1);
  const justBefore = simulator.orders()[0]?.paymentState;
  clock.advance(1);
  const atDeadline = simulator.orders()[0]?.paymentState;
  const late = await payload(send.resolve(simulator, session.gid));

  expect([justBefore, atDeadline]).toEqual(["pending", "expired"]);
  expect(late.userErrors).toEqual([]);
  expect(simulator.orders()).toMatchObject([{ paymentState: "paid" }]);
});

test("an order can be ended otherwise once it has expired, and a resolve then still makes it paid", async () => {
  const { simulator, clock, session } = await stage();
  await send.pending(simulator, session.gid, clock.inHours(10));
  const [order] = simulator.orders();

  const whilePending = simulator.endOrderOtherwise(order?.id ?? "", "cancelled");
  clock.advance(10 * 3_600_000);
  const expired = simulator.endOrderOtherwise(order?.id ?? "", "cancelled");
  const again = simulator.endOrderOtherwise(order?.id ?? "", "paid-otherwise");
  const late = await payload(send.resolve(simulator, session.gid));

  expect([whilePending, expired, again]).toEqual([false, true, false]);
  expect(late.userErrors).toEqual([]);
  expect(simulator.orders()).toMatchObject([
    { paymentState: "paid", endedOtherwise: { how: "cancelled", at: clock.now() } },
  ]);
});

test("until the app's answer is read every mutation is refused, afterwards accepted", async () => {
  const app = await standInApp();
  const clock = new HandClock();
  const simulator = await startSimulator({ clock, paymentSessionUrl: app.url });
  const session = simulator.newSession({ shop: SHOP.domain });
  simulator.switches.answerReading.hold();

  const sending = simulator.sendSession(session.id);
  await simulator.switches.answerReading.whenWaiting(1);
  const pending = await pendingCode(send.pending(simulator, session.gid, clock.inHours(1)));
  const resolve = await payload(send.resolve(simulator, session.gid));
  const reject = await payload(send.reject(simulator, session.gid));
  simulator.switches.answerReading.release();
  await sending;
  const afterwards = await payload(send.resolve(simulator, session.gid));

  expect(pending).toBe("PENDING_INVALID_STATE");
  expect([resolve.userErrors.length, reject.userErrors.length]).toEqual([1, 1]);
  expect(afterwards.userErrors).toEqual([]);
  expect(simulator.mutations().map((entry) => entry.outcome)).toEqual([
    "user-errors",
    "user-errors",
    "user-errors",
    "accepted",
  ]);
});

test("two sessions of one group share one order, and the second resolve is accepted and visible unless switched off", async () => {
  const { simulator, session } = await stage();
  const second = simulator.newSession({ shop: SHOP.domain, group: session.group });
  const third = simulator.newSession({ shop: SHOP.domain, group: session.group });
  await send.resolve(simulator, session.gid);

  const accepted = await payload(send.resolve(simulator, second.gid));
  simulator.switches.refuseSecondResolveInGroup = true;
  const refused = await payload(send.resolve(simulator, third.gid));

  expect(accepted.userErrors).toEqual([]);
  expect(refused.userErrors).toHaveLength(1);
  expect(simulator.orders()).toMatchObject([
    { paymentId: session.id, paymentIds: [session.id, second.id] },
  ]);
});

test("a new attempt that is pending makes a failed order wait for money again", async () => {
  const { simulator, clock, session } = await stage();
  await send.pending(simulator, session.gid, clock.inHours(1));
  await send.reject(simulator, session.gid);
  const again = simulator.newSession({ shop: SHOP.domain, group: session.group });

  await send.pending(simulator, again.gid, clock.inHours(2));

  expect(simulator.orders()).toMatchObject([{ paymentId: again.id, paymentState: "pending" }]);
});
