/**
 * A new code for a payment whose old one is dead: when the shopper may ask for it, and what the old one still means
 * then. Pure. A payment that Shopify was told anything of is never renewed: its deadline is the old code's expiry and grace, and
 * cannot be moved.
 */
import { codeExpiry, rejectTime } from "#app/payments/code-expiry.ts";
import { PAYABLE_CODE_STATES, type CodeState } from "#app/payments/lifecycle-moves.ts";
import type { Code, EndReason, Payment } from "#app/payments/payment.ts";

/** The database allows no more either. */
export const MOST_RENEWALS = 3;

/** Who went back to checkout, or whose code the merchant took back, gets no new one: nobody wants this payment. */
const RENEWABLE_ENDS: readonly (EndReason | null)[] = [null, "unpaid", "never-seen"];

/** The newest code that may exist at PagoEfectivo: a failed one surely does not. */
export function lastMadeCode({ codes }: Pick<Payment, "codes">): Code | null {
  return codes.findLast(({ state }) => state !== "failed") ?? null;
}

/** The shopper has asked for a new code, and its row is not taken yet; false again once somebody gave the payment up. */
export function awaitsNewCode(
  payment: Pick<Payment, "told" | "endReason" | "codes" | "renewedCodeId">,
): boolean {
  const { told, endReason, renewedCodeId } = payment;
  if (told !== "open" || endReason !== null || renewedCodeId === null) return false;
  return lastMadeCode(payment)?.id === renewedCodeId;
}

/** When a code of this payment was last asked for: with the session, or by pressing for a new one. */
export function askedForCodeAt(payment: Pick<Payment, "receivedAt" | "renewedAt">): Date {
  return payment.renewedAt ?? payment.receivedAt;
}

/** Creates in a row that surely were not done, since a code was last asked for. */
export function failedInARow({ codes }: Pick<Payment, "codes">): number {
  return codes.length - 1 - codes.findLastIndex(({ state }) => state !== "failed");
}

const DEAD: readonly CodeState[] = ["expired", "voided"];
/** Its money is known, or a case has held it: what follows is for people. */
const HAD_MONEY: readonly CodeState[] = ["paid", "reversed"];

/**
 * Whether the shopper may ask for a new code now: the old one is proved dead, nothing else of the checkout is payable or holds
 * money, no attempt at it ever had an order, and a code that is worth making still fits below Shopify's limit.
 */
export function mayRenew(payment: Payment, now: Date): boolean {
  const { codes, told, endReason } = payment;
  const code = codes.at(-1);
  if (told !== "open" && told !== "released") return false;
  if (!RENEWABLE_ENDS.includes(endReason) || payment.renewals >= MOST_RENEWALS) return false;
  if (!code || !DEAD.includes(code.state) || awaitsNewCode(payment)) return false;
  if (codes.some(({ state }) => HAD_MONEY.includes(state)) || payment.payableCodeId !== null) return false;
  if (payment.moneyInCase || payment.groupResolved || payment.otherOrderEnded || payment.otherClaims)
    return false;
  // Nobody makes codes for a shop that has left, nor without the address that was removed on the shopper's own wish.
  if (payment.shopLeft || payment.shopperEmail === null) return false;
  const amount = { centimos: payment.amountCentimos, currency: payment.currency };
  const { startedAt, expiryRules: rules } = payment;
  return codeExpiry({ startedAt, now, amount, rules }) !== null;
}

/** Nothing more is expected of this code: the payment waits for its successor, or for money on it. */
export function isReplaced(payment: Payment, code: Code): boolean {
  return awaitsNewCode(payment) || lastMadeCode(payment)?.id !== code.id;
}

/** Another code of this very payment may still be paid. */
export function isOtherPayable({ codes }: Pick<Payment, "codes">, code: Code): boolean {
  return codes.some(({ id, state }) => id !== code.id && PAYABLE_CODE_STATES.includes(state));
}

/**
 * Whether proof that this code is unpaid may end its payment now: not while another of its codes can be paid or is about to be
 * made, and by an older code only once the newest one's time is up. `isGivenUp`: a person of the shop wants the end.
 */
export function mayEndBy(
  payment: Payment,
  code: Code | null,
  { now, isGivenUp }: { now: Date; isGivenUp: boolean },
): boolean {
  if (payment.moneyInCase) return false;
  if (!code) return true;
  if (isOtherPayable(payment, code)) return false;
  if (awaitsNewCode(payment)) return isGivenUp;
  const last = lastMadeCode(payment);
  return last === null || last.id === code.id || now >= rejectTime(payment.startedAt, last);
}
