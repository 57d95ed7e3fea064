/** One form of the case's page: what it asks for, and what came of it. */
import { isId } from "#app/lib/ids.server.ts";
import { assertNever } from "#app/lib/invariant.ts";
import { loadCase } from "#app/cases/case-page-queries.server.ts";
import type { CaseAnswer } from "#app/cases/case-page.ts";
import { isCaseAct, type CaseAct } from "#app/cases/suggested-answers.ts";
import { isResolution, type CaseOutcome } from "#app/payments/case-desk.ts";
import {
  closeCase,
  handOverCase,
  noteOnCase,
  recordCaseAct,
  takeCase,
  type CaseInput,
} from "#app/payments/case-desk.server.ts";
import { toldOf } from "#app/payments/answer-payment-form.server.ts";
import {
  checkNow,
  removeByMerchant,
  sendAgain,
  voidByMerchant,
  type ActInput,
  type ActOutcome,
} from "#app/payments/merchant-acts.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { readAmount } from "#app/payments/rules-form.ts";
import { openRefundFromCase } from "#app/refunds/open-refund.server.ts";

const NOT_UNDERSTOOD = { kind: "refused", reason: "not-understood" } as const;

interface Form {
  get(name: string): unknown;
}

/** Null when no case of the shop has this id, whatever was asked. */
export async function answerCaseForm(
  deps: PaymentDeps,
  input: CaseInput,
  form: Form,
): Promise<CaseAnswer | null> {
  if (!isId(input.caseId)) return null;
  const text = (name: string) => readText(form.get(name));
  const version = readVersion(form.get("version"));
  const intent = form.get("intent");
  switch (intent) {
    case "note":
      return answerOf("noted", await noteOnCase(deps, { ...input, text: text("text") }));
    case "take":
      return answerOf("given", await takeCase(deps, { ...input, version }));
    case "hand-over":
      return answerOf("given", await handOverCase(deps, { ...input, version, ownerId: text("to") }));
    case "close": {
      const resolution = form.get("resolution");
      if (!isResolution(resolution)) return (await isKnown(deps, input)) ? NOT_UNDERSTOOD : null;
      return answerOf(
        "closed",
        await closeCase(deps, { ...input, version, resolution, reason: text("reason") }),
      );
    }
    case "open-refund":
      return openRefund(deps, { ...input, version }, text("amount"));
    default:
      if (!isCaseAct(intent)) return (await isKnown(deps, input)) ? NOT_UNDERSTOOD : null;
      return actOnPayment(deps, input, intent);
  }
}

/** The act is the payment's own, with all its rules; the case keeps that somebody tried it. */
async function actOnPayment(deps: PaymentDeps, input: CaseInput, act: CaseAct): Promise<CaseAnswer | null> {
  const stored = await loadCase(deps.db, input);
  if (!stored) return null;
  if (!stored.paymentId) return NOT_UNDERSTOOD;
  const { shopId, userId } = input;
  const outcome = await perform(deps, act, { shopId, userId, paymentId: stored.paymentId });
  if (outcome.kind !== "refused") await recordCaseAct(deps, { ...input, act });
  const answer = toldOf(act, outcome);
  return answer && { kind: "acted", answer };
}

/** The case's money goes back to the shopper: from here on it is a refund, with a page of its own. */
async function openRefund(
  deps: PaymentDeps,
  input: CaseInput & { version: number },
  amount: string,
): Promise<CaseAnswer | null> {
  const amountCentimos = readAmount(amount);
  if (amountCentimos === null) {
    return (await isKnown(deps, input)) ? { kind: "refund-refused", reason: "amount" } : null;
  }
  const outcome = await openRefundFromCase(deps, { ...input, amountCentimos });
  switch (outcome.kind) {
    case "done":
      return { kind: "refund-opened", refundId: outcome.refund.id };
    case "refused":
      return { kind: "refund-refused", reason: outcome.reason };
    case "moved":
      return { kind: "moved", state: "open", owner: null, closedBy: null, ending: null };
    case "unknown":
      return null;
  }
}

function perform(deps: PaymentDeps, act: CaseAct, input: ActInput): Promise<ActOutcome> {
  switch (act) {
    case "check":
      return checkNow(deps, input);
    case "send-again":
      return sendAgain(deps, input);
    case "void":
      return voidByMerchant(deps, input);
    case "remove":
      return removeByMerchant(deps, input);
    default:
      return assertNever(act);
  }
}

function answerOf(what: "given" | "noted" | "closed", outcome: CaseOutcome): CaseAnswer | null {
  if (outcome.kind === "not-found") return null;
  return outcome.kind === "done" ? { kind: "done", what } : outcome;
}

async function isKnown(deps: PaymentDeps, input: CaseInput): Promise<boolean> {
  return (await loadCase(deps.db, input)) !== null;
}

function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** -1, which fits no case, for anything that is no version. */
function readVersion(value: unknown): number {
  const text = readText(value);
  return /^\d{1,9}$/.test(text) ? Number(text) : -1;
}
