import { isCurrency, toDecimalText } from "#app/lib/money.ts";
import type { RefundAmount } from "#app/refunds/refund-list.ts";
import type { MerchantWords } from "../words.tsx";

/** What was asked for; one in a currency that nobody here collects in was refused at once, and is shown as Shopify wrote it. */
export function refundMoney({ centimos, currency }: RefundAmount, { money }: MerchantWords): string {
  return isCurrency(currency) ? money({ centimos, currency }) : `${currency} ${toDecimalText(centimos)}`;
}
