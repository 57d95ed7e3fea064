/**
 * What is known of the people who pay: found, exported and removed on their request. Called by privacy requests; whether it may be
 * removed yet is decided here, because it depends on what can still happen to the payment.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import {
  findOldPersonal,
  findPayers,
  findPersonal,
  noticesOf,
  removeContact,
  whichAreFinal,
  type PayerContact,
} from "#app/payments/payment-store-contacts.server.ts";
import { reduceNotices } from "#app/inbox/settle-notice.server.ts";
import { toApiAmount } from "#app/pagoefectivo/cip.ts";
import { parseNotice } from "#app/pagoefectivo/notice-message.ts";

export type { PayerContact } from "#app/payments/payment-store-contacts.server.ts";

/** Before every id. */
const NIL = "00000000-0000-0000-0000-000000000000";

/** Payments of one look into the database. */
const BATCH = 1_000;

/** Ids of the shop's payments whose contact the question recognises, received until then, oldest first. */
export async function findPaymentsOf(
  db: Queryable,
  input: { shopId: string; receivedUntil: Date; isTheirs: (contact: PayerContact) => boolean },
): Promise<string[]> {
  const found: string[] = [];
  let afterId: string | null = null;
  for (;;) {
    const page: PayerContact[] = await findPayers(db, { ...input, afterId, limit: BATCH });
    found.push(...page.filter(input.isTheirs).map((contact) => contact.paymentId));
    afterId = page.at(-1)?.paymentId ?? null;
    if (page.length < BATCH) return found;
  }
}

export interface Removed {
  removed: number;
  /** Payments that something can still happen to: they keep their contact for now. */
  waiting: number;
}

/** Removes what is personal of these payments; with `mayWait` only of those that are final. */
export async function forgetPayer(
  db: Queryable,
  input: { paymentIds: readonly string[]; mayWait: boolean },
): Promise<Removed> {
  const { paymentIds, mayWait } = input;
  const due = mayWait ? await whichAreFinal(db, paymentIds) : paymentIds;
  for (let start = 0; start < due.length; start += BATCH) await forget(db, due.slice(start, start + BATCH));
  return { removed: due.length, waiting: paymentIds.length - due.length };
}

/** The same for every payment of a shop that was received until then. */
export async function forgetPayersOfShop(
  db: Queryable,
  input: { shopId: string; receivedUntil: Date; mayWait: boolean },
): Promise<Removed> {
  const paymentIds = await findPersonal(db, input);
  return forgetPayer(db, { paymentIds, mayWait: input.mayWait });
}

/** The same for payments of every shop that were received until then and are final. Answers how many. */
export async function forgetOldPayers(db: Queryable, input: { receivedUntil: Date }): Promise<number> {
  let [total, afterId] = [0, NIL];
  for (;;) {
    const found = await findOldPersonal(db, { ...input, afterId, limit: BATCH });
    const { removed } = await forgetPayer(db, { paymentIds: found, mayWait: true });
    total += removed;
    const last = found.at(-1);
    if (last === undefined) return total;
    afterId = last;
  }
}

async function forget(db: Queryable, paymentIds: readonly string[]): Promise<void> {
  const notices = await noticesOf(db, paymentIds);
  const reduced = notices.map(({ id, body }) => ({ id, body: withoutPerson(body) }));
  // Notices first: when this run dies in between, the payments are still found, and the same is written again.
  await reduceNotices(db, reduced);
  await removeContact(db, paymentIds);
}

/** A notice's body with nothing but what PagoEfectivo documents, none of which is personal. What cannot be read goes whole. */
function withoutPerson(body: Uint8Array): Uint8Array {
  const notice = parseNotice(body);
  if (notice.kind === "unreadable") return new Uint8Array();
  const { eventType, operationNumber, cip, amount, transactionCode, paidAt } = notice;
  const amounts = amount && { amount: toApiAmount(amount.centimos), currency: amount.currency };
  const dates = paidAt && { paymentDate: paidAt.toISOString() };
  const written = { eventType, operationNumber, data: { cip, ...amounts, transactionCode, ...dates } };
  return Buffer.from(JSON.stringify(written), "utf8");
}
