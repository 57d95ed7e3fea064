/** One form of the payment's page: which act it asks for, and what came of it. */
import { isId } from "#app/lib/ids.server.ts";
import {
  checkNow,
  extendByMerchant,
  sendAgain,
  simulateByMerchant,
  voidByMerchant,
  type ActInput,
  type ActOutcome,
} from "#app/payments/merchant-acts.server.ts";
import type { MerchantAct } from "#app/payments/merchant-act-rules.ts";
import { readLimaTime, readSimulation, type PaymentAnswer } from "#app/payments/payment-answer.ts";
import { addNote, showContact } from "#app/payments/payment-desk.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

const NOT_UNDERSTOOD = { kind: "not-understood" } as const;

/** Null when no payment of the shop has this id, whatever was asked. */
export async function answerPaymentForm(
  deps: PaymentDeps,
  input: ActInput,
  form: { get(name: string): unknown },
): Promise<PaymentAnswer | null> {
  if (!isId(input.paymentId)) return null;
  switch (form.get("intent")) {
    case "check":
      return toldOf("check", await checkNow(deps, input));
    case "void":
      return toldOf("void", await voidByMerchant(deps, input));
    case "send-again":
      return toldOf("send-again", await sendAgain(deps, input));
    case "extend": {
      const expiresAt = readLimaTime(form.get("expiresAt"));
      if (!expiresAt) return NOT_UNDERSTOOD;
      return toldOf("extend", await extendByMerchant(deps, { ...input, expiresAt }));
    }
    case "simulate": {
      const what = readSimulation(form.get("what"));
      return what ? toldOf("simulate", await simulateByMerchant(deps, { ...input, what })) : NOT_UNDERSTOOD;
    }
    case "note":
      return note(deps, input, form.get("text"));
    case "show-contact": {
      const contact = await showContact(deps, input);
      return contact && { kind: "contact", contact };
    }
    default:
      return NOT_UNDERSTOOD;
  }
}

/** What an act came to, as pages are answered; null when there is no such payment. */
export function toldOf(act: MerchantAct, outcome: ActOutcome): PaymentAnswer | null {
  switch (outcome.kind) {
    case "done":
      return { kind: "done", act, found: outcome.found };
    case "waiting":
      return { kind: "waiting", act };
    case "refused":
      return { kind: "refused", act, reason: outcome.reason };
    case "not-found":
      return null;
  }
}

async function note(deps: PaymentDeps, input: ActInput, text: unknown): Promise<PaymentAnswer | null> {
  if (typeof text !== "string") return NOT_UNDERSTOOD;
  const outcome = await addNote(deps, { ...input, text });
  if (outcome === "not-found") return null;
  return outcome === "added" ? { kind: "noted" } : { kind: "not-noted", reason: outcome };
}
