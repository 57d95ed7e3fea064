/** An operator has Shopify told again what it did not take, of one report, one shop, or all: the stored words, never others. */
import { sendLettersAgain } from "#app/cases/dead-letters.server.ts";
import { MOST_SENT_AT_ONCE } from "#app/cases/dead-letters.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { EXIT, type Operator, type OperatorAnswer } from "#app/operator/operator.ts";
import { findDeadReports, type DeadReportRow } from "#app/operator/operator-queries.server.ts";
import type { AgainOutcome } from "#app/payments/payment-answer.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

/** Of one run: what is left is sent by the next. */
const MOST_REPORTS = 500;

/** `operator` null: a dry run, which only lists. */
export async function replayDeadReports(
  deps: PaymentDeps,
  input: { reportId: string | null; shop: string | null; operator: Operator | null },
): Promise<OperatorAnswer> {
  const found = await findDeadReports(deps.db, { ...input, most: MOST_REPORTS + 1 });
  const reports = found.slice(0, MOST_REPORTS);
  const facts = { reports: reports.map(shownOf), hasMore: found.length > MOST_REPORTS };
  if (reports.length === 0) {
    return input.reportId === null
      ? { exitCode: EXIT.good, outcome: "found", why: "Shopify has taken everything.", ...facts }
      : {
          exitCode: EXIT.refused,
          outcome: "not-found",
          why: "No report of this id waits to be sent again: it was taken, settled with its case, or overtaken.",
          ...facts,
        };
  }
  if (!input.operator) {
    const why = "These reports would be sent again, each with the words that were decided.";
    return { exitCode: EXIT.good, outcome: "would", why, ...facts };
  }
  const outcomes = await sendAll(deps, reports, input.operator);
  return { ...summary(outcomes), outcomes, hasMore: facts.hasMore };
}

async function sendAll(
  deps: PaymentDeps,
  reports: readonly DeadReportRow[],
  operator: Operator,
): Promise<AgainOutcome[]> {
  const outcomes: AgainOutcome[] = [];
  for (const [shopId, ofShop] of Map.groupBy(reports, (report) => report.shopId)) {
    for (let from = 0; from < ofShop.length; from += MOST_SENT_AT_ONCE) {
      const some = ofShop.slice(from, from + MOST_SENT_AT_ONCE);
      for (const { reportId, paymentId } of some) {
        await recordAudit(deps.db, {
          ...{ shopId, paymentId, userId: operator.userId },
          at: deps.clock.now(),
          action: "operator-acted",
          after: { act: "replay", reportId, reason: operator.reason },
        });
      }
      const reportIds = some.map(({ reportId }) => reportId);
      const sent = await sendLettersAgain(deps, { shopId, userId: operator.userId, reportIds });
      if (sent.kind === "sent") outcomes.push(...sent.outcomes);
    }
  }
  return outcomes;
}

function summary(outcomes: readonly AgainOutcome[]): Pick<OperatorAnswer, "exitCode" | "outcome" | "why"> {
  const count = (kind: AgainOutcome["kind"]) => outcomes.filter((each) => each.kind === kind).length;
  const refused = count("refused");
  const waiting = count("waiting");
  const why = `${count("sent")} taken by Shopify, ${waiting} being tried again by themselves, ${refused} refused, ${count("nothing")} overtaken meanwhile.`;
  if (refused > 0) return { exitCode: EXIT.refused, outcome: "refused", why };
  if (waiting > 0) return { exitCode: EXIT.waiting, outcome: "waiting", why };
  return { exitCode: EXIT.good, outcome: "done", why };
}

function shownOf({ reportId, kind, state, shop, sessionId, attempts, decidedAt }: DeadReportRow) {
  return { reportId, kind, state, shop, sessionId, attempts, decidedAt: decidedAt.toISOString() };
}
