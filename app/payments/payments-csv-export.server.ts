import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { textStream } from "#app/lib/text-stream.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { shownMode } from "#app/payments/payment-list.server.ts";
import { readListFilter, searchOf, type ListFilter } from "#app/payments/payment-list-filter.ts";
import { loadListedShop, loadPaymentPage, placeOf } from "#app/payments/payment-list-queries.server.ts";
import type { ListCursor } from "#app/payments/payment-list-cursor.ts";
import { csvHead, csvPayment, type CsvWords } from "#app/payments/payments-csv.ts";

/** Rows of one look into the database: what the export holds in memory at a time. */
const BATCH = 500;

/**
 * The shop's payments as CSV, those and in the order that the list shows under the same query, written down with the person's name
 * before the first line is sent. Read batch by batch along the list's own order: however many there are, memory holds one batch.
 */
export async function exportPayments(
  deps: { db: Queryable; clock: Clock },
  input: { shopId: string; userId: string; query: URLSearchParams; words: CsvWords },
): Promise<ReadableStream<Uint8Array>> {
  const { shopId, query, words } = input;
  const filter = readListFilter(query);
  const mode = shownMode(filter, await loadListedShop(deps.db, shopId));
  await recordAudit(deps.db, {
    shopId,
    userId: input.userId,
    at: deps.clock.now(),
    action: "payments-exported",
    after: { ...filter, mode, q: searchedFor(filter) },
  });
  return textStream(lines(deps.db, { shopId, filter: { ...filter, mode }, words }));
}

/** What was typed, where it is an id, a code or an amount. It may be a shopper's address, which the audit never holds, or anything. */
function searchedFor(filter: ListFilter): string | null {
  const search = searchOf(filter);
  if (!search) return null;
  if (search.email) return "e-mail";
  return search.sessionId ?? search.cip ?? (search.amount ? filter.q : "unknown");
}

async function* lines(
  db: Queryable,
  input: Pick<Parameters<typeof loadPaymentPage>[1], "shopId" | "filter"> & { words: CsvWords },
): AsyncGenerator<string, void> {
  const { shopId, filter, words } = input;
  yield csvHead(words);
  let after: ListCursor | null = null;
  for (;;) {
    const page = await loadPaymentPage(db, { shopId, filter, after, before: null, size: BATCH });
    const last = page.rows.at(-1);
    if (!last) return;
    yield page.rows.map((row) => csvPayment(row, words)).join("");
    if (!page.hasNext) return;
    after = placeOf(last, filter.sort);
  }
}
