/** What a person of the shop does at one payment besides acting on it: noting something, and asking who the shopper is. */
import { newId } from "#app/lib/ids.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import type { ActInput } from "#app/payments/merchant-acts.server.ts";
import { writeNote } from "#app/payments/payment-desk-store.server.ts";
import type { ShopperContact } from "#app/payments/payment-detail.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { loadPayment } from "#app/payments/payment-queries.server.ts";

export const MOST_NOTE_CHARACTERS = 2_000;

export type NoteOutcome = "added" | "empty" | "too-long" | "not-found";

/** Keeps a note for the shop's own people; it goes to nobody else. */
export async function addNote(
  deps: Pick<PaymentDeps, "clock" | "db">,
  input: ActInput & { text: string },
): Promise<NoteOutcome> {
  // A database holds no NUL, and half a character is no text.
  const text = input.text.replace(/\0|\p{Cs}/gu, "").trim();
  if (text === "") return "empty";
  if (text.length > MOST_NOTE_CHARACTERS) return "too-long";
  const written = await writeNote(deps.db, {
    ...input,
    id: newId(deps.clock),
    at: deps.clock.now(),
    text,
  });
  return written ? "added" : "not-found";
}

/** The shopper's own e-mail and phone; who asked is written down first. Null when no payment of the shop has this id. */
export async function showContact(
  deps: Pick<PaymentDeps, "clock" | "db">,
  input: ActInput,
): Promise<ShopperContact | null> {
  const payment = await loadPayment(deps.db, input.paymentId);
  if (payment?.shopId !== input.shopId) return null;
  await recordAudit(deps.db, { ...input, at: deps.clock.now(), action: "payment-contact-shown" });
  return { email: payment.shopperEmail, phone: payment.shopperPhone };
}
