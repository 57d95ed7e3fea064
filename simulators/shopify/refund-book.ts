import { centsOf } from "./amounts.ts";
import type { RefundRecord, RefundState } from "./refund-record.ts";

const COUNTS_AGAINST_THE_PAYMENT: ReadonlySet<RefundState> = new Set(["created", "pending", "resolved"]);

/** All refunds that merchants have started. Kept in memory for the life of the simulator. */
export class RefundBook {
  readonly #refunds = new Map<string, RefundRecord>();
  readonly #byGid = new Map<string, RefundRecord>();

  add(refund: RefundRecord): void {
    this.#refunds.set(refund.id, refund);
    this.#byGid.set(refund.gid, refund);
  }

  refund(id: string): RefundRecord | undefined {
    return this.#refunds.get(id);
  }

  /** The refund with this global id, only if it belongs to this shop: one shop's token never reaches another's. */
  refundOfShop(shop: string, gid: string): RefundRecord | undefined {
    const refund = this.#byGid.get(gid);
    return refund?.shop === shop ? refund : undefined;
  }

  all(): RefundRecord[] {
    return [...this.#refunds.values()];
  }

  /** Refunds of one payment session, oldest first. */
  ofPayment(paymentId: string): RefundRecord[] {
    return this.all().filter((refund) => refund.paymentId === paymentId);
  }

  /** Hundredths of one payment that went back. */
  refundedCents(paymentId: string): number {
    return this.#sum(paymentId, (state) => state === "resolved");
  }

  /** Hundredths of one payment that went back or are on their way: no further refund may take these. */
  takenCents(paymentId: string): number {
    return this.#sum(paymentId, (state) => COUNTS_AGAINST_THE_PAYMENT.has(state));
  }

  #sum(paymentId: string, counts: (state: RefundState) => boolean): number {
    return this.ofPayment(paymentId)
      .filter(({ state }) => counts(state))
      .reduce((sum, { amount }) => sum + (centsOf(amount) ?? 0), 0);
  }
}
