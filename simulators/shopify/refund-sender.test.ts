import { expect, test } from "vitest";
import { makeTestCertificates } from "../certificates.ts";
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
  type StandInAnswer,
  type StandInApp,
} from "./test-stand-in.ts";

interface Stage {
  simulator: ShopifySimulator;
  app: StandInApp;
  clock: HandClock;
}

/** A Shopify with one app, which takes refunds as these answers say. */
async function stage(answers: (StandInAnswer | null)[] = [acceptsRefund]): Promise<Stage> {
  const clock = new HandClock();
  const app = await standInApp(answers);
  const simulator = await startSimulator({
    clock,
    refundSessionUrl: app.url,
    switches: { requireAnswerRead: false },
  });
  return { simulator, app, clock };
}

/** A paid order of 125.00, and a refund of it. */
async function paid(
  simulator: ShopifySimulator,
  amount?: string,
): Promise<{ sessionId: string; refund: SimulatedRefund }> {
  const session = simulator.newSession({ shop: SHOP.domain });
  await send.resolve(simulator, session.gid);
  const choice = amount === undefined ? {} : { amount };
  return { sessionId: session.id, refund: simulator.newRefund({ sessionId: session.id, ...choice }) };
}

test("sends the documented body and headers, and the refund is pending once it is answered 201", async () => {
  const { simulator, app, clock } = await stage();
  const { sessionId, refund } = await paid(simulator, "25.50");

  const answer = await simulator.sendRefund(refund.id);

  expect(answer).toEqual({ status: 201, bodyText: "", attempts: 1, error: null, isAccepted: true });
  expect(app.received[0]?.headers).toMatchObject({
    "content-type": "application/json",
    "shopify-shop-domain": SHOP.domain,
    "shopify-api-version": "2026-10",
    "shopify-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(app.received[0]?.body).toEqual({
    id: refund.id,
    gid: `gid://shopify/RefundSession/${refund.id}`,
    payment_id: sessionId,
    amount: "25.50",
    currency: "PEN",
    test: false,
    merchant_locale: "es-PE",
    proposed_at: clock.now().toISOString(),
  });
  expect(simulator.refund(refund.id)?.state).toBe("pending");
});

test("a refund of a test payment is a test", async () => {
  const { simulator, app } = await stage();
  const session = simulator.newSession({ shop: SHOP.domain, test: true, currency: "USD" });
  await send.resolve(simulator, session.gid);

  await simulator.sendRefund(simulator.newRefund({ sessionId: session.id }).id);

  expect(app.received[0]?.body).toMatchObject({ test: true, currency: "USD", amount: "125.00" });
});

test("presents the client certificate, and none when told to hide it", async () => {
  const made = await makeTestCertificates({ now: new Date() });
  const app = await standInApp([acceptsRefund], { ...made.server, ca: made.ca });
  const simulator = await startSimulator({
    refundSessionUrl: app.url,
    clientTls: { ...made.client, ca: made.ca },
    switches: { requireAnswerRead: false },
  });
  const { refund } = await paid(simulator);

  await simulator.sendRefund(refund.id);
  await simulator.sendRefund(refund.id, { withoutCertificate: true });

  expect(app.received.map((request) => request.certified)).toEqual([true, false]);
});

test.each([
  [{ status: 201, body: "{}" }, null],
  [{ status: 200, body: "" }, "http-200"],
  [{ status: 202, body: "" }, "http-202"],
  [{ status: 404, body: "" }, "http-404"],
  [{ status: 201, body: '{"ok":true}' }, "body-not-empty"],
  [{ status: 201, body: "[]" }, "body-not-empty"],
  [{ status: 201, body: "created" }, "body-not-empty"],
])("the answer %j is taken as %j", async (answer, error) => {
  const { simulator } = await stage([answer]);
  const { refund } = await paid(simulator);

  const told = await simulator.sendRefund(refund.id);

  expect(told).toMatchObject({ error, isAccepted: error === null });
  expect(simulator.refund(refund.id)?.state).toBe(error === null ? "pending" : "failed");
});

test("repeats a failing refund with the same body until the app accepts", async () => {
  const { simulator, app } = await stage([{ status: 503, body: "" }, null, acceptsRefund]);
  const { refund } = await paid(simulator);

  const answer = await simulator.sendRefund(refund.id);

  expect(answer).toMatchObject({ attempts: 3, isAccepted: true });
  expect(new Set(app.received.map((request) => request.text)).size).toBe(1);
});

test("gives up after the last attempt: what comes of it then is refused, and its money may be refunded anew", async () => {
  const { simulator } = await stage([{ status: 503, body: "" }]);
  const { sessionId, refund } = await paid(simulator);
  simulator.switches.requireAnswerRead = true;

  const answer = await simulator.sendRefund(refund.id);
  const late = await refundPayload(sendRefund.resolve(simulator, refund.gid));
  const again = simulator.newRefund({ sessionId });

  expect(answer).toMatchObject({ status: 503, attempts: 3, isAccepted: false });
  expect(late.userErrors).toMatchObject([{ code: "REFUND_SESSION_INVALID_STATE" }]);
  expect(again).toMatchObject({ amount: "125.00", state: "created" });
  expect(again.id).not.toBe(refund.id);
});

test("until the app's answer is read every mutation is refused, afterwards accepted", async () => {
  const { simulator } = await stage();
  const { refund } = await paid(simulator);
  simulator.switches.requireAnswerRead = true;
  simulator.switches.answerReading.hold();

  const sending = simulator.sendRefund(refund.id);
  await simulator.switches.answerReading.whenWaiting(1);
  const early = await refundPayload(sendRefund.reject(simulator, refund.gid, "No."));
  simulator.switches.answerReading.release();
  await sending;
  const afterwards = await refundPayload(sendRefund.reject(simulator, refund.gid, "No."));

  expect(early.userErrors).toMatchObject([{ code: "REFUND_SESSION_INVALID_STATE" }]);
  expect(afterwards.userErrors).toEqual([]);
});

test("sends the same refund again, and bends what it sends", async () => {
  const { simulator, app } = await stage();
  const { refund } = await paid(simulator);

  await simulator.sendRefund(refund.id);
  await simulator.sendRefund(refund.id);
  await simulator.sendRefund(refund.id, { body: (body) => ({ ...body, amount: "1.00" }) });
  await simulator.sendRefund(refund.id, { rawBody: "{malformed" });

  const [first, again, bent, raw] = app.received;
  expect(again?.text).toBe(first?.text);
  expect(bent?.body).toMatchObject({ id: refund.id, amount: "1.00" });
  expect(raw?.text).toBe("{malformed");
});

test("without an app to send to, says so", async () => {
  const simulator = await startSimulator({ switches: { requireAnswerRead: false } });
  const { refund } = await paid(simulator);

  expect(await simulator.sendRefund(refund.id)).toMatchObject({ error: "no-refund-session-url" });
});

test("starts no refund of an unpaid payment, of nothing, of no amount, or of more than is left", async () => {
  const { simulator } = await stage();
  const unpaid = simulator.newSession({ shop: SHOP.domain });
  const { sessionId } = await paid(simulator, "100.00");
  const start = (input: Parameters<ShopifySimulator["newRefund"]>[0]) => () => simulator.newRefund(input);

  expect(start({ sessionId: unpaid.id })).toThrow("not-paid");
  expect(start({ sessionId, amount: "0.00" })).toThrow("not-an-amount");
  expect(start({ sessionId, amount: "1.005" })).toThrow("not-an-amount");
  expect(start({ sessionId, amount: "-1.00" })).toThrow("not-an-amount");
  expect(start({ sessionId, amount: "25.01" })).toThrow("more-than-is-left");
  expect(start({ sessionId, currency: "USD" })).toThrow("unchecked");
  expect(simulator.newRefund({ sessionId, amount: "25.00" })).toMatchObject({ amount: "25.00" });
  expect(start({ sessionId })).toThrow("not-an-amount");
});

test("unchecked, sends what Shopify would never start", async () => {
  const { simulator, app } = await stage();
  const { sessionId } = await paid(simulator);
  const bent = {
    amount: "999.99",
    currency: "USD",
    test: true,
    paymentId: "nobody",
    shop: OTHER_SHOP.domain,
  };

  await simulator.sendRefund(simulator.newRefund({ sessionId, unchecked: true, ...bent }).id);

  expect(app.received[0]?.body).toMatchObject({
    amount: "999.99",
    currency: "USD",
    test: true,
    payment_id: "nobody",
  });
  expect(app.received[0]?.headers["shopify-shop-domain"]).toBe(OTHER_SHOP.domain);
});
