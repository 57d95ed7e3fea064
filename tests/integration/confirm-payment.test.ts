import { expect, it } from "vitest";
import {
  casesOf,
  moveToExpiry,
  openPage,
  orderState,
  pageState,
  paymentRow,
  pressContinue,
  reportsOf,
  sessionState,
  timelineOf,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
} from "../builders/payment.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("confirm_payment");

const SECOND_MS = 1_000;
/** The shop's confirmation timer, as a shop is connected with. */
const TIMER_MS = 90 * SECOND_MS;

async function poll(payment: ArrivedPayment): Promise<void> {
  await fetch(`${payment.url}/status`);
}

async function timerRingsInVain(payment: ArrivedPayment): Promise<void> {
  await world().until(
    "the timer to ring in vain",
    async () => (await paymentRow(world(), payment)).timer_due_at === null,
  );
}

it("makes the order when the shopper presses Continue, and leads them to it", async () => {
  const payment = await withCode(world());
  await openPage(payment);

  const sentTo = await pressContinue(payment);

  expect(sentTo).toBe(`/v/${payment.slug}/return`);
  expect(orderState(world(), payment)).toBe("pending");
  const order = world()
    .shopify.orders()
    .find((candidate) => candidate.paymentId === payment.sessionId);
  const page = await openPage({ url: `${payment.url}/return` });
  expect(page).toContain(
    `${world().shopify.origin}/shops/${DEMO_SHOP}/orders/${order?.id ?? ""}/thank-you`,
  );
});

it("asks Shopify to wait until the code's expiry plus the grace, for the buyer's action", async () => {
  const payment = await toldPending(world());

  const [mutation] = world()
    .shopify.mutations()
    .filter(({ sessionId }) => sessionId === payment.sessionId);
  const entry = world()
    .pagoefectivo.ledger()
    .find(({ cip }) => cip === payment.cip);
  const expiry = entry?.expires.getTime() ?? 0;
  expect(mutation?.variables).toEqual({
    id: `gid://shopify/PaymentSession/${payment.sessionId}`,
    pendingExpiresAt: new Date(expiry + 30 * 60 * SECOND_MS).toISOString(),
    reason: "BUYER_ACTION_REQUIRED",
  });
});

it("tells Shopify once, however often Continue is pressed", async () => {
  const payment = await withCode(world());
  await openPage(payment);

  const sentTo = await Promise.all(Array.from({ length: 5 }, () => pressContinue(payment)));
  sentTo.push(await pressContinue(payment));

  expect(new Set(sentTo)).toEqual(new Set([`/v/${payment.slug}/return`]));
  expect(told(world(), payment)).toEqual(["Pending accepted"]);
  expect(await reportsOf(world(), payment)).toMatchObject([{ kind: "pending", state: "acknowledged" }]);
});

it("makes the order by itself for a shopper who stays on the page", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  world().clock.shift(70 * SECOND_MS);
  await poll(payment);

  world().clock.shift(TIMER_MS + SECOND_MS);

  await world().until("the order", () => orderState(world(), payment) === "pending");
  expect(await timelineOf(world(), payment)).toContain("timer-rang");
});

it("makes no order for a shopper who went back to checkout", async () => {
  const payment = await withCode(world());
  await openPage(payment);

  world().clock.shift(TIMER_MS + SECOND_MS);

  await timerRingsInVain(payment);
  expect(told(world(), payment)).toEqual([]);
  expect((await paymentRow(world(), payment)).told).toBe("open");
});

it("starts the timer anew when the shopper comes back", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  world().clock.shift(TIMER_MS + SECOND_MS);
  await timerRingsInVain(payment);

  world().clock.shift(300 * SECOND_MS);
  await openPage(payment);
  world().clock.shift(380 * SECOND_MS);
  await poll(payment);
  world().clock.shift(391 * SECOND_MS);

  await world().until("the order", () => orderState(world(), payment) === "pending");
});

it("makes the order for a shopper who kept the code and closed the page", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  const kept = await fetch(`${payment.url}/kept`, { method: "POST" });

  world().clock.shift(TIMER_MS + SECOND_MS);

  expect(kept.status).toBe(204);
  await world().until("the order", () => orderState(world(), payment) === "pending");
  expect(await timelineOf(world(), payment)).toContain("code-kept");
});

it("notes that the code was kept also where the order already waits for its money, once", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  await pressContinue(payment);

  await fetch(`${payment.url}/kept`, { method: "POST" });
  await fetch(`${payment.url}/kept`, { method: "POST" });

  const timeline = await timelineOf(world(), payment);
  expect(timeline.filter((event) => event === "code-kept")).toHaveLength(1);
});

it.each([
  ["a prefetch", { headers: { "Sec-Purpose": "prefetch" } }],
  ["a preview", { headers: { Purpose: "preview" } }],
  ["a HEAD request", { method: "HEAD" }],
])("does not count %s as seen", async (_, request) => {
  const payment = await withCode(world());

  const answer = await fetch(payment.url, request);
  await poll(payment);

  expect(answer.status).toBe(200);
  expect(await paymentRow(world(), payment)).toMatchObject({ first_seen_at: null, timer_due_at: null });
});

it("repeats a pending that Shopify refuses because it has not read our answer yet", async () => {
  const { shopify } = world();
  shopify.switches.answerReading.hold();
  const session = shopify.newSession({ shop: DEMO_SHOP });
  const sending = shopify.sendSession(session.id);
  await shopify.switches.answerReading.whenWaiting(1);
  const payment = await world().until("the code's page", async () => {
    const [row] = await world().rows<{ id: string; slug: string }>(
      "select p.id, p.slug from payments p join codes c on c.payment_id = p.id where session_id = $1 and c.state = 'live'",
      [session.id],
    );
    return row && { paymentId: row.id, sessionId: session.id, url: `${world().webOrigin}/v/${row.slug}` };
  });
  await openPage(payment);
  const pressed = pressContinue(payment);
  await world().until("a refusal", () => told(world(), payment).includes("Pending user-errors"));

  shopify.switches.answerReading.release();
  await sending;
  world().clock.shift(60 * SECOND_MS);

  await world().until("the order", () => orderState(world(), payment) === "pending");
  expect(await pressed).toMatch(/^\/v\//);
  const sent = shopify.mutations().filter(({ sessionId }) => sessionId === session.id);
  expect(new Set(sent.map(({ variables }) => JSON.stringify(variables))).size).toBe(1);
  expect(await casesOf(world(), payment)).toEqual([]);
});

it("keeps the code on the page while Shopify does not answer Continue", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  world().shopify.switches.nextFaults.push({
    fault: "http-503",
    sessionId: payment.sessionId,
    count: 2,
  });
  world().shopify.switches.slowCalls.hold();
  world().shopify.switches.nextFaults.push({ fault: "slow-before-effect", sessionId: payment.sessionId });

  const sentTo = await pressContinue(payment);

  expect(sentTo).toBe(`/v/${payment.slug}`);
  expect(await pageState(payment)).toBe("waiting");
  world().shopify.switches.slowCalls.release();
  world().clock.shift(30 * SECOND_MS);
  await world().until("the order", () => orderState(world(), payment) === "pending");
});

it("leads the shopper of a paid order to it without telling Shopify pending", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  await world().pagoefectivo.pay(payment.cip);
  await world().until("the order to be paid", () => sessionState(world(), payment) === "resolved");
  await world().until(
    "the answer to be stored",
    async () => (await reportsOf(world(), payment))[0]?.state === "acknowledged",
  );

  const sentTo = await pressContinue(payment);

  expect(sentTo).toBe(`/v/${payment.slug}/return`);
  expect(told(world(), payment)).toEqual(["Resolve accepted"]);
});

it("makes no order for a code that has ended", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  await moveToExpiry(world(), payment, 31 * 60 * SECOND_MS);
  await world().until(
    "the payment to end",
    async () => (await paymentRow(world(), payment)).told === "released",
  );

  const sentTo = await pressContinue(payment);

  expect(sentTo).toBe(`/v/${payment.slug}`);
  expect(await pageState(payment)).toBe("expired");
  expect(told(world(), payment)).toEqual([]);
});

it("makes no order for a code whose time is over but that was not looked up yet", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  await moveToExpiry(world(), payment, 60 * SECOND_MS);

  const sentTo = await pressContinue(payment);

  expect(sentTo).toBe(`/v/${payment.slug}`);
  expect(told(world(), payment)).toEqual([]);
});

it("makes no order by itself for a code whose time is over", async () => {
  const payment = await withCode(world());
  await openPage(payment);
  await fetch(`${payment.url}/kept`, { method: "POST" });
  await moveToExpiry(world(), payment, 60 * SECOND_MS);

  await world().run("confirmation-timer", { paymentId: payment.paymentId });

  expect(told(world(), payment)).toEqual([]);
});

it("answers 404 to a button and to the page's script at an address that no code has", async () => {
  const nobody = `${world().webOrigin}/v/nobody`;

  const pressed = await fetch(`${nobody}/continue`, { method: "POST", redirect: "manual" });
  const kept = await fetch(`${nobody}/kept`, { method: "POST" });

  expect([pressed.status, kept.status]).toEqual([404, 404]);
  expect(await pressed.text()).toContain("No encontramos este código");
  expect(await kept.json()).toEqual({
    error: { code: "unknown-code", message: "no code has this address" },
  });
});
