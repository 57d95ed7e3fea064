import { read, utils } from "@e965/xlsx";
import { execFileSync } from "node:child_process";
import { extractText } from "unpdf";
import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { decimalText } from "#app/books/close-sheet.ts";
import type { FileType } from "#app/books/close-page.ts";
import { acceptEntries, signClose } from "#app/books/close-desk-store.server.ts";
import { downloadClose } from "#app/books/export-close.server.ts";
import { signedMoney } from "#app/messages/close-sentence.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { USER } from "../builders/act.ts";
import { useCloses } from "../builders/closes.ts";
import { requirePdftotext } from "../../scripts/pdftotext.ts";

const built = useCloses("close_files");

interface Key {
  shopId: string;
  closeId: string;
}

async function bytesOf(key: Key, type: FileType, language: MerchantLanguage = "es"): Promise<Uint8Array> {
  const wish = { ...key, userId: USER, storeName: "Tienda Ñandú", type, language };
  const file = await downloadClose(built().deps, wish);
  invariant(file, "the close has its file");
  return new Uint8Array(await new Response(file.body).arrayBuffer());
}

/** What two readers find in the PDF, each by itself: pdf.js and Poppler's pdftotext. */
async function pdfTexts(key: Key, language?: MerchantLanguage): Promise<string[]> {
  const bytes = await bytesOf(key, "pdf", language);
  const poppler = execFileSync(requirePdftotext(), ["-enc", "UTF-8", "-", "-"], { input: bytes });
  // pdf.js takes the bytes away from whoever hands them over.
  const { text } = await extractText(bytes, { mergePages: true });
  return [text, poppler.toString("utf8")].map((found) => found.replaceAll(/\s+/g, " "));
}

const csvOf = async (key: Key, language?: MerchantLanguage) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(await bytesOf(key, "csv", language));

/** A CSV of ours without quoted commas in the cells that are asked for. */
async function csvRows(key: Key): Promise<Record<string, string>[]> {
  const book = read((await csvOf(key)).replace(/^\uFEFF/, ""), { type: "string", raw: true });
  const [sheet = ""] = book.SheetNames;
  return utils.sheet_to_json<Record<string, string>>(book.Sheets[sheet] ?? {}, { raw: false });
}

async function workbookOf(key: Key) {
  const book = read(await bytesOf(key, "xlsx"), { type: "array", cellFormula: true });
  const rows = book.SheetNames.map((name) =>
    utils.sheet_to_json<Record<string, string | number>>(book.Sheets[name] ?? {}),
  );
  return { book, entries: rows[0] ?? [], totals: rows[1] ?? [] };
}

/** Text of a decimal with two places, as whole céntimos; what is no amount counts nothing. */
function centimos(value: string | number | undefined): number {
  const match = /^(-?)(\d+)\.(\d{2})$/.exec(typeof value === "number" ? value.toFixed(2) : (value ?? ""));
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 100 + Number(match[3])) : 0;
}

const AMOUNTS = [
  ["Moneda aquí", "Monto aquí"],
  ["Moneda en extracto", "Monto en extracto"],
  ["Moneda liquidada", "Monto liquidado"],
  ["Moneda liquidada", "Comisión"],
  ["Moneda liquidada", "IGV"],
  ["Moneda liquidada", "Neto"],
] as const;
const FIGURES = ["here", "there", "settled", "fee", "igv", "net"] as const;

function addedUp(rows: readonly Record<string, string | number>[], currency: string): number[] {
  return AMOUNTS.map(([of, column]) =>
    rows.filter((row) => row[of] === currency).reduce((sum, row) => sum + centimos(row[column]), 0),
  );
}

describe("the files of a close", () => {
  it("agree to the céntimo with each other, with their own sums, and with the close", async () => {
    const { shopId } = await built().month(400);
    const close = await built().closeMonth(shopId);
    const { sums } = await built().see(close);
    const csv = await csvRows(close);
    const { entries, totals } = await workbookOf(close);
    const texts = await pdfTexts(close);

    expect(sums.map(({ currency }) => currency)).toEqual(["PEN", "USD"]);
    for (const sum of sums) {
      const expected = FIGURES.map((figure) => sum[`${figure}Centimos`]);
      const isSum = (row: Record<string, string | number>) => row["Entrada"] === "Total";
      for (const rows of [csv, entries]) {
        expect(
          addedUp(
            rows.filter((row) => !isSum(row)),
            sum.currency,
          ),
        ).toEqual(expected);
        expect(addedUp(rows.filter(isSum), sum.currency)).toEqual(expected);
      }
      const total = totals.find((row) => row["Resultado"] === "Total" && row["Moneda"] === sum.currency);
      expect(total?.["Cantidad"]).toBe(String(sum.entries));
      expect(centimos(total?.["Aquí"])).toBe(sum.hereCentimos);
      for (const value of expected) {
        const money = signedMoney({ centimos: value, currency: sum.currency }).replaceAll(/\s+/g, " ");
        for (const text of texts) expect(text).toContain(money);
      }
    }
    expect(csv.filter((row) => row["Entrada"] !== "Total")).toHaveLength(404);
  });

  it("say in each language what differs, and in the PDF who took it and who signed", async () => {
    const shop = await built().newShop();
    const { cip } = await built().paid(shop, { report: { state: "due", acknowledged_at: null } });
    const close = await built().close(shop.shopId);
    const deed = { ...close, userId: USER, at: new Date("2026-11-20T15:00:00.000Z") };
    await acceptEntries(built().pool, { ...deed, numbers: [1], note: "lo confirmó soporte" });
    await signClose(built().pool, { ...deed, name: "Rosa Quispe", note: "cuadra" });

    for (const language of MERCHANT_LANGUAGES) {
      for (const words of await pdfTexts(close, language)) {
        expect(words).toContain(cip);
        expect(words).toContain("lo confirmó soporte");
        expect(words).toContain("Rosa Quispe");
        expect(words).toContain(language === "en" ? "has not confirmed" : "todavía no confirmó");
      }
    }
    expect(await csvOf(close, "zh-CN")).toContain("Shopify 未确认");
  });

  it("have no formula, whatever somebody named things", async () => {
    const shop = await built().newShop();
    const { cip } = await built().paid(shop);
    const evil = `=HYPERLINK("http://x","y")`;
    await built().report(shop.shopId, [{ cip, channel: evil, operation_number: "@SUM(1)" }]);
    const close = await built().close(shop.shopId);

    const { book, entries } = await workbookOf(close);

    expect(await csvOf(close)).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
    expect(entries[0]?.["Canal"]).toBe(evil);
    const cells = Object.values(book.Sheets[book.SheetNames[0] ?? ""] ?? {}) as { f?: string }[];
    expect(cells.filter((cell) => cell.f !== undefined)).toEqual([]);
  });

  it("are written down with the person's name", async () => {
    const shop = await built().newShop();
    const close = await built().close(shop.shopId);

    for (const type of ["csv", "xlsx", "pdf"] as const) await bytesOf(close, type);

    const lines = await built().select<{ user_id: string; type: string }>(
      "select user_id, after ->> 'type' as type from audit_log where shop_id = $1 and action = 'close-downloaded' order by id",
      [shop.shopId],
    );
    expect(lines).toEqual(["csv", "xlsx", "pdf"].map((type) => ({ user_id: USER, type })));
    expect(decimalText(-5)).toBe("-0.05");
  });
});
