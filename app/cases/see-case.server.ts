/** A person of the shop looks at one case: what happened, the evidence, what can be done, what was done. */
import { z } from "zod";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { isCurrency, type Money } from "#app/lib/money.ts";
import type { CaseHistoryLine, CasePageView, EvidenceFacts, Receipt } from "#app/cases/case-page.ts";
import {
  findCaseLines,
  findCaseNotice,
  findPeople,
  findReceipts,
  loadCase,
  type StoredCase,
  type StoredLine,
  type StoredReceipt,
} from "#app/cases/case-page-queries.server.ts";
import { isCaseAct, SUGGESTED_ACTS, type CaseAct } from "#app/cases/suggested-answers.ts";
import { isEnding, resolutionsOf } from "#app/payments/case-desk.ts";
import { isCaseKind, type CaseKind } from "#app/payments/case-kind.ts";
import { CODE_STATES, TOLD_STATES } from "#app/payments/lifecycle-moves.ts";
import { whichActs } from "#app/payments/merchant-act-rules.ts";
import { hasUnsentReport } from "#app/payments/merchant-acts.server.ts";
import { findReportedAttempts, findTimeline } from "#app/payments/payment-detail-queries.server.ts";
import type { ReceivedNotice } from "#app/payments/payment-detail.ts";
import { loadPayment } from "#app/payments/payment-queries.server.ts";
import type { Payment } from "#app/payments/payment.ts";
import { operationNumberOf, shownNotice } from "#app/payments/shown-notice.server.ts";
import type { TimelineKind } from "#app/payments/timeline.ts";
import { listRefundsOfCase } from "#app/refunds/list-refunds.server.ts";

export interface SeeCaseDeps {
  clock: Clock;
  db: Queryable;
}

const LOOK_UPS: readonly TimelineKind[] = [
  ...(["paid", "amount-differs", "still-payable", "proved-expired", "proved-removed"] as const),
  ...(["not-known", "not-known-at-deadline", "create-unknown", "created"] as const),
];
const SHOWN_AT_MOST = 10;

/** Null for a case that does not exist and for one of another shop alike: nobody learns which. */
export async function seeCase(
  deps: SeeCaseDeps,
  key: { shopId: string; caseId: string; userId: string },
): Promise<CasePageView | null> {
  const stored = isId(key.caseId) ? await loadCase(deps.db, key) : null;
  if (!stored) return null;
  const { kind } = stored;
  invariant(isCaseKind(kind), `case kind ${kind} is known`);
  const [lines, people, received, about, refunds] = await Promise.all([
    findCaseLines(deps.db, key),
    findPeople(deps.db, key.shopId),
    findCaseNotice(deps.db, key),
    stored.paymentId ? seePaymentOf(deps, { shopId: key.shopId, paymentId: stored.paymentId }) : null,
    listRefundsOfCase(deps, key),
  ]);
  const notice = received && shownNotice(received);
  const now = deps.clock.now();
  const isOpen = stored.state === "open";
  return {
    ...standing(stored, key.userId),
    kind,
    isOpen,
    now: now.toISOString(),
    payment: about && summary(about.payment),
    facts: factsOf(stored.evidence),
    raw: JSON.stringify({ kind, evidence: stored.evidence, notice: notice?.body ?? null }, null, 2),
    notice,
    receipts: receiptsOf(stored, about?.receipts ?? [], notice),
    lookUps: (about?.timeline ?? []).filter((line) => LOOK_UPS.includes(line.kind)).slice(0, SHOWN_AT_MOST),
    toShopify: (about?.toShopify ?? []).slice(0, SHOWN_AT_MOST),
    acts: isOpen && about ? actsOf(kind, about, now) : [],
    refunds: refundsOf(stored, refunds),
    resolutions: isOpen ? resolutionsOf(stored.heldCentimos) : [],
    colleagues: isOpen ? people.filter(({ id }) => id !== stored.ownerId && id !== key.userId) : [],
    history: lines.map(historyLine),
  };
}

/** A second CIP without a payment of ours, and a closed case, have nothing that could be given back from here. */
function refundsOf(
  stored: StoredCase,
  { refunds, isManual }: Awaited<ReturnType<typeof listRefundsOfCase>>,
): CasePageView["refunds"] {
  const promised = refunds.filter(({ state }) => state !== "refused");
  const given = promised.reduce((sum, { amount }) => sum + amount.centimos, 0);
  const isPossible = stored.state === "open" && stored.paymentId !== null;
  const left = isPossible ? moneyOf(stored.heldCentimos - given, stored.currency) : null;
  return { list: refunds, left, isManual };
}

type About = Awaited<ReturnType<typeof seePaymentOf>>;

async function seePaymentOf(deps: SeeCaseDeps, key: { shopId: string; paymentId: string }) {
  const payment = await loadPayment(deps.db, key.paymentId);
  invariant(payment?.shopId === key.shopId, "a case and its payment are of one shop");
  const [timeline, toShopify, receipts, unsent] = await Promise.all([
    findTimeline(deps.db, key),
    findReportedAttempts(deps.db, key),
    findReceipts(deps.db, key),
    hasUnsentReport(deps, payment.id),
  ]);
  return { payment, timeline, toShopify, receipts, unsent };
}

function standing(stored: StoredCase, userId: string) {
  const { id, version, times, resolution } = stored;
  const owner = stored.ownerId && { id: stored.ownerId, name: stored.ownerName ?? stored.ownerId };
  return {
    ...{ id, version, times },
    held: moneyOf(stored.heldCentimos, stored.currency),
    openedAt: stored.openedAt.toISOString(),
    lastSeenAt: stored.lastSeenAt.toISOString(),
    owner: owner || null,
    isMine: stored.ownerId === userId,
    closed: stored.closedAt && {
      at: stored.closedAt.toISOString(),
      by: stored.closedBy,
      ending: isEnding(resolution) ? resolution : null,
      reason: stored.reason,
    },
  };
}

function summary(payment: Payment): NonNullable<CasePageView["payment"]> {
  const { id, sessionId, test, amountCentimos, currency } = payment;
  return { id, sessionId, test, amount: { centimos: amountCentimos, currency } };
}

function actsOf(kind: CaseKind, about: NonNullable<About>, now: Date): CasePageView["acts"] {
  const allowed = whichActs({ ...about.payment, hasUnsentReport: about.unsent }, now);
  return SUGGESTED_ACTS[kind].map((act: CaseAct) => ({ act, refusal: allowed[act] }));
}

/** Evidence is ours, and flat; what is of another version, or not understood, stands in the raw data only. */
const evidence = z.object({
  told: z.enum(TOLD_STATES).nullable().catch(null),
  codeState: z.enum(CODE_STATES).nullable().catch(null),
  statusName: z.string().nullable().catch(null),
  foundCentimos: z.number().int().nullable().catch(null),
  foundCurrency: z.string().nullable().catch(null),
  why: z.string().nullable().catch(null),
  report: z.string().nullable().catch(null),
  attempts: z.number().int().nullable().catch(null),
  shopLeftAt: z.string().nullable().catch(null),
  unanswered: z.array(z.string()).catch([]),
});

function factsOf(stored: unknown): EvidenceFacts {
  const { foundCentimos, foundCurrency, ...facts } = evidence.parse(stored ?? {});
  return { ...facts, found: moneyOf(foundCentimos ?? 0, foundCurrency) };
}

function moneyOf(centimos: number, currency: string | null): Money | null {
  return centimos > 0 && currency !== null && isCurrency(currency) ? { centimos, currency } : null;
}

/** All receipts of the checkout; and where the case's money came by a CIP that no code of ours has, the notice's. */
function receiptsOf(
  stored: StoredCase,
  receipts: readonly StoredReceipt[],
  notice: ReceivedNotice | null,
): Receipt[] {
  const shown = receipts.map((receipt): Receipt => {
    const isOfCase = isReceiptOf(stored, receipt);
    return {
      ...{ cip: receipt.cip, sessionId: receipt.sessionId },
      amount: { centimos: receipt.amountCentimos, currency: receipt.currency },
      paidAt: receipt.paidAt?.toISOString() ?? null,
      lookedUpAt: receipt.lookedUpAt?.toISOString() ?? null,
      operationNumber: receipt.raw && operationNumberOf([asReceived(receipt.raw)]),
      is: isOfCase ? "case" : receipt.isOrder ? "order" : "other",
    };
  });
  const cip = notice?.body["cip"];
  if (stored.kind !== "paid-second-cip" || !notice || cip === undefined) return shown;
  const paid = Number(notice.body["amountCentimos"] ?? "0");
  const ofNotice: Receipt = {
    ...{ cip, sessionId: null, is: "case" },
    amount: moneyOf(paid, notice.body["currency"] ?? null),
    paidAt: notice.body["paidAt"] ?? null,
    // The look-up said paid when the case was opened: without it there is no such case.
    lookedUpAt: stored.openedAt.toISOString(),
    operationNumber: notice.body["operationNumber"] ?? null,
  };
  return [...shown, ofNotice];
}

/** By its code; and where the case is about telling Shopify, by its payment. A second CIP has no code. */
function isReceiptOf(stored: StoredCase, receipt: StoredReceipt): boolean {
  if (stored.heldCentimos === 0 || stored.kind === "paid-second-cip") return false;
  return stored.codeId === null ? receipt.paymentId === stored.paymentId : receipt.codeId === stored.codeId;
}

function asReceived(raw: Uint8Array) {
  return {
    id: "",
    at: new Date(0),
    eventType: "cip.paid",
    state: "matched",
    simulated: false,
    raw,
  } as const;
}

function historyLine(line: StoredLine): CaseHistoryLine {
  const { id, by, kind, text, to, act, resolution } = line;
  return {
    ...{ id, by, kind, text, to },
    at: line.at.toISOString(),
    act: isCaseAct(act) ? act : null,
    ending: isEnding(resolution) ? resolution : null,
  };
}
