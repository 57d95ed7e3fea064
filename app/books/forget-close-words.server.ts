/** Removes what people of a shop wrote about its closes: a note may name the shopper. The closes stay. */
import { forgetNotesAbout, forgetWordsOfShop } from "#app/books/close-desk-store.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";

/** Notes about exceptions of these payments. */
export async function forgetCloseNotes(
  deps: { db: Queryable },
  paymentIds: readonly string[],
): Promise<void> {
  await forgetNotesAbout(deps.db, paymentIds);
}

/** All notes of the shop, and the names that its closes were signed with. */
export async function forgetCloseWords(deps: { db: Queryable }, shopId: string): Promise<void> {
  await forgetWordsOfShop(deps.db, shopId);
}
