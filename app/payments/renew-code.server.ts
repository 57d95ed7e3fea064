/**
 * The shopper wants a new code in the place of one that is dead. The wish is decided and stored here; the code is made by the
 * job that makes every code, once PagoEfectivo has said again that the old one cannot be paid.
 */
import { advancePayment } from "#app/payments/advance-payment.server.ts";
import { closeUnseenJob } from "#app/payments/give-up-payment.server.ts";
import { issueJob } from "#app/payments/issue-code.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadShownBySlug } from "#app/payments/payment-queries.server.ts";
import { currentCode } from "#app/payments/payment.ts";
import { awaitsNewCode, mayRenew } from "#app/payments/renewal.ts";
import { untilChanged } from "#app/payments/see-voucher.server.ts";

/** `asked`: by this press. `repeated`: by an earlier one, and still to come. `refused`: the page says how things stand. */
export type RenewOutcome = "asked" | "repeated" | "refused" | "not-found";

/** Waits up to `waitMs` for the new code to be begun, so that the page they return to is no longer the one they pressed on. */
export async function renewCode(
  deps: Pick<PaymentDeps, "clock" | "db"> & { pause: (ms: number) => Promise<void> },
  input: { slug: string; waitMs: number },
): Promise<RenewOutcome> {
  const shown = await loadShownBySlug(deps.db, input.slug);
  if (!shown) return "not-found";
  const { payment: seen } = shown;
  const { decision, payment } = await advancePayment(deps, {
    paymentId: seen.id,
    codeId: currentCode(seen)?.id ?? null,
    isOfPayment: true,
    actor: "shopper",
    event: (fresh) => ({
      kind: "renew",
      isUnderWay: awaitsNewCode(fresh),
      isAllowed: mayRenew(fresh, deps.clock.now()),
    }),
    jobs: () => [issueJob(seen.id, deps.clock.now()), closeUnseenJob(seen.id, deps.clock.now())],
  });
  if (decision.kind === "refuse" || decision.kind === "case") return "refused";
  // This press, or the one before it, has raised the version once.
  const version = payment.version + Number(decision.kind === "advance");
  await untilChanged(deps, { id: payment.id, version }, input.waitMs);
  return decision.kind === "advance" ? "asked" : "repeated";
}
