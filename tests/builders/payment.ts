import { invariant } from "#app/lib/invariant.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import type { TestWorld } from "../setup/world.ts";

export interface ArrivedPayment {
  paymentId: string;
  sessionId: string;
  group: string;
  slug: string;
  /** The shopper's page. */
  url: string;
}

export interface IssuedPayment extends ArrivedPayment {
  codeId: string;
  cip: string;
}

type SessionInput = Omit<Parameters<TestWorld["shopify"]["newSession"]>[0], "shop"> & { shop?: string };

/** A session that Shopify has sent and we have accepted; its code is being issued. */
export async function arrive(world: TestWorld, input: SessionInput = {}): Promise<ArrivedPayment> {
  const session = world.shopify.newSession({ shop: DEMO_SHOP, ...input });
  const answer = await world.shopify.sendSession(session.id);
  invariant(answer.redirectUrl, `the session was answered ${answer.status} ${answer.bodyText}`);
  const [payment] = await world.rows<{ id: string }>("select id from payments where session_id = $1", [
    session.id,
  ]);
  invariant(payment, "an accepted session is stored");
  return {
    paymentId: payment.id,
    sessionId: session.id,
    group: session.group,
    slug: answer.redirectUrl.split("/").at(-1) ?? "",
    url: answer.redirectUrl,
  };
}

/** A payment whose code exists and that nobody has opened yet. */
export async function withCode(world: TestWorld, input: SessionInput = {}): Promise<IssuedPayment> {
  const payment = await arrive(world, input);
  const code = await world.until("a live code", async () => {
    const [newest] = await codesOf(world, payment);
    return newest?.state === "live" && newest;
  });
  invariant(code.cip, "a live code has a CIP");
  return { ...payment, codeId: code.id, cip: code.cip };
}

/** A payment whose shopper opened the page and pressed Continue: Shopify has an order that waits for cash. */
export async function toldPending(world: TestWorld, input: SessionInput = {}): Promise<IssuedPayment> {
  const payment = await withCode(world, input);
  await openPage(payment);
  await pressContinue(payment);
  await world.until("Shopify to be told pending", () => sessionState(world, payment) === "pending");
  await world.until(
    "its answer to be stored",
    async () => (await reportsOf(world, payment))[0]?.state === "acknowledged",
  );
  return payment;
}

export async function openPage(payment: { url: string }): Promise<string> {
  const page = await fetch(payment.url);
  return page.text();
}

/** Which of the page's states the shopper sees now. */
export async function pageState(payment: { url: string }): Promise<string | null> {
  return /data-state="([a-z-]+)"/.exec(await openPage(payment))?.[1] ?? null;
}

/** Presses the page's button; answers where the browser is sent. */
export async function pressContinue(payment: { url: string }): Promise<string | null> {
  const answer = await fetch(`${payment.url}/continue`, { method: "POST", redirect: "manual" });
  return answer.headers.get("Location");
}

/** Presses the way back to checkout; answers where the browser is sent. */
export async function pressCancel(payment: { url: string }): Promise<string | null> {
  const answer = await fetch(`${payment.url}/cancel`, { method: "POST", redirect: "manual" });
  return answer.headers.get("Location");
}

/** Presses the button for a new code; answers where the browser is sent. */
export async function pressRenew(payment: { url: string }): Promise<string | null> {
  const answer = await fetch(`${payment.url}/renew`, { method: "POST", redirect: "manual" });
  return answer.headers.get("Location");
}

export function sessionState(world: TestWorld, payment: { sessionId: string }): string | undefined {
  return world.shopify.session(payment.sessionId)?.state;
}

export function orderState(world: TestWorld, payment: { sessionId: string }): string | undefined {
  return world.shopify.orders().find((order) => order.paymentIds.includes(payment.sessionId))?.paymentState;
}

/** What Shopify heard of this session, oldest first: `paymentSessionPending accepted`. */
export function told(world: TestWorld, payment: { sessionId: string }): string[] {
  return world.shopify
    .mutations()
    .filter((mutation) => mutation.sessionId === payment.sessionId)
    .map((mutation) => `${mutation.mutation.replace("paymentSession", "")} ${mutation.outcome}`);
}

/** How often PagoEfectivo was asked to create a CIP for this payment, refused and broken calls included. */
export async function createCalls(world: TestWorld, payment: { paymentId: string }): Promise<number> {
  const ids = (await codesOf(world, payment)).map((code) => code.id);
  return world.pagoefectivo
    .calls()
    .filter((call) => call.operation === "create" && ids.includes(call.transactionCode ?? "")).length;
}

export interface CodeRow {
  id: string;
  state: string;
  cip: string | null;
  fail_reason: string | null;
  expires_at: Date;
}

/** Newest first. */
export function codesOf(world: TestWorld, payment: { paymentId: string }): Promise<CodeRow[]> {
  return world.rows<CodeRow>(
    "select * from codes where payment_id = $1 order by created_at desc, id desc",
    [payment.paymentId],
  );
}

export interface PaymentRow {
  told: string;
  end_reason: string | null;
  first_seen_at: Date | null;
  timer_due_at: Date | null;
  pending_expires_at: Date | null;
}

export async function paymentRow(world: TestWorld, payment: { paymentId: string }): Promise<PaymentRow> {
  const [row] = await world.rows<PaymentRow>("select * from payments where id = $1", [payment.paymentId]);
  invariant(row, "the payment is stored");
  return row;
}

export interface ReportRow {
  id: string;
  kind: string;
  state: string;
  arguments: string;
  attempts: number;
  next_attempt_at: Date;
}

/** In the order of their decision. */
export function reportsOf(world: TestWorld, payment: { paymentId: string }): Promise<ReportRow[]> {
  return world.rows<ReportRow>("select * from reports where payment_id = $1 order by decided_at, id", [
    payment.paymentId,
  ]);
}

export interface CaseRow {
  id: string;
  kind: string;
  state: string;
  resolution: string | null;
  held_centimos: number;
  times: number;
}

export function casesOf(world: TestWorld, payment: { paymentId: string }): Promise<CaseRow[]> {
  return world.rows<CaseRow>(
    `select * from cases where payment_id = $1
       or evidence -> 'unanswered' ?| array(select id::text from codes where payment_id = $1)
     order by opened_at, id`,
    [payment.paymentId],
  );
}

/** The payment's story, oldest first. */
export async function timelineOf(world: TestWorld, payment: { paymentId: string }): Promise<string[]> {
  const lines = await world.rows<{ event: string }>(
    "select event from timeline where payment_id = $1 order by id",
    [payment.paymentId],
  );
  return lines.map((line) => line.event);
}

/** Moves the world's clock to this time after the code's expiry. */
export async function moveToExpiry(
  world: TestWorld,
  payment: { paymentId: string },
  plusMs: number,
): Promise<void> {
  const [code] = await codesOf(world, payment);
  invariant(code, "the payment has a code");
  world.clock.shift(code.expires_at.getTime() + plusMs - Date.now());
}
