/**
 * Giving cash back without a browser: the Refund button in Shopify's admin, the desk, and what Shopify's order says at the end of
 * each step.
 */
import { invariant } from "#app/lib/invariant.ts";
import { answerRefundForm } from "#app/refunds/answer-refund-form.server.ts";
import { limaDate } from "#app/refunds/pay-out-form.ts";
import { saveRefundSettings } from "#app/refunds/refund-settings.server.ts";
import { until } from "./until.ts";
import { DEMO_SHOP, type World } from "./world.ts";

interface StepResult<Value> {
  detail: string;
  value: Value;
}

type RunStep = <Value>(name: string, run: () => Promise<StepResult<Value>>) => Promise<Value>;

const PART = "40.00";
const REST = "85.50";
const WHOLE = "125.50";

/** What a shopper says by telephone, as the merchant types it in. The CCI is a published example. */
const DETAILS = {
  kind: "cci",
  cci: "00392401319240299683",
  holder: "Rosa Quispe Mamani",
  documentKind: "dni",
  documentNumber: "12345678",
};

/** Refunds the paid order of this session: refused first, then a part, then all the rest, then nothing more. */
export async function walkRefunds(world: World, step: RunStep, sessionId: string): Promise<void> {
  await step("refund-off", () => refuseAtOnce(world, sessionId));
  await step("refunds-on", () => switchOn(world));
  await step("partial-refund", () =>
    refund(world, { sessionId, amount: PART, then: "partially-refunded" }),
  );
  await step("full-refund", () => refund(world, { sessionId, amount: REST, then: "refunded" }));
  await step("refund-too-much", () => refundTooMuch(world, sessionId));
  await step("refund-books", () => checkRefundBooks(world));
}

function orderOf(world: World, sessionId: string) {
  const order = world.shopify.orders().find(({ paymentIds }) => paymentIds.includes(sessionId));
  invariant(order, "the order is there");
  return order;
}

/** A person of the shop presses Refund on the order's page; the refund that Shopify then has. */
async function press(world: World, sessionId: string, amount: string): Promise<string> {
  const { id: orderId } = orderOf(world, sessionId);
  const address = `${world.shopify.origin}/shops/${DEMO_SHOP}/admin/orders/${orderId}/refunds`;
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ amount }) });
  const made = world.shopify.refunds().at(-1);
  invariant(answer.ok && made?.amount === amount, `the Refund button answered ${answer.status}`);
  return made.id;
}

/** Manual refunds are off until the merchant has read what they mean: Shopify is told so at once. */
async function refuseAtOnce(world: World, sessionId: string) {
  const id = await press(world, sessionId, WHOLE);
  const said = await until("the refund to be refused", () => world.shopify.refund(id)?.rejection);
  invariant(said.merchantMessage, "the merchant is told why");
  const { paymentState } = orderOf(world, sessionId);
  invariant(paymentState === "paid", `after a refused refund the order is ${paymentState}`);
  return { detail: `refused at once: “${said.merchantMessage}”`, value: undefined };
}

async function switchOn(world: World) {
  const answer = await saveRefundSettings(world.system.deps, await person(world), {
    version: "0",
    policy: "manual",
    accepted: "yes",
    approvalPEN: "",
    approvalUSD: "",
  });
  invariant(answer.kind === "saved", `the settings were answered ${answer.kind}`);
  return { detail: "the merchant has read what manual refunds mean, and accepts it", value: undefined };
}

/** From the button to the end: details by telephone, cash back, and Shopify told. */
async function refund(world: World, input: { sessionId: string; amount: string; then: string }) {
  const { shopify, system } = world;
  const id = await press(world, input.sessionId, input.amount);
  const accepted = shopify.refund(id)?.state;
  invariant(accepted === "pending", `a refund that we accepted is ${accepted ?? "missing"}`);
  await atDesk(world, id, { intent: "details", ...DETAILS });
  const known = shopify.refund(id)?.state;
  invariant(known === "pending", `before the cash is back the refund is ${known ?? "missing"}`);
  const paidOn = limaDate(system.deps.clock.now());
  await atDesk(world, id, { intent: "pay-out", paidOn, reference: "OP-0001" });
  await until("Shopify to be told", () => shopify.refund(id)?.state === "resolved");
  const { paymentState, refundedAmount } = orderOf(world, input.sessionId);
  invariant(paymentState === input.then, `the order is ${paymentState}`);
  return {
    detail: `S/ ${input.amount} back; order ${paymentState}: S/ ${refundedAmount}`,
    value: undefined,
  };
}

/** A person sends one of the forms of the refund's page. */
async function atDesk(
  world: World,
  refundSessionId: string,
  fields: { intent: string } & Record<string, string>,
): Promise<void> {
  const { deps } = world.system;
  const { rows } = await deps.database.pool.query<{ id: string; version: number }>(
    "select id, version from refunds where session_id = $1",
    [refundSessionId],
  );
  const [row] = rows;
  invariant(row, "the refund is stored");
  const form = new URLSearchParams({ ...fields, version: String(row.version) });
  const answer = await answerRefundForm(deps, { ...(await person(world)), refundId: row.id }, form);
  invariant(answer?.kind === "done", `the desk answered ${fields.intent}: ${JSON.stringify(answer)}`);
}

/** Shopify would not start it; if it ever did, it is refused at once. */
async function refundTooMuch(world: World, sessionId: string) {
  const { id } = world.shopify.newRefund({ sessionId, amount: "0.01", unchecked: true });
  const sent = await world.shopify.sendRefund(id);
  invariant(sent.isAccepted, `a refund of too much was answered ${sent.status}`);
  const said = await until("the refund to be refused", () => world.shopify.refund(id)?.rejection);
  return { detail: `S/ 0.01 more refused at once: “${said.merchantMessage ?? ""}”`, value: undefined };
}

/** Shopify was told each refund once, and what went back is what was collected. */
async function checkRefundBooks(world: World) {
  // One that overtakes our own answer to the session is refused, and sent again.
  const told = world.shopify
    .mutations()
    .filter(({ mutation, outcome }) => mutation.startsWith("refund") && outcome === "accepted");
  const names = told.map(({ mutation }) => mutation);
  const expected = ["Reject", "Resolve", "Resolve", "Reject"].map((end) => `refundSession${end}`);
  invariant(names.join() === expected.join(), `Shopify was told: ${names.join()}`);
  const { rows } = await world.system.deps.database.pool.query<{ centimos: string }>(
    "select sum(amount_centimos) as centimos from refunds where state = 'paid-out'",
  );
  invariant(rows[0]?.centimos === "12550", `${rows[0]?.centimos} céntimos were paid out`);
  return { detail: "given back = collected; each refund told once", value: undefined };
}

async function person(world: World): Promise<{ shopId: string; userId: string }> {
  const { id } = world.shopify.signedInStaff(DEMO_SHOP);
  const { rows } = await world.system.deps.database.pool.query<{ id: string }>(
    "select id from shops where domain = $1",
    [DEMO_SHOP],
  );
  return { shopId: rows[0]?.id ?? "", userId: String(id) };
}
