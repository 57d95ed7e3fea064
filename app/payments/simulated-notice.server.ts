/**
 * Acts on a notice that a person made up for a test payment. Everywhere else only PagoEfectivo's own answer decides; here
 * the notice brings its answer along, and four things must agree that no money is meant: the payment is a test, its
 * code was made in the sandbox, the notice was made for this very payment, and the database took it as such.
 */
import { invariant } from "#app/lib/invariant.ts";
import { settleNotice } from "#app/inbox/settle-notice.server.ts";
import type { StoredNotice } from "#app/inbox/inbox-queries.server.ts";
import { readSimulatedNotice, type Simulation } from "#app/inbox/simulated-notice.ts";
import { advancePayment, type Happening } from "#app/payments/advance-payment.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import type { PaymentEvent } from "#app/payments/payment-events.ts";
import { loadPaymentOfCode } from "#app/payments/payment-queries.server.ts";
import type { Code, Payment } from "#app/payments/payment.ts";
import { mayEndBy } from "#app/payments/renewal.ts";
import { reportDecided } from "#app/payments/report-payment.server.ts";

/** Another amount than the code's; which one does not matter. */
const TOO_MUCH_CENTIMOS = 100;

/** Brings what was made up to its payment, like a look-up, and tells Shopify what was decided. Safe to run again. */
export async function applySimulatedNotice(
  deps: PaymentDeps,
  notice: StoredNotice,
  codeId: string,
): Promise<void> {
  const payment = await loadPaymentOfCode(deps.db, codeId);
  const code = payment?.codes.find((candidate) => candidate.id === codeId);
  invariant(payment && code, `simulated notice ${notice.id} has a code`);
  invariant(
    payment.test && code.mode === "sandbox" && notice.simulatedFor === payment.id,
    `simulated notice ${notice.id} is of a test payment`,
  );
  const { simulated, userId } = readSimulatedNotice(notice.body);
  const now = deps.clock.now();
  const advance = await advancePayment(deps, {
    paymentId: payment.id,
    codeId,
    actor: "merchant",
    userId,
    noticeId: notice.id,
    event: (current, its) => eventOf(simulated, { payment: current, code: its }, now),
    detail: { simulated },
    ...findingsOf(simulated, payment, now),
  });
  await reportDecided(deps, advance);
  await settleNotice(deps, { noticeId: notice.id, state: "matched", codeId });
}

function eventOf(
  simulated: Simulation,
  { payment, code }: { payment: Payment; code: Code | null },
  now: Date,
): PaymentEvent {
  switch (simulated) {
    case "paid":
    case "late":
      return {
        kind: "paid",
        pastDeadline: simulated === "late",
        groupResolved: payment.groupResolved,
        otherExpected: payment.otherExpected,
      };
    case "wrong-amount":
      return { kind: "amount-differs" };
    case "expired":
      return {
        kind: "proved-expired",
        ending: mayEndBy(payment, code, { now, isGivenUp: false }) ? payment.atExpiry : null,
      };
  }
}

function findingsOf(
  simulated: Simulation,
  payment: Payment,
  now: Date,
): Pick<Happening, "findings" | "held"> {
  if (simulated === "paid" || simulated === "late") return { findings: { paidAt: now } };
  if (simulated !== "wrong-amount") return {};
  return {
    held: { centimos: payment.amountCentimos + TOO_MUCH_CENTIMOS, currency: payment.currency },
  };
}
