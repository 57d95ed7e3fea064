/**
 * A close as a file for the accountant: CSV, XLSX or PDF. All three are written from the same stored entries, and none is handed out whose
 * sums are not the close's own.
 */
import { closeCsvHead, closeCsvRow } from "#app/books/close-csv.ts";
import { closeDocument, MOST_IN_PDF } from "#app/books/close-pdf.server.ts";
import type { EntryOnPage, FileType } from "#app/books/close-page.ts";
import { loadClose, loadEntries, type CloseKey, type EntryView } from "#app/books/close-queries.server.ts";
import {
  entryRow,
  SHEET_COLUMNS,
  SheetSums,
  sumRow,
  type SheetCell,
  type SheetWords,
} from "#app/books/close-sheet.ts";
import { sumsByCurrency, type CloseTotal } from "#app/books/close-totals.ts";
import { cellsOf, workbook } from "#app/books/close-xlsx.server.ts";
import type { CloseDeps } from "#app/books/run-close.server.ts";
import { entryOnPage, seeClose } from "#app/books/see-close.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";

const AT_ONCE = 1_000;

const MEDIA_TYPES: Record<FileType, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
};

export interface CloseFile {
  name: string;
  mediaType: string;
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
}

interface Wish extends CloseKey {
  userId: string;
  storeName: string;
  type: FileType;
  language: MerchantLanguage;
}

/** Null for a close that is not done, does not exist, or is another shop's. Written down with the person's name first. */
export async function downloadClose(deps: CloseDeps, wish: Wish): Promise<CloseFile | null> {
  const { shopId, userId, closeId, type } = wish;
  const close = isId(closeId) ? await loadClose(deps.db, wish) : null;
  if (close?.state !== "done") return null;
  await recordAudit(deps.db, {
    ...{ shopId, userId, at: deps.clock.now() },
    action: "close-downloaded",
    after: { closeId, type },
  });
  return {
    name: `cierre-${close.from}-${close.to}.${type}`,
    mediaType: MEDIA_TYPES[type],
    body: await bodyOf(deps, wish, close),
  };
}

type Stored = NonNullable<Awaited<ReturnType<typeof loadClose>>>;

async function bodyOf(deps: CloseDeps, wish: Wish, close: Stored): Promise<CloseFile["body"]> {
  const words = sheetWords(wish.language);
  switch (wish.type) {
    case "csv":
      return streamOf(csvLines(deps, wish, close, words));
    case "xlsx": {
      const sums = new SheetSums();
      const { language } = wish;
      const sheets = [
        {
          name: merchantMessage("books.sheet.entries", undefined, language),
          rows: entryCells(deps, { wish, close, words, sums }),
        },
        {
          name: merchantMessage("books.sheet.totals", undefined, language),
          rows: totalCells(close.totals, language),
        },
      ];
      return workbook(sheets, close.finishedAt ?? close.startedAt);
    }
    case "pdf":
      return pdf(deps, wish, close);
  }
}

async function pdf(deps: CloseDeps, wish: Wish, close: Stored): Promise<Uint8Array<ArrayBuffer>> {
  const view = await seeClose(deps, { ...wish, view: "exceptions", after: 0 });
  invariant(view, "a close that was there a moment ago is there");
  const exceptions: EntryOnPage[] = [];
  for await (const entry of entriesOf(deps, wish, close, "exceptions")) {
    exceptions.push(entry);
    if (exceptions.length === MOST_IN_PDF) break;
  }
  const { language, storeName } = wish;
  return closeDocument({ close: view, storeName, exceptions }, { language, madeAt: deps.clock.now() });
}

async function* entriesOf(
  deps: CloseDeps,
  key: CloseKey,
  close: Stored,
  view: EntryView,
): AsyncGenerator<EntryOnPage, void> {
  let after = 0;
  for (;;) {
    const part = await loadEntries(deps.db, { ...key, view, after, size: AT_ONCE });
    for (const entry of part) yield entryOnPage(entry, close);
    const last = part.at(-1);
    if (!last || part.length < AT_ONCE) return;
    after = last.number;
  }
}

async function* csvLines(
  deps: CloseDeps,
  wish: Wish,
  close: Stored,
  words: SheetWords,
): AsyncGenerator<string, void> {
  yield closeCsvHead(words.header);
  const sums = new SheetSums();
  let part = "";
  for await (const entry of entriesOf(deps, wish, close, "all")) {
    sums.add(entry);
    part += closeCsvRow(entryRow(entry, words));
    if (part.length < 50_000) continue;
    yield part;
    part = "";
  }
  mustAgree(sums, close.totals);
  yield (
    part +
    sums
      .all()
      .map((sum) => closeCsvRow(sumRow(sum, words)))
      .join("")
  );
}

async function* entryCells(
  deps: CloseDeps,
  of: { wish: Wish; close: Stored; words: SheetWords; sums: SheetSums },
): AsyncGenerator<SheetCell[], void> {
  const { wish, close, words, sums } = of;
  yield SHEET_COLUMNS.map((column) => words.header(column));
  for await (const entry of entriesOf(deps, wish, close, "all")) {
    sums.add(entry);
    yield cellsOf(entryRow(entry, words));
  }
  mustAgree(sums, close.totals);
  for (const sum of sums.all()) yield cellsOf(sumRow(sum, words));
}

const FIGURES = ["here", "there", "settled", "fee", "igv", "net"] as const;

async function* totalCells(
  totals: readonly CloseTotal[],
  language: MerchantLanguage,
): AsyncGenerator<SheetCell[], void> {
  yield (["bucket", "currency", "entries", ...FIGURES] as const).map((name) =>
    merchantMessage(`books.totals.${name}`, undefined, language),
  );
  const row = (name: string, total: Omit<CloseTotal, "bucket">): SheetCell[] => [
    name,
    total.currency,
    String(total.entries),
    ...FIGURES.map((figure) => ({ centimos: total[`${figure}Centimos`] })),
  ];
  for (const total of totals)
    yield row(merchantMessage(`books.bucket.${total.bucket}`, undefined, language), total);
  for (const sum of sumsByCurrency(totals))
    yield row(merchantMessage("books.totals.sum", undefined, language), sum);
}

/** A file whose columns do not add up to the close would be believed. */
function mustAgree(sums: SheetSums, totals: readonly CloseTotal[]): void {
  const written = sums.all().map(({ currency, ...sum }) => [currency, ...Object.values(sum)]);
  const known = sumsByCurrency(totals).map((sum) => [
    sum.currency,
    sum.entries,
    ...FIGURES.map((figure) => sum[`${figure}Centimos`]),
  ]);
  invariant(JSON.stringify(written) === JSON.stringify(known), "a close's file adds up to the close");
}

function sheetWords(language: MerchantLanguage): SheetWords {
  return {
    header: (column) => merchantMessage(`books.csv.${column}`, undefined, language),
    bucket: (bucket) => merchantMessage(`books.bucket.${bucket}`, undefined, language),
    problem: (problem) => merchantMessage(`books.short.${problem}`, undefined, language),
    accepted: (name, note) => merchantMessage("books.csv.acceptedBy", { name, note }, language),
    stateHere: (state) => merchantMessage(`books.here.${state}`, undefined, language),
    stateThere: (state) => merchantMessage(`books.there.${state}`, undefined, language),
    total: merchantMessage("books.totals.sum", undefined, language),
  };
}

/** One chunk for each time that the reader is ready; nobody reads on after a cancelled download. */
function streamOf(texts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await texts.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
