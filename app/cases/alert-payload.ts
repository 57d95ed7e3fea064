/**
 * What a merchant's machine is told of a case (docs/cases.md). Ids, words and sums: nothing of a shopper, no CIP, no secret.
 * Fields may be added; one that changes its meaning gets a new name. Pure.
 */
import { toDecimalText } from "#app/lib/money.ts";
import type { Currency } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";

export type AlertOccasion = "opened" | "late" | "test";

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

export function alertPayload(input: {
  occasion: AlertOccasion;
  madeAt: Date;
  shop: string;
  desk: string;
  about: AlertedCase | null;
}) {
  const { about } = input;
  return {
    type: input.occasion === "test" ? "test" : `case.${input.occasion}`,
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
    },
  };
}
