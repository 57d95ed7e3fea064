/** One form of the refund's page: what it asks for, and what came of it. */
import { isId } from "#app/lib/ids.server.ts";
import {
  DESTINATION_FIELDS,
  readDestination,
  type TypedDestination,
} from "#app/refunds/destination/destination-form.ts";
import { readPayOut, readReason } from "#app/refunds/pay-out-form.ts";
import {
  approveRefund,
  completeTestRefund,
  giveDetails,
  payOutRefund,
  refuseRefund,
} from "#app/refunds/refund-acts.server.ts";
import type { RefundDeskDeps } from "#app/refunds/refund-desk-deps.server.ts";
import { loadRefundForPage } from "#app/refunds/refund-page-queries.server.ts";
import { destinationProblems, type DeskAct, type RefundAnswer } from "#app/refunds/refund-page.ts";
import type { RefundActOutcome } from "#app/refunds/refund.ts";
import { revealDestination } from "#app/refunds/reveal-destination.server.ts";
import { sendLink } from "#app/refunds/send-link.server.ts";

interface Form {
  get(name: string): unknown;
}
interface Input {
  shopId: string;
  userId: string;
  refundId: string;
  version: number;
}

/** Null when no refund of the shop has this id, whatever was asked. */
export async function answerRefundForm(
  deps: RefundDeskDeps,
  who: Omit<Input, "version">,
  form: Form,
): Promise<RefundAnswer | null> {
  if (!isId(who.refundId)) return null;
  const input = { ...who, version: readVersion(form.get("version")) };
  switch (form.get("intent")) {
    case "link":
      return sendLink(deps, { ...input, byMail: form.get("mail") === "yes" });
    case "details":
      return enterDetails(deps, input, form);
    case "show":
      return show(deps, input);
    case "approve":
      return answerOf("approve", await approveRefund(deps, input));
    case "pay-out":
      return payOut(deps, input, form);
    case "complete-test":
      return answerOf("complete-test", await completeTestRefund(deps, input));
    case "refuse":
      return refuse(deps, input, form);
    default:
      return (await loadRefundForPage(deps.db, input)) && { kind: "refused", reason: "not-understood" };
  }
}

/** What the shopper says by telephone, written down by a person who then cannot approve it. */
async function enterDetails(deps: RefundDeskDeps, input: Input, form: Form): Promise<RefundAnswer | null> {
  const typed: TypedDestination = Object.fromEntries(
    DESTINATION_FIELDS.map((name) => [name, readText(form.get(name))]),
  );
  const stored = await loadRefundForPage(deps.db, input);
  if (!stored) return null;
  const read = readDestination(typed, stored.currency);
  if (read.kind === "refused") {
    return { kind: "fields", act: "details", problems: destinationProblems(read.problems) };
  }
  const details = { ...input, by: input.userId, destination: read.destination };
  return answerOf("details", await giveDetails(deps, details));
}

async function show(deps: RefundDeskDeps, input: Input): Promise<RefundAnswer | null> {
  const destination = await revealDestination(deps, input);
  if (destination === "none") return { kind: "refused", reason: "no-details" };
  return destination && { kind: "shown", destination };
}

async function payOut(deps: RefundDeskDeps, input: Input, form: Form): Promise<RefundAnswer | null> {
  const stored = await loadRefundForPage(deps.db, input);
  if (!stored) return null;
  const typed = { paidOn: readText(form.get("paidOn")), reference: readText(form.get("reference")) };
  const read = readPayOut(typed, { receivedAt: stored.receivedAt, now: deps.clock.now() });
  if (read.kind === "refused") return { kind: "fields", act: "pay-out", problems: read.problems };
  return answerOf("pay-out", await payOutRefund(deps, { ...input, ...read.value }));
}

async function refuse(deps: RefundDeskDeps, input: Input, form: Form): Promise<RefundAnswer | null> {
  const read = readReason(readText(form.get("reason")));
  if (read.kind === "refused") return { kind: "fields", act: "refuse", problems: read.problems };
  return answerOf("refuse", await refuseRefund(deps, { ...input, text: read.value }));
}

function answerOf(act: DeskAct, outcome: RefundActOutcome): RefundAnswer | null {
  switch (outcome.kind) {
    case "done":
      return { kind: "done", act };
    case "refused":
      return { kind: "refused", reason: outcome.reason };
    case "moved":
      return { kind: "moved" };
    case "unknown":
      return null;
  }
}

function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** -1, which fits no refund, for anything that is no version. */
function readVersion(value: unknown): number {
  const text = readText(value);
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
