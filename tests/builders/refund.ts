import { invariant } from "#app/lib/invariant.ts";
import type { Destination } from "#app/refunds/destination/destination.ts";
import type { RefundActInput } from "#app/refunds/refund-acts.server.ts";
import type { NewRefundInput } from "../../simulators/shopify/new-refund.ts";
import type { TestWorld } from "../setup/world.ts";
import { USER } from "./act.ts";
import { orderState, reportsOf, timelineOf, toldPending, type IssuedPayment } from "./payment.ts";
import type { DoorAnswer, SendOverrides } from "./session-answer.ts";

type SessionInput = Parameters<typeof toldPending>[1];

/** A payment that the shopper has paid and whose order Shopify shows as paid. */
export async function paid(world: TestWorld, input: SessionInput = {}): Promise<IssuedPayment> {
  const payment = await toldPending(world, input);
  await world.pagoefectivo.pay(payment.cip);
  await world.until("the order to be paid", () => orderState(world, payment) === "paid");
  await world.until("that to be stored", async () =>
    (await reportsOf(world, payment)).some(
      ({ kind, state }) => kind === "resolve" && state === "acknowledged",
    ),
  );
  return payment;
}

export interface RefundPolicy {
  isByHand?: boolean;
  approvalAbovePen?: number | null;
}

/** What the payment's shop has decided about refunds; unless told otherwise its people pay them by hand. */
export async function setPolicy(
  world: TestWorld,
  payment: { paymentId: string },
  { isByHand = true, approvalAbovePen = null }: RefundPolicy = {},
): Promise<void> {
  await world.rows(
    `insert into refund_settings (shop_id, version, manual_since, manual_by, approval_above_pen_centimos)
     select shop_id, 1, case when $2 then now() end, case when $2 then '7001' end, $3::int from payments where id = $1
     on conflict (shop_id) do update set manual_since = excluded.manual_since, manual_by = excluded.manual_by,
       approval_above_pen_centimos = excluded.approval_above_pen_centimos`,
    [payment.paymentId, isByHand, approvalAbovePen],
  );
}

/** Sends a new refund session of the payment, once, and reads the answer. */
export async function askRefund(
  world: TestWorld,
  payment: { sessionId: string },
  input: Omit<NewRefundInput, "sessionId"> = {},
  overrides: SendOverrides = {},
): Promise<DoorAnswer & { id: string }> {
  const { id } = world.shopify.newRefund({ sessionId: payment.sessionId, ...input });
  return { id, ...(await sendRefundOnce(world, id, overrides)) };
}

/** Sends a refund session that exists at Shopify, once, and reads the answer; the body of an acceptance is empty. */
export async function sendRefundOnce(
  world: TestWorld,
  id: string,
  overrides: SendOverrides = {},
): Promise<DoorAnswer> {
  const answer = await world.shopify.sendRefund(id, { retries: 0, ...overrides });
  const body: unknown = answer.bodyText === "" ? null : JSON.parse(answer.bodyText);
  return { status: answer.status, body };
}

export interface RefundRow {
  id: string;
  shop_id: string;
  payment_id: string;
  session_id: string | null;
  amount_centimos: number;
  currency: string;
  state: string;
  version: number;
  refusal: string | null;
  refusal_text: string | null;
  sealed_destination: string | null;
  details_by: string | null;
  approved_by: string | null;
  paid_out_by: string | null;
  bank_reference: string | null;
}

/** In the order in which they came. */
export function refundsOf(world: TestWorld, payment: { paymentId: string }): Promise<RefundRow[]> {
  return world.rows<RefundRow>("select * from refunds where payment_id = $1 order by received_at, id", [
    payment.paymentId,
  ]);
}

/** The refund as it stands now, handed in as by a person of its shop who has just seen it. */
export async function handIn(world: TestWorld, refundId: string, userId = USER): Promise<RefundActInput> {
  const [row] = await world.rows<RefundRow>("select * from refunds where id = $1", [refundId]);
  invariant(row, "the refund is stored");
  return { shopId: row.shop_id, userId, refundId, version: row.version };
}

/** A refund of Shopify's that was accepted and that nobody has worked on. */
export async function openedRefund(
  world: TestWorld,
  input: { amount?: string; session?: SessionInput; policy?: RefundPolicy } = {},
): Promise<{ payment: IssuedPayment; refundId: string; sessionId: string }> {
  const payment = await paid(world, input.session);
  await setPolicy(world, payment, input.policy);
  const { id, status } = await askRefund(world, payment, input.amount ? { amount: input.amount } : {});
  invariant(status === 201, `the refund was answered ${status}`);
  const [refund] = await refundsOf(world, payment);
  invariant(refund, "an accepted refund is stored");
  return { payment, refundId: refund.id, sessionId: id };
}

/** What came of the refund at Shopify. */
export function refundState(world: TestWorld, sessionId: string): string | undefined {
  return world.shopify.refund(sessionId)?.state;
}

/** The refunds' part of the payment's story, oldest first. */
export async function refundLines(world: TestWorld, payment: { paymentId: string }): Promise<string[]> {
  return (await timelineOf(world, payment)).filter((event) => event.includes("refund-"));
}

/** A wallet that takes the money, and whose it is. */
export const SOMEWHERE: Destination = {
  kind: "yape",
  phone: "987654321",
  holder: "Rosa Quispe Mamani",
  documentKind: "dni",
  documentNumber: "45678912",
};
