import { describe, expect, it } from "vitest";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { findHelp } from "./find-help.ts";
import { helpBook, readHelpBook } from "./help-book.ts";
import { HELP_TOPICS } from "./help-view.ts";
import content from "./help-book.json" with { type: "json" };

const book = helpBook();
const find = (query: string, language: MerchantLanguage = "es", about: string | null = null) =>
  findHelp(book, { query, about, language });
const idsOf = (query: string, language: MerchantLanguage = "es") =>
  find(query, language).topics.flatMap(({ answers }) => answers.map(({ id }) => id));

describe("the help", () => {
  it.each(MERCHANT_LANGUAGES)("has answers to every topic in %s", (language) => {
    const { topics, count, isSearch } = find("", language);

    expect(topics.map(({ topic }) => topic)).toEqual([...HELP_TOPICS]);
    expect(count).toBe(book.entries.length);
    expect(isSearch).toBe(false);
  });

  it.each([
    ["código vencido", "es", "expired-code"],
    ["CODIGO VENCIDO", "es", "expired-code"],
    ["KYC", "es", "kyc"],
    ["RUC documentos", "es", "kyc"],
    ["volumen GMV", "es", "quote"],
    ["cuenta bancaria", "es", "bank-account"],
    ["comisión IGV", "es", "fees"],
    ["firma", "es", "bad-signature"],
    ["expired stock", "en", "expired-code"],
    ["refund", "en", "how-refunds-work"],
    ["退款", "zh-CN", "how-refunds-work"],
    ["报价 周期", "zh-CN", "quote"],
  ] as const)("answers %j in %s", (query, language, id) => {
    expect(idsOf(query, language)).toContain(id);
  });

  it("finds only what has every word, and first what is asked in so many words", () => {
    const { topics } = find("stock vencido");

    expect(topics.flatMap(({ answers }) => answers.map(({ id }) => id))).toEqual(["expired-code"]);
    expect(find("zapatos").count).toBe(0);
    expect(find(" ?¡ ").isSearch).toBe(false);
  });

  it("keeps an answer open for whom another page has led to it", () => {
    const open = find("", "es", "paid-late")
      .topics.flatMap(({ answers }) => answers)
      .filter(({ isAbout }) => isAbout);

    expect(open.map(({ id }) => id)).toEqual(["paid-late"]);
  });

  it("names the source of every fact of an outside party, and when it was read", () => {
    const [fees] = find("", "es").topics.flatMap(({ answers }) =>
      answers.filter(({ id }) => id === "fees"),
    );

    expect(fees?.sources).toEqual([
      expect.objectContaining({ title: expect.stringContaining("Culqi"), readOn: "2026-11-22" }),
    ]);
  });

  it("says nothing of Chinese or English in the other languages' letters only", () => {
    for (const entry of book.entries) {
      expect(entry["zh-CN"].question, entry.id).toMatch(/[\u4e00-\u9fff]/);
      expect(new Set(MERCHANT_LANGUAGES.map((language) => entry[language].question)).size).toBe(3);
    }
  });
});

describe("a book that does not hold together", () => {
  const broken = (change: (copy: typeof content) => void) => {
    const copy = structuredClone(content);
    change(copy);
    return () => readHelpBook(copy);
  };
  const first = (copy: typeof content) => copy.entries[0] ?? expect.unreachable("the book has entries");

  it.each<[string, (copy: typeof content) => void]>([
    ["no source nowhere", (copy) => first(copy).sources.push("nowhere")],
    ["stands there twice", (copy) => copy.entries.push(structuredClone(first(copy)))],
    ["say the same in every language", (copy) => first(copy).en.answer.pop()],
    ["the help may lead to", (copy) => first(copy).links.push("https://elsewhere.example")],
    ["was read after the review", (copy) => void (copy.reviewedOn = "2026-01-01")],
  ])("is refused: %s", (problem, change) => {
    expect(broken(change)).toThrow(problem);
  });
});
