/**
 * What a merchant's machine is told of a case, of a refund that waits, or of notices that stay away (docs/cases.md). Ids, words and sums: nothing of a shopper, no CIP, no secret.
 * Fields may be added; one that changes its meaning gets a new name. Pure.
 */
import { toDecimalText } from "#app/lib/money.ts";
import type { Currency } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";

export type AlertOccasion = "opened" | "late" | "test" | "silence" | `refund-day-${number}`;

export interface AlertedCase {
  caseId: string;
  kind: CaseKind;
  heldCentimos: number;
  currency: Currency | null;
  openedAt: Date;
  /** Shopify's id of the payment; null where none is known. */
  sessionId: string | null;
  test: boolean;
}

/** A refund that has waited for so many days. Never a test. */
export interface AlertedRefund {
  refundId: string;
  days: number;
  amountCentimos: number;
  currency: Currency;
  receivedAt: Date;
  /** Shopify's id of the payment. */
  sessionId: string;
}

export function alertPayload(input: {
  occasion: AlertOccasion;
  madeAt: Date;
  shop: string;
  desk: string;
  about: AlertedCase | null;
  refund: AlertedRefund | null;
  /** Notices stay away: when the last one came. */
  silentSince: Date | null;
}) {
  const { about, refund, silentSince } = input;
  return {
    type: typeOf(input.occasion),
    timestamp: input.madeAt.toISOString(),
    data: {
      shop: input.shop,
      url: input.desk,
      ...(about && {
        case_id: about.caseId,
        kind: about.kind,
        test: about.test,
        held_amount: about.heldCentimos > 0 ? toDecimalText(about.heldCentimos) : null,
        held_currency: about.heldCentimos > 0 ? about.currency : null,
        opened_at: about.openedAt.toISOString(),
        shopify_payment_id: about.sessionId,
      }),
      ...(refund && {
        refund_id: refund.refundId,
        days: refund.days,
        amount: toDecimalText(refund.amountCentimos),
        currency: refund.currency,
        received_at: refund.receivedAt.toISOString(),
        shopify_payment_id: refund.sessionId,
      }),
      ...(silentSince && { last_notice_at: silentSince.toISOString() }),
    },
  };
}

function typeOf(occasion: AlertOccasion): string {
  if (occasion === "test") return "test";
  if (occasion === "silence") return "notices.silence";
  return occasion === "opened" || occasion === "late" ? `case.${occasion}` : "refund.reminder";
}
