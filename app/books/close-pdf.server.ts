/**
 * A close as a PDF for whoever keeps the merchant's books: what it adds up to, what it is made of, what differed, and who signed. The
 * fonts that every reader has know no Chinese, and the accountant is in Peru: a merchant who reads Chinese hands them Spanish.
 */
import type { CloseView, EntryOnPage } from "#app/books/close-page.ts";
import { taggedSheet, type TaggedSheet } from "#app/keep/tagged-sheet.server.ts";
import type { CloseSum } from "#app/books/close-totals.ts";
import type { Currency } from "#app/lib/money.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { daysText, problemText, signedMoney } from "#app/messages/close-sentence.ts";
import { merchantMessage, MERCHANT_LOCALES } from "#app/messages/merchant-message.ts";
import { limaShortMoment } from "#app/messages/merchant-moment.ts";

/** More of them are no reading matter; the other two files have them all. */
export const MOST_IN_PDF = 200;

export interface CloseDocument {
  close: Omit<CloseView, "entries" | "view" | "next" | "isFirst" | "changes">;
  storeName: string;
  exceptions: readonly EntryOnPage[];
}

export function closeDocument(
  document: CloseDocument,
  about: { language: MerchantLanguage; madeAt: Date },
): Promise<Uint8Array<ArrayBuffer>> {
  const language = about.language === "zh-CN" ? "es" : about.language;
  const { close } = document;
  const say = merchantMessage;
  const days = daysText(close, language);
  const title = say("books.detail.title", { days }, language);
  const sheet = taggedSheet({ title, language: MERCHANT_LOCALES[language], madeAt: about.madeAt });
  sheet.text("H1", title, { size: 18, bold: true });
  sheet.text("P", say("books.pdf.store", { store: document.storeName }, language), { above: 8 });
  sheet.text("P", say("books.pdf.days", { days }, language));
  const moment = limaShortMoment(close.finishedAt ?? close.startedAt, language);
  sheet.text("P", say("books.pdf.made", { moment }, language));
  const counts = { exceptions: String(close.exceptions), open: String(close.open) };
  sheet.text("P", say("books.pdf.number", counts, language), { bold: true, above: 8 });
  writeTotals(sheet, close, language);
  writeStatements(sheet, close, language);
  writeExceptions(sheet, document, language);
  writeSignature(sheet, close, language);
  return sheet.finish();
}

function writeTotals(sheet: TaggedSheet, close: CloseDocument["close"], language: MerchantLanguage): void {
  heading(sheet, merchantMessage("books.totals.title", undefined, language));
  for (const total of close.totals) {
    const name = merchantMessage(`books.bucket.${total.bucket}`, undefined, language);
    sheet.text("P", totalLine(name, total, language));
  }
  const name = merchantMessage("books.totals.sum", undefined, language);
  for (const sum of close.sums) sheet.text("P", totalLine(name, sum, language), { bold: true });
  if (close.sums.length === 0) sheet.text("P", merchantMessage("books.totals.none", undefined, language));
}

function totalLine(
  name: string,
  sum: CloseSum & { currency: Currency },
  language: MerchantLanguage,
): string {
  const { currency } = sum;
  const money = (centimos: number) => signedMoney({ centimos, currency });
  return merchantMessage(
    "books.pdf.line",
    {
      ...{ name, currency, count: String(sum.entries) },
      here: money(sum.hereCentimos),
      there: money(sum.thereCentimos),
      settled: money(sum.settledCentimos),
      fee: money(sum.feeCentimos),
      igv: money(sum.igvCentimos),
      net: money(sum.netCentimos),
    },
    language,
  );
}

function writeStatements(
  sheet: TaggedSheet,
  { statements }: CloseDocument["close"],
  language: MerchantLanguage,
): void {
  heading(sheet, merchantMessage("books.statements.title", undefined, language));
  if (statements.length === 0)
    sheet.text("P", merchantMessage("books.statements.none", undefined, language));
  for (const { kind, fileName: name, rowCount, contentHash: hash } of statements) {
    const values = { kind: merchantMessage(`books.kind.${kind}`, undefined, language), name, hash };
    sheet.text(
      "P",
      merchantMessage("books.pdf.statement", { ...values, rows: String(rowCount) }, language),
      { size: 9 },
    );
  }
}

function writeExceptions(
  sheet: TaggedSheet,
  { close, exceptions }: CloseDocument,
  language: MerchantLanguage,
): void {
  heading(sheet, merchantMessage("books.entries.exceptions", undefined, language));
  if (exceptions.length === 0)
    sheet.text("P", merchantMessage("books.entries.none.exceptions", undefined, language));
  for (const entry of exceptions) {
    const said = entry.problems.map((problem) => problemText(entry, problem, language)).join(" ");
    sheet.text("P", `${entry.number}. ${said}`, { above: 6 });
    if (entry.accepted === null) continue;
    const { by: name, at, note } = entry.accepted;
    const values = { name, note, moment: limaShortMoment(at, language) };
    sheet.text("P", merchantMessage("books.entry.accepted", values, language), { size: 9, muted: true });
  }
  const rest = close.exceptions - exceptions.length;
  if (rest > 0) sheet.text("P", merchantMessage("books.pdf.more", { count: String(rest) }, language));
}

function writeSignature(
  sheet: TaggedSheet,
  { signedBy, signedAt, signNote }: CloseDocument["close"],
  language: MerchantLanguage,
): void {
  heading(sheet, merchantMessage("books.sign.title", undefined, language));
  if (signedBy === null || signedAt === null) {
    sheet.text("P", merchantMessage("books.pdf.unsigned", undefined, language));
    return;
  }
  const values = { name: signedBy, moment: limaShortMoment(signedAt, language) };
  sheet.text("P", merchantMessage("books.sign.done", values, language), { bold: true });
  if (signNote !== null && signNote !== "") sheet.text("P", signNote);
}

function heading(sheet: TaggedSheet, text: string): void {
  sheet.text("H2", text, { size: 13, bold: true, above: 16 });
}
