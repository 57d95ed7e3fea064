/** What the page shows that answers "what happened with this payment?", as plain values. Instants are UTC as ISO text. */
import type { Money } from "#app/lib/money.ts";
import type { PaymentDetail, ShopperContact } from "#app/payments/payment-detail.ts";
import type { PaymentStatus } from "#app/payments/payment-status.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";
import type { Meaning } from "#app/story/question.ts";
import type { Story } from "#app/story/tell-story.ts";

/** The most matches that are shown: who gets more asks something narrower. */
export const MOST_MATCHES = 20;

export interface Match {
  id: string;
  /** Shopify's id of the payment. */
  sessionId: string;
  status: PaymentStatus;
  amount: Money;
  test: boolean;
  cip: string | null;
  createdAt: string;
  /** Masked. */
  contact: ShopperContact;
  by: readonly Meaning[];
}

export interface SearchView {
  /** As it was typed. */
  typed: string;
  /** `nothing-asked`: no question yet; `not-read`: it looks like nothing that a payment has. */
  kind: "nothing-asked" | "not-read" | "answered";
  matches: readonly Match[];
  hasMore: boolean;
  /** Of the one match, or of the one that was chosen. */
  story: StoryView | null;
}

export interface StoryView {
  payment: {
    id: string;
    sessionId: string;
    status: PaymentStatus;
    amount: Money;
    test: boolean;
    cip: string | null;
  };
  story: Story;
  attempts: PaymentDetail["attempts"];
  /** Masked. */
  contact: ShopperContact;
  answer: {
    language: ShopperLanguage;
    text: string;
    /** Without a number or an address: they ask to whom. */
    whatsapp: string;
    mailto: string;
  };
}

/** What the form is answered that asks for the shopper's number and address: both links, whole. */
export type ReachAnswer =
  { kind: "reach"; whatsapp: string | null; mailto: string | null } | { kind: "not-understood" };
