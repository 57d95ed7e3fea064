/** A person has Shopify told again what was decided, one report at a time: the stored words, never others. */
import { invariant } from "#app/lib/invariant.ts";
import { job } from "#app/jobs/queue.server.ts";
import type { AgainOutcome } from "#app/payments/payment-answer.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { replayByMerchant } from "#app/payments/payment-store-reports.server.ts";
import { findLastAnswer } from "#app/payments/report-queries.server.ts";
import { reportPayment, type ReportOutcome } from "#app/payments/report-payment.server.ts";

/** Makes the first attempt of a new round here and now, and says what came of it. Repeated presses send it once. */
export async function sendReportAgain(
  deps: PaymentDeps,
  input: { shopId: string; userId: string; reportId: string },
): Promise<AgainOutcome> {
  invariant(input.userId !== "", "a report is sent again by a person");
  const { reportId } = input;
  const now = deps.clock.now();
  // For when this process dies before its attempt is recorded. Not at once: a worker would be first, and the person not told.
  const later = new Date(now.getTime() + 60_000);
  const jobs = [job("send-report", { reportId }, later, `report:${reportId}`)];
  const replayed = await replayByMerchant(deps.db, { ...input, now, jobs });
  const outcome = replayed ? KIND_OF[await reportPayment(deps, reportId)] : "nothing";
  const last = await findLastAnswer(deps.db, input);
  return {
    reportId,
    sessionId: last?.sessionId ?? null,
    kind: outcome,
    why: outcome === "refused" ? (last?.why ?? null) : null,
  };
}

const KIND_OF: Record<ReportOutcome, AgainOutcome["kind"]> = {
  acknowledged: "sent",
  again: "waiting",
  held: "waiting",
  busy: "waiting",
  // A job was faster: what that is told, the payment's page shows.
  "not-due": "waiting",
  // Another report with a nearer deadline takes its place.
  "too-far": "waiting",
  refused: "refused",
  dead: "refused",
};
