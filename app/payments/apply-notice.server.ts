/**
 * Something happened at PagoEfectivo: find the code, ask PagoEfectivo itself, and bring its answer to the payment.
 * The notice decides nothing; it ends matched to a code or as a case.
 */
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import { newId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { StoredNotice } from "#app/inbox/inbox-queries.server.ts";
import { settleNotice, tryNoticeAgain } from "#app/inbox/settle-notice.server.ts";
import { credentialsOfVersion } from "#app/merchants/credential-queries.server.ts";
import type { CipLookUp } from "#app/pagoefectivo/pagoefectivo-client.ts";
import { parseNotice, type NoticeMessage } from "#app/pagoefectivo/notice-message.ts";
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import type { Silence } from "#app/payments/ask-pagoefectivo.server.ts";
import { openNoticeCase } from "#app/payments/case-store.server.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import { codeWithCip } from "#app/payments/merchant-act-rules.ts";
import type { Code } from "#app/payments/payment.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import {
  findCodeByTransactionCode,
  findCodeToAsk,
  loadNoticeWithCode,
  type CodeToAsk,
} from "#app/payments/code-queries.server.ts";
import { loadPayment, loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import { askSoon } from "#app/payments/payment-store-asks.server.ts";
import { applySimulatedNotice } from "#app/payments/simulated-notice.server.ts";

const MINUTE_MS = 60_000;
/** A good notice that the look-up does not confirm yet is asked about again at +2, +5 and +15 minutes. */
const UNCONFIRMED_MINUTES = [2, 5, 15] as const;
/** A notice that cannot be looked up, because PagoEfectivo does not answer, is tried this long. */
const UNANSWERED_MS = 24 * 60 * MINUTE_MS;
/** Our own create is still being answered: wait for it instead of guessing. */
const ISSUING_WAIT_MS = 10_000;

type ReadNotice = Extract<NoticeMessage, { kind: "notice" }>;

/** Acts on one stored notice; safe to run again at any point. */
export async function applyNotice(deps: PaymentDeps, noticeId: string): Promise<void> {
  const notice = await loadNoticeWithCode(deps.db, noticeId);
  if (!notice || notice.state !== "received") return;
  if (notice.simulatedFor !== null) return applySimulated(deps, notice, notice.simulatedFor);
  const message = parseNotice(notice.body);
  if (message.kind === "unreadable" || message.cip === null)
    return toPerson(deps, notice, "notice-unreadable", {});
  if (notice.codeOfCip) return confirm(deps, notice, message, notice.codeOfCip);
  await searchUnknownCip(deps, notice, message, message.cip);
}

/** Made up by a person for a test payment: it is about the payment's newest code that has a CIP. */
async function applySimulated(deps: PaymentDeps, notice: StoredNotice, paymentId: string): Promise<void> {
  const payment = await loadPayment(deps.db, paymentId);
  const code = payment && codeWithCip(payment);
  invariant(code, `simulated notice ${notice.id} has a code with a CIP`);
  await applySimulatedNotice(deps, notice, code.id);
}

/** The CIP is one of ours: the look-up decides. */
async function confirm(
  deps: PaymentDeps,
  notice: StoredNotice,
  message: ReadNotice,
  code: CodeToAsk,
): Promise<void> {
  const codeId = code.id;
  if (notice.attempts > 0 && message.eventType === "cip.paid" && (await wasFoundPaid(deps, notice, codeId)))
    return settleNotice(deps, { noticeId: notice.id, state: "matched", codeId });
  const looked = await lookUpCode(deps, { code, noticeId: notice.id });
  if (looked?.isNoticeSettled) return;
  if (looked?.silence) return awaitAnswer(deps, notice, { codeId, silence: looked.silence });
  const unconfirmed =
    looked === null ||
    looked.found === "not-known" ||
    (looked.found === "still-payable" &&
      message.eventType === "cip.paid" &&
      looked.decision.kind !== "case");
  if (!unconfirmed) return settleNotice(deps, { noticeId: notice.id, state: "matched", codeId });
  const ageMs = deps.clock.now().getTime() - notice.receivedAt.getTime();
  const nextMinutes = UNCONFIRMED_MINUTES.find((minutes) => minutes * MINUTE_MS > ageMs);
  if (nextMinutes !== undefined) {
    return tryNoticeAgain(deps, {
      noticeId: notice.id,
      at: new Date(notice.receivedAt.getTime() + nextMinutes * MINUTE_MS),
    });
  }
  await unconfirmedCase(deps, notice, { codeId, found: looked?.found ?? "nothing" });
}

/** The look-up that a notice asks for has been made since it came, by the sweep say: once more would be one too many. */
async function wasFoundPaid(deps: PaymentDeps, notice: StoredNotice, codeId: string): Promise<boolean> {
  const payment = await loadPaymentOfCode(deps.db, codeId);
  const code = payment?.codes.find((candidate) => candidate.id === codeId);
  return code?.state === "paid" && code.endedAt !== null && code.endedAt >= notice.receivedAt;
}

/** PagoEfectivo says "paid" in a signed notice, and does not confirm it when it is asked. */
async function unconfirmedCase(
  deps: PaymentDeps,
  notice: StoredNotice,
  { codeId, found }: { codeId: string; found: string },
): Promise<void> {
  const message = parseNotice(notice.body);
  await openNoticeCase(deps.db, {
    id: newId(deps.clock),
    kind: "notice-without-payment",
    notice,
    codeId,
    at: deps.clock.now(),
    held: null,
    evidence: { found, eventType: message.kind === "notice" ? message.eventType : null },
  });
  await settleNotice(deps, { noticeId: notice.id, state: "matched", codeId });
}

/**
 * Nobody answers about a code of ours: the sweep asks about it first of all, and this notice looks ever more seldom whether
 * it was answered; after a day a person is told.
 */
async function awaitAnswer(
  deps: PaymentDeps,
  notice: StoredNotice,
  { codeId, silence }: { codeId: string; silence: Silence },
): Promise<void> {
  const now = deps.clock.now();
  if (silence.isOwnOrder) {
    const at = new Date(now.getTime() + (silence.retryAfterMs ?? MINUTE_MS));
    return tryNoticeAgain(deps, { noticeId: notice.id, at });
  }
  const ageMs = now.getTime() - notice.receivedAt.getTime();
  if (ageMs >= UNANSWERED_MS) return unconfirmedCase(deps, notice, { codeId, found: "no-answer" });
  await askSoon(deps.db, { codeId, now });
  const waitMs = Math.max(slowlyMs(ageMs), silence.retryAfterMs ?? 0);
  await tryNoticeAgain(deps, { noticeId: notice.id, at: new Date(now.getTime() + waitMs) });
}

/**
 * No code has this CIP. The search returns our transactionCode, so that a code whose create was never answered is
 * found again by the money that arrived for it.
 */
async function searchUnknownCip(
  deps: PaymentDeps,
  notice: StoredNotice,
  message: ReadNotice,
  cip: string,
): Promise<void> {
  const credentials = await credentialsOfVersion(deps.db, deps.vault, notice.credentialVersionId);
  let lookUp: CipLookUp | undefined;
  try {
    lookUp = (await deps.pagoefectivo.searchCips(credentials, [cip])).get(cip);
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    return park(deps, notice, error.reason, error.retryAfterMs ?? 0);
  }
  // An empty item proves nothing: the CIP may be too young for the search.
  if (!lookUp) return park(deps, notice, "empty-item");
  const { transactionCode } = lookUp;
  const codeId =
    transactionCode && (await findCodeByTransactionCode(deps.db, { ...notice, transactionCode }));
  const payment = codeId ? await loadPaymentOfCode(deps.db, codeId) : null;
  const code = payment?.codes.find((candidate) => candidate.id === codeId);
  // The service makes codes for others too: theirs are none of our business.
  if (!code) return settleNotice(deps, { noticeId: notice.id, state: "foreign", codeId: null });
  if (code.state === "issuing") {
    const at = new Date(deps.clock.now().getTime() + ISSUING_WAIT_MS);
    return tryNoticeAgain(deps, { noticeId: notice.id, at });
  }
  if (code.cip !== null && code.cip !== cip) return secondCip(deps, notice, code, lookUp);
  await adoptCip(deps, notice, code, lookUp);
  const adopted = await findCodeToAsk(deps.db, code.id);
  invariant(adopted, `code ${code.id} exists`);
  await confirm(deps, notice, message, adopted);
}

/** No answer about this CIP yet: asked again, ever more slowly; after a day it is a case. */
async function park(deps: PaymentDeps, notice: StoredNotice, why: string, leastMs = 0): Promise<void> {
  const now = deps.clock.now();
  const ageMs = now.getTime() - notice.receivedAt.getTime();
  if (ageMs >= UNANSWERED_MS) return toPerson(deps, notice, "notice-not-ours", { why });
  const waitMs = Math.max(slowlyMs(ageMs), leastMs);
  await tryNoticeAgain(deps, { noticeId: notice.id, at: new Date(now.getTime() + waitMs) });
}

function slowlyMs(ageMs: number): number {
  return Math.min(Math.max(ageMs, MINUTE_MS), 60 * MINUTE_MS);
}

/** The lost answer of our own create, learnt by the search: the code has its CIP from now on and is watched. */
async function adoptCip(
  deps: PaymentDeps,
  notice: StoredNotice,
  code: Code,
  lookUp: CipLookUp,
): Promise<void> {
  if (code.cip !== null) return;
  await advancePayment(deps, {
    paymentId: code.paymentId,
    codeId: code.id,
    actor: "pagoefectivo",
    event: () => ({ kind: "created" }),
    findings: { cip: lookUp.cip, expiresAt: lookUp.expiresAt ?? code.expiresAt },
    detail: { foundBy: "search" },
    noticeId: notice.id,
  });
}

/** PagoEfectivo has two CIPs with one transactionCode of ours: a create that was sent once was done twice. */
async function secondCip(
  deps: PaymentDeps,
  notice: StoredNotice,
  code: Code,
  lookUp: CipLookUp,
): Promise<void> {
  const isPaid = lookUp.status === "paid";
  await openNoticeCase(deps.db, {
    id: newId(deps.clock),
    kind: isPaid ? "paid-second-cip" : "notice-not-ours",
    notice,
    codeId: code.id,
    at: deps.clock.now(),
    held: isPaid ? (lookUp.amount ?? { centimos: code.amountCentimos, currency: code.currency }) : null,
    evidence: { statusName: lookUp.statusName, codeState: code.state },
  });
  await settleNotice(deps, { noticeId: notice.id, state: "case", codeId: code.id });
}

async function toPerson(
  deps: PaymentDeps,
  notice: StoredNotice,
  kind: CaseKind,
  evidence: Record<string, string | boolean>,
): Promise<void> {
  await openNoticeCase(deps.db, {
    id: newId(deps.clock),
    kind,
    notice,
    codeId: null,
    at: deps.clock.now(),
    held: null,
    evidence,
  });
  await settleNotice(deps, { noticeId: notice.id, state: "case", codeId: null });
}
