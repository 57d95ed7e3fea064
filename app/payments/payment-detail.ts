/** Everything that the page of one payment shows, as plain values. Instants are UTC as ISO text. */
import type { Money } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import type { ActRefusal, MerchantAct } from "#app/payments/merchant-act-rules.ts";
import type { PaymentStatus } from "#app/payments/payment-status.ts";
import type { TimelineLine } from "#app/payments/timeline.ts";
import type { ReportKind } from "#app/shopify/payments-apps-client.ts";

export interface PaymentDetail {
  id: string;
  /** Shopify's own id: `payment_id:…` in its order search. */
  sessionId: string;
  status: PaymentStatus;
  told: Told;
  amount: Money;
  test: boolean;
  createdAt: string;
  code: {
    id: string;
    cip: string | null;
    state: CodeState;
    expiresAt: string;
    paidAt: string | null;
  } | null;
  /** When we end the payment unpaid; null where nothing waits for it. */
  endsAt: string | null;
  /** What Shopify was told. */
  pendingExpiresAt: string | null;
  shopperPage: string;
  /** Other attempts of the same checkout. */
  attempts: readonly { id: string; sessionId: string; status: PaymentStatus; createdAt: string }[];
  timeline: readonly TimelineLine[];
  toShopify: readonly ReportedAttempt[];
  fromPagoEfectivo: readonly ReceivedNotice[];
  cases: readonly { id: string; kind: CaseKind; openedAt: string; isOpen: boolean; held: Money | null }[];
  notes: readonly { id: string; at: string; by: string; text: string }[];
  /** Masked; the page asks for the whole with an act of its own. */
  contact: ShopperContact;
  acts: Record<MerchantAct, ActRefusal | null>;
  /** The bounds of a later expiry, where one is possible. */
  extension: { after: string; latest: string } | null;
  operationNumber: string | null;
}

export interface ShopperContact {
  email: string | null;
  phone: string | null;
}

export interface ReportedAttempt {
  id: string;
  kind: ReportKind;
  at: string;
  tookMs: number;
  answer: string;
  /** Null once nothing more is tried. */
  nextAt: string | null;
}

export interface ReceivedNotice {
  id: string;
  at: string;
  eventType: string | null;
  state: "received" | "matched" | "foreign" | "case";
  simulated: boolean;
  /** The fields of the body that hold nothing of a person. */
  body: Readonly<Record<string, string>>;
}

/** `ro••@example.com`, `•••••••321`: enough to recognise, too little to write to. */
export function maskContact(contact: ShopperContact): ShopperContact {
  const [name = "", domain = ""] = contact.email?.split("@") ?? [];
  return {
    email: contact.email && `${name.slice(0, 2)}••@${domain}`,
    phone: contact.phone && `••••${contact.phone.slice(-3)}`,
  };
}
