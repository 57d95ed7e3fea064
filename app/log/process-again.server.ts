/**
 * A person has a message of the log processed again. It never repeats what the message did: a notice that waits is acted upon now, a
 * code is looked up, a report that Shopify did not take is sent with the same words. Each of these may be done any number of times.
 */
import { assertNever, invariant } from "#app/lib/invariant.ts";
import { takeTurn } from "#app/limits/limit-store.server.ts";
import type { AgainAnswer, LogEntryView } from "#app/log/log-entry.ts";
import { seeLogEntry } from "#app/log/see-log-entry.server.ts";
import { findAttempt } from "#app/log/log-entry-queries.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { applyNotice } from "#app/payments/apply-notice.server.ts";
import { checkNow } from "#app/payments/merchant-acts.server.ts";
import type { PaymentAnswer } from "#app/payments/payment-answer.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { sendReportAgain } from "#app/payments/send-report-again.server.ts";

/** One entry is processed again at most once in this time, however often it is pressed. */
const AGAIN_EVERY_MS = 10_000;

interface AgainInput {
  shopId: string;
  userId: string;
  entryId: string;
}

/** Null for an entry that the shop does not have. */
export async function processAgain(deps: PaymentDeps, input: AgainInput): Promise<AgainAnswer | null> {
  const { shopId, userId, entryId } = input;
  invariant(userId !== "", "a message is processed again by a person");
  const entry = await seeLogEntry(deps, { shopId, entryId });
  if (!entry) return null;
  if ("not" in entry.again) return { kind: "not-again", reason: entry.again.not };
  const at = deps.clock.now();
  const key = `log-again:${shopId}:${entryId}`;
  const turn = await takeTurn(deps.db, { key, at, capacity: 1, refillMs: AGAIN_EVERY_MS });
  if (!turn.isAllowed) return { kind: "not-again", reason: "too-soon" };
  const { effect } = entry.again;
  const { direction, kind, verdict, payment } = entry;
  // Before it is done: what a person began is known although the process dies in it.
  await recordAudit(deps.db, {
    ...{ shopId, userId, at, action: "log-processed-again" },
    ...(payment && { paymentId: payment.id }),
    before: { entryId, direction, kind, verdict, effect },
  });
  switch (effect) {
    case "apply":
      return applyWaiting(deps, input);
    case "look-up":
      return lookUp(deps, input, entry);
    case "send":
      return send(deps, input);
    default:
      return assertNever(effect);
  }
}

async function applyWaiting(deps: PaymentDeps, { shopId, entryId }: AgainInput): Promise<AgainAnswer> {
  await applyNotice(deps, entryId.slice("n-".length));
  const after = await seeLogEntry(deps, { shopId, entryId });
  return { kind: "applied", verdict: after?.verdict ?? "waiting" };
}

async function lookUp(
  deps: PaymentDeps,
  { shopId, userId }: AgainInput,
  { payment }: LogEntryView,
): Promise<AgainAnswer> {
  invariant(payment, "a look-up is about a payment");
  const outcome = await checkNow(deps, { shopId, userId, paymentId: payment.id });
  if (outcome.kind === "not-found") return { kind: "not-again", reason: "no-payment" };
  const answer: PaymentAnswer = { ...outcome, act: "check" };
  return { kind: "looked-up", answer };
}

async function send(deps: PaymentDeps, { shopId, userId, entryId }: AgainInput): Promise<AgainAnswer> {
  const attempt = await findAttempt(deps.db, { shopId, id: entryId.slice("r-".length) });
  invariant(attempt, "what was just seen is there");
  const { kind } = await sendReportAgain(deps, { shopId, userId, reportId: attempt.reportId });
  return { kind: "sent", outcome: kind };
}
