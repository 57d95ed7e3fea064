import type { Mailer } from "#app/lib/mailer.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";

/** What the refund desk works with. */
export interface RefundDeskDeps extends PaymentDeps {
  /** Null where the operator has no mail server. */
  mailer: Mailer | null;
  publicOrigin: string;
}
