/** What the payments list shows, as plain values. Pure. */
import { z } from "zod";
import type { Currency } from "#app/lib/money.ts";
import type { Told } from "#app/payments/lifecycle-moves.ts";
import type { ListFilter, ListMode } from "#app/payments/payment-list-filter.ts";
import type { MoneyFacts } from "#app/payments/payment-money.ts";
import type { PaymentStatus } from "#app/payments/payment-status.ts";

/** One payment as lists and exports show it. Instants are ISO text, UTC. */
export interface ListedPayment extends MoneyFacts {
  id: string;
  /** Shopify's payment id. */
  sessionId: string;
  /** Of the code that was paid, else of the newest. */
  cip: string | null;
  codeId: string | null;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  told: Told;
  status: PaymentStatus;
  createdAt: string;
  expiresAt: string | null;
  paidAt: string | null;
}

/** What decides how an empty list is explained, and which mode it shows unasked. */
export interface ListedShop {
  hasPayments: boolean;
  isConnected: boolean;
  isLive: boolean;
}

/** Where few match, counting every one would take longer than showing the page. */
export const COUNTED_TO = 501;

/** `count` is the least that there are; where it is not exact there may be more, or are. */
export interface PaymentCount {
  count: number;
  isExact: boolean;
}

/** One page of the list. */
export interface PaymentList extends PaymentCount {
  filter: ListFilter;
  /** What the list shows of test and live, asked for or not. */
  mode: ListMode;
  rows: ListedPayment[];
  /** Cursors; null where there is nothing more that way. */
  next: string | null;
  previous: string | null;
  shop: ListedShop;
}

/** The most payments that one act from the list is for. */
export const MOST_AT_ONCE = 50;

/** What came of an act on several payments. */
export type BulkOutcome =
  /** `skipped`: nothing to ask about, or asked a moment ago. */
  | { kind: "checked"; asked: number; skipped: number }
  /** `waiting`: not proved yet, we keep asking; `other`: paid or ended meanwhile. */
  | { kind: "voided"; voided: number; waiting: number; other: number }
  | { kind: "refused"; reason: BulkRefusal };
export type BulkRefusal = "nothing-selected" | "too-many" | "not-all-pending";

const paymentIds = z.array(z.uuid()).max(500);

/** The ids that a form sends, comma-separated; null for what no page of ours sends. */
export function readSelection(text: unknown): readonly string[] | null {
  if (typeof text !== "string") return null;
  return paymentIds.safeParse(text === "" ? [] : text.split(",")).data ?? null;
}
