/**
 * Money belongs to the checkout, not to one attempt at it: at most one code of a group may be payable. Before a new one is
 * made, the one that stands in its way is used, moved or voided.
 */
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { findGroupBlocker, type GroupBlocker } from "#app/payments/payment-queries.server.ts";
import { moveCode } from "#app/payments/payment-store-groups.server.ts";
import { modeOf, type EndReason, type Payment } from "#app/payments/payment.ts";
import { askedForCodeAt } from "#app/payments/renewal.ts";
import { isProved, removeAndProve } from "#app/payments/void-code.server.ts";

/** An older code is handed on only while it lives this long: shorter sends people to a counter in vain. */
const WORTH_REUSING_MS = 120 * 60_000;

/** After this, an older code that cannot be taken back ends the new attempt with an honest page. */
const GIVE_UP_MS = 60_000;

export type WayIn =
  /** Nothing of the group is payable. */
  | { kind: "free" }
  /** The payment ends without a code of its own. */
  | { kind: "end"; endReason: EndReason }
  /** The older code serves this payment now. */
  | { kind: "moved" }
  /** Something changed or will soon: look again, at once or a little later. */
  | { kind: "again"; afterMs: number };

/** Makes way for a new code of this payment, as far as that can be done now. */
export async function clearTheWay(deps: PaymentDeps, payment: Payment): Promise<WayIn> {
  if (payment.groupResolved) return { kind: "end", endReason: "group-paid" };
  const blocker = await findGroupBlocker(deps.db, payment);
  if (!blocker) return { kind: "free" };
  const now = deps.clock.now();
  if (isReusable(blocker, payment, now)) {
    // The older session has its order already: this page shows the older payment and its way back.
    if (blocker.told === "pending") return { kind: "end", endReason: "served-by-earlier" };
    // A later attempt began while this one, renewed, waited for a code: the later one is where the shopper is now.
    if (blocker.receivedAt > payment.receivedAt) return { kind: "end", endReason: "served-by-earlier" };
    const moved = await moveCode(deps.db, { blocker, to: payment, at: now });
    return moved ? { kind: "moved" } : { kind: "again", afterMs: 0 };
  }
  if (blocker.state === "unknown") return { kind: "end", endReason: "another-code-active" };
  if (blocker.state === "live" || blocker.state === "voiding") {
    const purpose = { ending: "reject", isDeadline: false } as const;
    if (isProved(await removeAndProve(deps, { codeId: blocker.codeId, purpose })))
      return { kind: "again", afterMs: 0 };
  }
  const waitedMs = now.getTime() - askedForCodeAt(payment).getTime();
  return waitedMs > GIVE_UP_MS
    ? { kind: "end", endReason: "another-code-active" }
    : { kind: "again", afterMs: 5_000 };
}

function isReusable(blocker: GroupBlocker, payment: Payment, now: Date): boolean {
  return (
    blocker.state === "live" &&
    (blocker.told === "open" || blocker.told === "pending") &&
    blocker.mode === modeOf(payment.test) &&
    blocker.amountCentimos === payment.amountCentimos &&
    blocker.currency === payment.currency &&
    blocker.expiresAt.getTime() - now.getTime() >= WORTH_REUSING_MS
  );
}
