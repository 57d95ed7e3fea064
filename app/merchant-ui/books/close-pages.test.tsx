import { describe, expect, it } from "vitest";
import { PROBLEMS, type Problem } from "#app/books/close-entry.ts";
import { keep } from "#app/books/close-facts.ts";
import { matchBooks } from "#app/books/close-matcher.ts";
import type { CloseListView, CloseView, EntryOnPage, ListedClose } from "#app/books/close-page.ts";
import { entryOnPage } from "#app/books/see-close.server.ts";
import { sumsByCurrency, withEntries } from "#app/books/close-totals.ts";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { problemText } from "#app/messages/close-sentence.ts";
import { here, matching, REPORT, said } from "../../../tests/builders/close.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { CloseAnswerPart } from "./close-answer.tsx";
import { ClosePage } from "./close-page.tsx";
import { ClosesPage } from "./closes-page.tsx";

const LISTED: ListedClose = {
  ...{ id: "019374a0-0000-7000-8000-0000000a1b2d", from: "2026-10-15", to: "2026-10-15", kind: "daily" },
  ...{ askedBy: null, startedAt: "2026-10-16T11:00:00.000Z", isDone: true, open: 1, exceptions: 1 },
  ...{ signedBy: null, isOld: false },
};
const FOUND = matchBooks(
  [here(1), here(2)],
  [said(1), said(2, { amountCentimos: 12_400 })],
  matching({ statements: [REPORT] }),
);
const TOTALS = withEntries([], FOUND);
const [, DIFFERENT] = FOUND.map((entry, index): EntryOnPage =>
  entryOnPage(
    { ...keep(entry, index + 1), acceptedBy: null, acceptedAt: null, note: null },
    { likely: [] },
  ),
);
const VIEW: CloseView = {
  ...LISTED,
  ...{ finishedAt: "2026-10-16T11:00:09.000Z", signedAt: null, signNote: null, nextId: null },
  progress: { isAsking: false, done: 2, expected: 2 },
  ...{ statements: [REPORT], totals: TOTALS, sums: sumsByCurrency(TOTALS), changes: null },
  ...{ view: "exceptions", entries: DIFFERENT ? [DIFFERENT] : [], next: null, isFirst: true },
};
const html = (more: Partial<CloseView> = {}) =>
  merchantHtml(<ClosePage view={{ ...VIEW, ...more }} />, {}, `/app/books/${VIEW.id}`);

describe("the page of a close", () => {
  it("has the number, each difference in a sentence, and what can be done about it", async () => {
    const shown = words(await html());

    expect(shown).toContain("1 diferencia espera");
    expect(shown).toContain("El CIP 311000002 es de S/ 125.00 aquí y de S/ 124.00 en el extracto.");
    expect(shown).toContain("Aceptar");
    expect(shown).toContain("Preguntar otra vez a PagoEfectivo");
    expect(shown).toContain("Falta revisar 1 diferencia");
    expect(shown).toContain("S/ 250.00");
    expect(shown).toContain(`SHA-256 ${REPORT.contentHash}`);
  });

  it("offers to sign once nothing is open, and then says who did", async () => {
    const zero = words(await html({ open: 0 }));
    const signed = words(
      await html({
        open: 0,
        signedBy: "Rosa Quispe",
        signedAt: "2026-10-16T15:00:00.000Z",
        signNote: "cuadra",
      }),
    );

    expect(zero).toContain("Todo cuadra.");
    expect(zero).toContain("Con tu nombre respondes");
    expect(signed).toContain("Firmado por Rosa Quispe, 16 oct 2026");
    expect(signed).not.toContain("Con tu nombre respondes");
    expect(signed).not.toContain("Aceptar");
  });

  it("leads to the newer close of the same days, where people decide", async () => {
    const old = await html({ nextId: "019374a0-0000-7000-8000-0000000a1b2e", open: 0 });

    expect(words(old)).toContain("decide en ese");
    expect(old).toContain('href="/app/books/019374a0-0000-7000-8000-0000000a1b2e"');
    expect(words(old)).not.toContain("Con tu nombre respondes");
  });

  it("says how far it is while it runs, and offers no file of it", async () => {
    const running = await html({
      isDone: false,
      progress: { isAsking: false, done: 1_000, expected: 50_000 },
    });

    expect(words(running)).toContain("de 50");
    expect(running).not.toContain("/file.csv");
  });

  it("says what changed since the close before it", async () => {
    const changes = {
      ...{ previousId: "019374a0-0000-7000-8000-0000000a1b2f", appearedCount: 2, goneCount: 1 },
      ...{ appeared: [4, 9], gone: VIEW.entries },
    };

    const shown = words(await html({ changes }));

    expect(shown).toContain("2 diferencias nuevas: 4, 9");
    expect(shown).toContain("1 diferencia ya no está");
  });
});

describe("every reason for a difference", () => {
  it.each(MERCHANT_LANGUAGES)("has its sentence in %s", (language) => {
    const entry = DIFFERENT;
    if (!entry) throw new Error("there is a difference");

    const texts = PROBLEMS.map((problem: Problem) => problemText(entry, problem, language));

    expect(new Set(texts).size).toBe(PROBLEMS.length);
    expect(texts.filter((text) => /undefined|null|NaN/.test(text))).toEqual([]);
  });
});

describe("the list of closes", () => {
  it("begins with the number of the morning", async () => {
    const list: CloseListView = {
      ...{ closes: [LISTED], hasMore: false, morning: { ...LISTED, open: 0 } },
      ...{ yesterday: "2026-10-15", today: "2026-10-16" },
    };

    const shown = words(await merchantHtml(<ClosesPage list={list} />, {}, "/app/books"));
    const empty = words(
      await merchantHtml(<ClosesPage list={{ ...list, closes: [], morning: null }} />, {}, "/app/books"),
    );

    expect(shown).toContain("0 Todo cuadra.");
    expect(shown).toContain("1 por revisar");
    expect(empty).toContain("Aún no has cerrado ningún día.");
  });
});

describe("what came of a press", () => {
  it.each(MERCHANT_LANGUAGES)("is said in %s, with what to do", async (language) => {
    const part = (answer: Parameters<typeof CloseAnswerPart>[0]["answer"]) =>
      merchantHtml(<CloseAnswerPart answer={answer} />, { language }, "/app/books");

    const asked = words(await part({ kind: "asked", found: "paid" }));
    const refused = words(await part({ kind: "refused", reason: "still-open" }));

    expect(asked.length).toBeGreaterThan(10);
    expect(refused).not.toBe(asked);
  });
});
