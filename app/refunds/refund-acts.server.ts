/**
 * What people do with a refund. Whoever acts brings the version that they saw; when somebody was first, nothing is done and they
 * look again. The lifecycle decides; the store writes the decision as one statement.
 */
import { invariant } from "#app/lib/invariant.ts";
import { isId, newId } from "#app/lib/ids.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import { cleanText } from "#app/payments/case-desk.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { hintOf, type Destination } from "#app/refunds/destination/destination.ts";
import { sealDestination } from "#app/refunds/destination/sealed-destination.server.ts";
import type { Refund, RefundActOutcome, RefundActRefusal } from "#app/refunds/refund.ts";
import { refundReportArguments } from "#app/refunds/refund-arguments.ts";
import { decideRefund, type RefundEvent } from "#app/refunds/refund-lifecycle.ts";
import { loadRefund, loadStandingRefund, type StandingRefund } from "#app/refunds/refund-queries.server.ts";
import { moveRefund, type RefundMove } from "#app/refunds/refund-store.server.ts";

export type RefundActDeps = Pick<PaymentDeps, "clock" | "db" | "vault">;

export interface RefundActInput {
  shopId: string;
  /** Shopify's id of the person. */
  userId: string;
  refundId: string;
  /** The version that they saw. */
  version: number;
}

/** The most that a refusal says: Shopify shows it to the merchant's people as it is. */
export const MOST_REFUSAL_CHARACTERS = 500;
export const MOST_REFERENCE_CHARACTERS = 100;

/** The shopper gets a link, or another one: where the money goes is asked now. */
export function askDetails(deps: RefundActDeps, input: RefundActInput): Promise<RefundActOutcome> {
  return act(deps, input, { event: "ask-details", by: input.userId, action: "refund-details-asked" });
}

/** Where the money goes, told by the shopper or entered by a person on their behalf. Whoever approved another one has not seen this one. */
export function giveDetails(
  deps: RefundActDeps,
  input: Omit<RefundActInput, "userId"> & { by: string; destination: Destination },
): Promise<RefundActOutcome> {
  const { by, destination } = input;
  return act(deps, input, {
    event: ({ state }) =>
      state === "details-given" || state === "approved" ? "change-details" : "give-details",
    by,
    action: "refund-details-given",
    more: ({ shop, id }) => ({
      details: {
        sealed: sealDestination(deps.vault, { shop, refundId: id }, destination),
        hint: hintOf(destination),
        by,
      },
    }),
  });
}

/** A second person agrees to pay this amount to this destination. */
export function approveRefund(deps: RefundActDeps, input: RefundActInput): Promise<RefundActOutcome> {
  return act(deps, input, {
    event: "approve",
    by: input.userId,
    action: "refund-approved",
    more: () => ({ approvedBy: input.userId }),
  });
}

/** The merchant has paid, on that day ("YYYY-MM-DD" in Peru) and under that reference of the bank. No way back. */
export function payOutRefund(
  deps: RefundActDeps,
  input: RefundActInput & { paidOn: string; bankReference: string },
): Promise<RefundActOutcome> {
  const bankReference = cleanText(input.bankReference);
  const isUnderstood =
    bankReference !== "" &&
    bankReference.length <= MOST_REFERENCE_CHARACTERS &&
    isDay(input.paidOn) &&
    input.paidOn <= limaDayOf(deps.clock.now());
  if (!isUnderstood) return Promise.resolve({ kind: "refused", reason: "not-understood" });
  return act(deps, input, {
    event: "pay-out",
    by: input.userId,
    action: "refund-paid-out",
    more: () => ({ paidOut: { on: input.paidOn, by: input.userId, bankReference } }),
  });
}

/** Ends the refund of a test payment as paid, in one step: no money was ever collected. */
export function completeTestRefund(deps: RefundActDeps, input: RefundActInput): Promise<RefundActOutcome> {
  return act(deps, input, {
    event: "pay-out-test",
    by: input.userId,
    action: "refund-paid-out",
    more: () => ({
      paidOut: { on: limaDayOf(deps.clock.now()), by: input.userId, bankReference: null },
    }),
  });
}

/** It will not be paid. Shopify is told in exactly these words. */
export function refuseRefund(
  deps: RefundActDeps,
  input: RefundActInput & { text: string },
): Promise<RefundActOutcome> {
  const text = cleanText(input.text);
  if (text === "" || text.length > MOST_REFUSAL_CHARACTERS) {
    return Promise.resolve({ kind: "refused", reason: "not-understood" });
  }
  return act(deps, input, {
    event: "refuse",
    by: input.userId,
    action: "refund-refused",
    more: () => ({ refusalText: text }),
  });
}

interface Act {
  event: RefundEvent | ((refund: Refund) => RefundEvent);
  /** "shopper", or Shopify's id of the person. */
  by: string;
  action: AuditAction;
  more?: (refund: Refund) => Partial<RefundMove>;
}

/** Money goes out by these, now or next. */
const WANTS_MONEY: readonly RefundEvent[] = ["approve", "pay-out", "pay-out-test"];

async function act(
  deps: RefundActDeps,
  key: Pick<RefundActInput, "shopId" | "refundId" | "version">,
  { event: which, by, action, more }: Act,
): Promise<RefundActOutcome> {
  invariant(by !== "", `${action} is done by somebody`);
  const { shopId, refundId, version } = key;
  const standing = isId(refundId) ? await loadStandingRefund(deps.db, { shopId, refundId }) : null;
  if (!standing) return { kind: "unknown" };
  const { refund } = standing;
  if (refund.version !== version) return { kind: "moved" };
  const event = typeof which === "function" ? which(refund) : which;
  const decision = decideOn(standing, event, by);
  if (decision.kind === "refused") return decision;
  const move: RefundMove = {
    ...{ shopId, refundId, version, at: deps.clock.now(), to: decision.to },
    ...(by === "shopper"
      ? { actor: "shopper", userId: null, action: null }
      : { actor: "merchant", userId: by, action }),
    wantsMoney: WANTS_MONEY.includes(event),
    voidsApproval: decision.voidsApproval,
    ...{ details: null, approvedBy: null, paidOut: null, refusalText: null, report: null, jobs: [] },
    ...more?.(refund),
  };
  const moved = await moveRefund(deps.db, { ...move, ...reportOf(deps, refund, decision.report, move) });
  if (!moved) return { kind: "moved" };
  const after = await loadRefund(deps.db, { shopId, refundId });
  invariant(after, "a refund is never deleted");
  return { kind: "done", refund: after };
}

type Decided = Extract<ReturnType<typeof decideRefund>, { kind: "advance" }>;

function decideOn(
  { refund, ...found }: StandingRefund,
  event: RefundEvent,
  by: string,
): Decided | { kind: "refused"; reason: RefundActRefusal } {
  const { state, test, detailsBy, sessionId } = refund;
  const hasSession = sessionId !== null;
  const decision = decideRefund(event, { ...{ state, test, hasSession, detailsBy, by }, ...found });
  if (decision.kind === "refuse") return { kind: "refused", reason: decision.reason };
  // Its case was closed another way: the money is at Shopify's order, kept, or taken back by the collector.
  if (!found.hasMoney && WANTS_MONEY.includes(event)) return { kind: "refused", reason: "no-money" };
  return decision;
}

/** What Shopify is told is decided in the same statement, and sent by a job. */
function reportOf(
  deps: RefundActDeps,
  refund: Refund,
  kind: Decided["report"],
  { at, refusalText }: RefundMove,
): Pick<RefundMove, "report" | "jobs"> {
  if (kind === null) return { report: null, jobs: [] };
  const { sessionGid } = refund;
  invariant(sessionGid, "Shopify is told of refunds that it has asked for");
  const id = newId(deps.clock);
  return {
    report: { id, kind, arguments: refundReportArguments({ kind, sessionGid, refusalText }) },
    jobs: [job("send-report", { reportId: id }, at, `report:${id}`)],
  };
}

/** A day of the calendar, as "YYYY-MM-DD". */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
