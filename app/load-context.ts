import type { StatementDeps } from "#app/books/statement-upload.server.ts";
import type { HeldSwitches } from "#app/channels/channel-switches.server.ts";
import type { AlertDeps } from "#app/cases/alert-deps.server.ts";
import type { ShopDoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import type { Database } from "#app/lib/database.server.ts";
import type { SignInDeps } from "#app/merchants/sign-in.server.ts";
import type { FindAnswer } from "#app/payments/find-code.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import type { VoucherDeps } from "#app/payments/see-voucher.server.ts";
import type { RefusedSlip } from "#app/payments/slip.ts";
import type { ErasureJournal } from "#app/privacy/erasure-journal.server.ts";
import type { RefusedForm } from "#app/refunds/claim.ts";

/** What pages work with, the shopper's and the merchant's. */
export interface PageDeps
  extends PaymentDeps, VoucherDeps, AlertDeps, ShopDoctorDeps, StatementDeps, Omit<SignInDeps, "sessions"> {
  prisma: Database["prisma"];
  channelSwitches: HeldSwitches;
  /** Null: none is kept. */
  erasureJournal: ErasureJournal | null;
}

declare module "@remix-run/node" {
  /** What the server gives every loader: the same parts that the doors work with, built once at start. */
  interface AppLoadContext {
    deps: PageDeps;
    /** A shopper's form that its door could not take; the page shows it again. */
    refusedForm?: RefusedForm;
    refusedSlip?: RefusedSlip;
    /** What of a shopper's search could not be taken, or when they may search again. */
    findAnswer?: FindAnswer;
  }
}
