/** Every state of the voucher's page: how it is brought about, what it is called in both languages, and what it does without scripts. */
import {
  emaillessPayment,
  expiredPayment,
  expiringPayment,
  latePayment,
  openPayment,
  paidPayment,
  paymentOfUnknownOutcome,
  paymentPaidEarlier,
  paymentTooLate,
  paymentWithEarlierCode,
  paymentWithoutCode,
  pendingPayment,
  voidedPayment,
  voidingPayment,
  waitingPayment,
} from "./payments-in-states.ts";
import {
  endOutage,
  endSilence,
  heldUpPayment,
  paymentInReview,
  paymentOfOtherSum,
  unansweredPayment,
  unconfirmedPayment,
} from "./payments-in-trouble.ts";
import type { StoryWorld } from "./story-world.ts";

interface StateOfPage {
  es: string;
  en: string;
  make: (world: StoryWorld) => Promise<{ url: string }>;
  /** Lets go what the state was held in. */
  end?: (world: StoryWorld) => void | Promise<void>;
  /** After how many seconds the page loads itself again where no script follows the payment; null where it does not. */
  reloads: number | null;
  /** Whether it offers a link to itself, for who does not want to wait. */
  looksAgain: boolean;
}

const PAY = { es: "Paga tu compra en Tienda Demo", en: "Pay for your order at Tienda Demo" };
const ASK = { es: "Escribe tu correo para generar tu código", en: "Enter your e-mail to get your code" };
const REVIEW = { es: "Tu pago necesita revisión", en: "Your payment needs review" };
const PAID = { es: "¡Listo! Recibimos tu pago", en: "Done! We received your payment" };
const STILL = { reloads: null, looksAgain: false };
const LOOKS_AGAIN = { reloads: null, looksAgain: true };
const reloads = (seconds: number) => ({ reloads: seconds, looksAgain: true });

export const STATES: Record<string, StateOfPage> = {
  preparing: {
    es: "Estamos generando tu código de pago",
    en: "We are creating your payment code",
    make: (world) => {
      world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
      return openPayment(world);
    },
    end: (world) => void world.pagoefectivo.gate.release(),
    ...reloads(3),
  },
  "provider-down": {
    es: "Tu código está tardando más de lo normal",
    en: "Your code is taking longer than usual",
    make: heldUpPayment,
    end: endOutage,
    ...reloads(15),
  },
  "needs-email": { ...ASK, make: (world) => emaillessPayment(world), ...STILL },
  "email-refused": {
    ...ASK,
    make: async (world) => ({ url: await refusedEmail((await emaillessPayment(world)).url) }),
    ...STILL,
  },
  waiting: { ...PAY, make: (world) => waitingPayment(world), ...reloads(15) },
  "waiting-earlier-code": { ...PAY, make: paymentWithEarlierCode, ...reloads(15) },
  "waiting-test-dollars": {
    ...PAY,
    make: (world) => waitingPayment(world, { amount: "1234.50", currency: "USD", test: true }),
    ...reloads(15),
  },
  "waiting-unanswered": { ...PAY, make: unansweredPayment, end: endSilence, ...reloads(30) },
  pending: { ...PAY, make: pendingPayment, ...reloads(30) },
  paid: { ...PAID, make: paidPayment, ...STILL },
  "paid-unconfirmed": { ...PAID, make: unconfirmedPayment, end: endSilence, ...LOOKS_AGAIN },
  "paid-earlier": {
    es: "Esta compra ya está pagada",
    en: "This purchase is already paid",
    make: paymentPaidEarlier,
    ...STILL,
  },
  expiring: {
    es: "Estamos verificando si hubo un pago",
    en: "We are checking whether you paid",
    make: expiringPayment,
    ...reloads(30),
  },
  expired: {
    es: "Este código ya no se puede pagar",
    en: "This code can no longer be paid",
    make: expiredPayment,
    ...STILL,
  },
  voiding: {
    es: "Estamos anulando tu código",
    en: "We are voiding your code",
    make: voidingPayment,
    end: (world) => void world.pagoefectivo.gate.release(),
    ...reloads(3),
  },
  voided: {
    es: "Anulamos tu código de pago",
    en: "We voided your payment code",
    make: voidedPayment,
    ...STILL,
  },
  late: {
    es: "Recibimos tu pago, pero llegó tarde",
    en: "We received your payment, but it came late",
    make: latePayment,
    ...LOOKS_AGAIN,
  },
  review: { ...REVIEW, make: paymentInReview, ...LOOKS_AGAIN },
  "review-other-sum": { ...REVIEW, make: paymentOfOtherSum, ...LOOKS_AGAIN },
  "unknown-outcome": {
    es: "Aún no sabemos si tu código se creó",
    en: "We do not know yet whether your code was created",
    make: paymentOfUnknownOutcome,
    ...STILL,
  },
  "too-late": {
    es: "Pasó demasiado tiempo para generar un código",
    en: "Too much time has passed to create a code",
    make: paymentTooLate,
    ...STILL,
  },
  "not-created": {
    es: "No pudimos generar tu código",
    en: "We could not create your code",
    make: paymentWithoutCode,
    ...STILL,
  },
};

/** The page that a shopper gets whose address was none. */
async function refusedEmail(url: string): Promise<string> {
  const answer = await fetch(`${url}/email`, {
    method: "POST",
    body: new URLSearchParams({ email: "ana" }),
  });
  return answer.url;
}
