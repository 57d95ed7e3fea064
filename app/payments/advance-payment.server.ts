/**
 * The one road from an event to a stored change: load, decide, apply with the expected version, and when someone
 * moved first, load and decide again.
 */
import { newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Money } from "#app/lib/money.ts";
import { job, type JobRequest } from "#app/jobs/queue.server.ts";
import { questionsAnswered } from "#app/payments/answered-questions.ts";
import { nextAsk } from "#app/payments/ask-plan.ts";
import { CASE_KINDS, CASES_OF_AN_OUTAGE, outageKey, type CaseKind } from "#app/payments/case-kind.ts";
import { releaseTime } from "#app/payments/code-expiry.ts";
import { clocksOf, movesOf, receiptsOf } from "#app/payments/event-detail.ts";
import { decide, type Decision } from "#app/payments/payment-lifecycle.ts";
import { type PaymentEvent } from "#app/payments/payment-events.ts";
import type { CodeState } from "#app/payments/lifecycle-moves.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPayment, loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import { handPaidCode } from "#app/payments/payment-store-groups.server.ts";
import {
  applyChange,
  type Actor,
  type Change,
  type CodeChange,
  type Detail,
  type NewCase,
} from "#app/payments/payment-store.server.ts";
import { currentCode, type Code, type EndReason, type Payment } from "#app/payments/payment.ts";
import { reportArguments } from "#app/payments/report-arguments.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";

/** What an event brings along for the code: stored once, never overwritten. */
export interface CodeFindings {
  cip?: string;
  cipUrl?: string | null;
  qrUrl?: string | null;
  /** The effective expiry, as PagoEfectivo answered it. */
  expiresAt?: Date;
  paidAt?: Date | null;
  failReason?: string;
}

export interface Happening {
  paymentId: string;
  /** The code the event is about, or that leads to its payment; null when the caller saw none. */
  codeId: string | null;
  /** It is the payment's affair: what it means for whatever code the payment has by the time of the decision. */
  isOfPayment?: boolean;
  actor: Actor;
  userId?: string;
  /** Built from the payment as just loaded, again on every try. */
  event: (payment: Payment, code: Code | null) => PaymentEvent;
  findings?: CodeFindings;
  detail?: Detail;
  endReason?: EndReason;
  noticeId?: string;
  /** Money that a case opened by this event holds, when it is not the payment's own amount. */
  held?: Money;
  /** The code is paid. Money belongs to the checkout: it is first handed to the attempt whose order waits for it. */
  isMoney?: boolean;
  /** Nobody answers: what a case asks about this code, it asks about others of the merchant too. */
  isOutage?: boolean;
  /** What follows besides the watch over a live code. `reportId`: of the report decided with the change; `code`: as decided on. */
  jobs?: (reportId: string | null, code: Code | null) => readonly JobRequest[];
}

export interface Advance {
  decision: Decision;
  /** As it was when the decision was made. */
  payment: Payment;
  code: Code | null;
  /** Decided with it; due now. The caller sends it, or asked for a job that does. */
  reportId: string | null;
}

export type AdvanceDeps = Pick<PaymentDeps, "clock" | "db">;

/** More rivals than this in a row means that something is wrong, not busy. */
const TRIES = 8;

/**
 * Brings one event to one payment. The decision is stored when this returns. Throws when the payment does not exist,
 * and when others keep moving it first; the job that called is then run again.
 */
export async function advancePayment(deps: AdvanceDeps, happening: Happening): Promise<Advance> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { codeId } = happening;
    let payment = await load(deps, happening);
    if (happening.isMoney && codeId && payment.hasOtherAttempts) {
      await handPaidCode(deps.db, { codeId, at: deps.clock.now() });
      payment = await load(deps, happening);
    }
    // The code that the caller saw may have failed and have a successor, or there was none and it took one over since.
    const isNewest = happening.isOfPayment === true || codeId === null;
    const code = isNewest
      ? currentCode(payment)
      : (payment.codes.find((candidate) => candidate.id === codeId) ?? null);
    const event = happening.event(payment, code);
    const decision = decide(payment, code, event);
    if (decision.kind === "repeat" || decision.kind === "refuse")
      return { decision, payment, code, reportId: null };

    const change = buildChange(deps, { happening, payment, code, event, decision });
    const applied = await applyChange(deps.db, change);
    if (applied === "group-busy") {
      // It came back to life beside the code that its checkout waits for: a person takes it back before both are paid.
      const toPerson = { kind: "case", case: "payable-after-end" } as const;
      const asked = buildChange(deps, { happening, payment, code, event, decision: toPerson });
      if ((await applyChange(deps.db, asked)) === "applied")
        return { decision: toPerson, payment, code, reportId: null };
      continue;
    }
    // Both other answers are settled by loading again: the version, or `groupResolved`, is then another.
    if (applied === "applied") return { decision, payment, code, reportId: change.report?.id ?? null };
  }
  throw new Error(`payment ${happening.paymentId}: others moved first ${TRIES} times`);
}

/** A code may have been handed on to another attempt of its checkout since the caller looked: it decides whose it is. */
async function load({ db }: AdvanceDeps, { paymentId, codeId }: Happening): Promise<Payment> {
  const payment = await (codeId ? loadPaymentOfCode(db, codeId) : loadPayment(db, paymentId));
  invariant(payment, `payment ${paymentId} exists`);
  return payment;
}

interface Decided {
  happening: Happening;
  payment: Payment;
  code: Code | null;
  event: PaymentEvent;
  decision: Extract<Decision, { kind: "advance" | "case" }>;
}

function buildChange(deps: AdvanceDeps, decided: Decided): Change {
  const { happening, payment, code, event, decision } = decided;
  const moves = decision.kind === "advance" ? decision : NO_MOVES;
  const expiresAt = happening.findings?.expiresAt ?? code?.expiresAt ?? null;
  const pendingExpiresAt = moves.told === "pending" ? deadlineOf(payment, code, expiresAt) : null;
  // What create answered is kept even where it only opens a case: without its CIP nobody could act on it.
  const keepsFindings = decision.kind === "advance" || event.kind === "created";
  const openCase = decision.kind === "case" ? decision.case : decision.openCase;
  const report = moves.report && {
    id: newId(deps.clock),
    kind: moves.report,
    arguments: reportArguments({ ...payment, kind: moves.report, pendingExpiresAt }),
  };
  return {
    paymentId: payment.id,
    expectedVersion: payment.version,
    at: deps.clock.now(),
    actor: happening.actor,
    userId: happening.userId ?? null,
    event: event.kind,
    detail: {
      ...happening.detail,
      ...clocksOf(payment, code, moves.code, happening.findings),
      ...movesOf(decision),
    },
    told: moves.told,
    pendingExpiresAt,
    endReason: endReasonOf(moves, happening, payment),
    renews: renewedCode(decided),
    code: code && codeChange(deps, code, moves, keepsFindings ? happening.findings : undefined),
    report,
    ...questionsAnswered(payment, code, moves.code),
    frees: moves.code === "reversed",
    cases: openCase ? [newCase(deps, openCase, decided)] : lossOf(deps, decided, moves),
    jobs: [
      ...(happening.jobs?.(report?.id ?? null, code) ?? []),
      ...watchDeadline(payment, code, moves.code, expiresAt),
      ...voidRest(deps, payment, code, moves),
    ],
  };
}

/** The code in whose place a new one is to come; an advance by a press for one always has it. */
function renewedCode({ event, decision, code }: Decided): string | null {
  return event.kind === "renew" && decision.kind === "advance" ? (code?.id ?? null) : null;
}

/**
 * Why a payment ends, kept from the moment it was given up: its code may be proved dead only later. That nobody came any more is no
 * reason beside what a person said: who went back to checkout must not be offered another code.
 */
function endReasonOf(moves: Moves, happening: Happening, payment: Payment): EndReason | null {
  const isFirst = happening.endReason !== "never-seen" || payment.endReason === null;
  if (happening.endReason && isFirst && (moves.told === "released" || moves.code === "voiding"))
    return happening.endReason;
  return moves.told === "released" ? (payment.endReason ?? "unpaid") : null;
}

type Moves = Pick<Extract<Decision, { kind: "advance" }>, "code" | "told" | "report">;
const NO_MOVES: Moves = { code: null, told: null, report: null };

/** What Shopify is told as the pending deadline; a payment is told pending only with a code that has an expiry. */
function deadlineOf(payment: Payment, code: Code | null, expiresAt: Date | null): Date {
  invariant(code && expiresAt, `payment ${payment.id} is told pending with a code`);
  return releaseTime(payment.startedAt, { expiresAt, graceMinutes: code.graceMinutes });
}

/**
 * A payable code is asked about at its release time, whatever happens in between. So is one whose money was taken back: while
 * it was paid nothing ended its payment.
 */
function watchDeadline(
  payment: Payment,
  code: Code | null,
  codeTo: CodeState | null,
  expiresAt: Date | null,
): JobRequest[] {
  if (!code || (codeTo !== "live" && codeTo !== "reversed") || !expiresAt) return [];
  const at = releaseTime(payment.startedAt, { expiresAt, graceMinutes: code.graceMinutes });
  return [job("end-code", { codeId: code.id }, at, `end:${code.id}`)];
}

/**
 * Money belongs to the checkout: once it is paid, or its attempt has ended, a code of it that can still be paid is taken
 * back. The job is written with the move, so that nothing payable is forgotten.
 */
function voidRest(deps: AdvanceDeps, payment: Payment, code: Code | null, moves: Moves): JobRequest[] {
  const now = deps.clock.now();
  const { payableCodeId } = payment;
  if (moves.told === "resolved" && payableCodeId && payableCodeId !== code?.id)
    return [voidJob(payableCodeId, now)];
  const isOver = payment.groupResolved || (payment.told !== "open" && payment.told !== "pending");
  return code && moves.code === "live" && isOver ? [voidJob(code.id, now)] : [];
}

const ENDED: readonly CodeState[] = ["failed", "expired", "voided", "lost", "paid"];

/** What the event found, written beside the code's move; nothing that is stored is overwritten with nothing. */
function codeChange(deps: AdvanceDeps, code: Code, moves: Moves, findings: CodeFindings = {}): CodeChange {
  const now = deps.clock.now();
  const ended = moves.code !== null && ENDED.includes(moves.code);
  const after: Code = {
    ...code,
    state: moves.code ?? code.state,
    cip: code.cip ?? findings.cip ?? null,
    expiresAt: findings.expiresAt ?? code.expiresAt,
    endedAt: ended ? now : code.endedAt,
  };
  return {
    id: code.id,
    state: moves.code,
    cip: findings.cip ?? null,
    cipUrl: findings.cipUrl ?? null,
    qrUrl: findings.qrUrl ?? null,
    expiresAt: findings.expiresAt ?? null,
    paidAt: findings.paidAt ?? null,
    ended,
    failReason: findings.failReason ?? null,
    plansAsks: moves.code !== null || findings.expiresAt !== undefined,
    nextAskAt: nextAsk(after, now),
  };
}

function newCase(deps: AdvanceDeps, kind: CaseKind, decided: Decided): NewCase {
  const { happening, payment, code } = decided;
  const own: Money = { centimos: payment.amountCentimos, currency: payment.currency };
  const held = CASE_KINDS[kind].holdsMoney ? (happening.held ?? own) : null;
  const isOfOutage = happening.isOutage === true && CASES_OF_AN_OUTAGE.some((one) => one === kind);
  const among = isOfOutage && code ? { shopId: payment.shopId, mode: code.mode } : null;
  return {
    id: newId(deps.clock),
    kind,
    mergeKey: among ? outageKey(kind, among) : `${kind}:${code?.id ?? payment.id}`,
    heldCentimos: held?.centimos ?? 0,
    currency: held?.currency ?? null,
    noticeId: happening.noticeId ?? null,
    evidence: {
      ...happening.detail,
      ...(among && code
        ? { unanswered: [code.id] }
        : { told: payment.told, codeState: code?.state ?? null }),
      ...(kind === "paid-twice" && receiptsOf(payment, code, happening.findings)),
    },
  };
}

/** The collector takes back what the merchant has given back already: the merchant has lost it, and must be told. */
function lossOf(deps: AdvanceDeps, decided: Decided, moves: Moves): NewCase[] {
  if (moves.code !== "reversed") return [];
  return [{ ...newCase(deps, "reversal-suspected", decided), onlyIfGivenBack: true }];
}
