/** The desk's page of reports that Shopify did not take, and sending some of them again. */
import type { Queryable } from "#app/lib/database.server.ts";
import { findDeadLetters } from "#app/cases/dead-letter-queries.server.ts";
import {
  DEAD_LETTERS_SHOWN,
  MOST_SENT_AT_ONCE,
  type DeadLetters,
  type SendAgainAnswer,
} from "#app/cases/dead-letters.ts";
import type { AgainOutcome } from "#app/payments/payment-answer.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { sendReportAgain } from "#app/payments/send-report-again.server.ts";

/** So many are at Shopify at a time. */
const AT_A_TIME = 5;

export async function listDeadLetters(deps: { db: Queryable }, shopId: string): Promise<DeadLetters> {
  const found = await findDeadLetters(deps.db, { shopId, limit: DEAD_LETTERS_SHOWN + 1 });
  return {
    rows: found.slice(0, DEAD_LETTERS_SHOWN),
    hasMore: found.length > DEAD_LETTERS_SHOWN,
  };
}

/** Sends each of these again, as it was decided, and says of each what came of it. */
export async function sendLettersAgain(
  deps: PaymentDeps,
  input: { shopId: string; userId: string; reportIds: readonly string[] },
): Promise<SendAgainAnswer> {
  const { reportIds, ...who } = input;
  if (reportIds.length === 0) return { kind: "refused", reason: "none" };
  if (reportIds.length > MOST_SENT_AT_ONCE) return { kind: "refused", reason: "many" };
  const outcomes = new Map<string, AgainOutcome>();
  const waiting = [...reportIds];
  const work = async () => {
    for (let reportId = waiting.shift(); reportId !== undefined; reportId = waiting.shift()) {
      outcomes.set(reportId, await sendReportAgain(deps, { ...who, reportId }));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return { kind: "sent", outcomes: reportIds.flatMap((id) => outcomes.get(id) ?? []) };
}
