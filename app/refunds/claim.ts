/**
 * The link by which a shopper says where the money of a refund goes. It is a key: whoever has it may say so, once. It ends with
 * time, with use, with too many openings, and when another is issued.
 */
import type { Money } from "#app/lib/money.ts";
import type { PageChoices, ShopperLanguage } from "#app/payments/voucher-view.ts";
import type { DestinationProblems, TypedDestination } from "./destination/destination-form.ts";

export const CLAIM_LIFE_MS = 7 * 86_400_000;

/** Enough for a person who looks again and for a messenger's preview; too little for a link that was published. */
export const CLAIM_OPENINGS = 20;

/** What was typed and could not be taken. It is shown again in the answer to the form, and kept nowhere. */
export interface RefusedForm {
  typed: TypedDestination;
  problems: DestinationProblems;
}

/** What the page shows. Plain data; instants are ISO texts in UTC. */
export interface ClaimView extends PageChoices {
  language: ShopperLanguage;
  storeName: string;
  amount: Money;
  test: boolean;
  expiresAt: string;
  refused: RefusedForm | null;
}
