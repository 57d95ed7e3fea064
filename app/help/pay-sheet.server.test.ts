import { getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { paySheet, type SheetOrder } from "./pay-sheet.server.ts";

const NOTHING = { helpUrl: null, email: null, whatsapp: null, phone: null };
const ORDER: SheetOrder = {
  store: { name: "Zapatos Ñandú", support: NOTHING },
  ...{ language: "es", off: [], madeAt: new Date("2026-11-29T15:00:00.000Z") },
};

/** As a reader finds it. */
async function read(more: Partial<SheetOrder> = {}) {
  const bytes = await paySheet({ ...ORDER, ...more });
  const size = bytes.length;
  const pdf = await getDocumentProxy(bytes);
  const page = await pdf.getPage(1);
  const { items } = await page.getTextContent();
  const { info } = await pdf.getMetadata();
  return {
    size,
    pages: pdf.numPages,
    text: items.flatMap((item) => ("str" in item ? [item.str] : [])).join("\n"),
    info: info as { Title?: string; Language?: string },
    marked: await pdf.getMarkInfo(),
    tree: JSON.stringify(await page.getStructTree()),
  };
}

describe("the sheet for everybody", () => {
  it("says in one page where, how, until when, and what to beware of", async () => {
    const { text, pages, size } = await read();

    expect(text).toContain("Paga con PagoEfectivo");
    expect(text).toContain("Zapatos Ñandú");
    expect(text).toContain("antes de la fecha y hora que dice tu código");
    expect(text).toContain("Busca «PagoEfectivo» y elige la moneda de tu código.");
    expect(text.replaceAll("\n", " ")).toContain("BCP");
    expect(text).toContain("haz un pedido nuevo");
    expect(text).toContain("29 de noviembre de 2026");
    expect(pages).toBe(1);
    expect(size).toBeLessThan(60 * 1024);
  });

  it("is in English too, with a title, a language and a reading order", async () => {
    const { info, marked, tree, text } = await read({ language: "en" });

    expect(info).toMatchObject({ Title: "Pay with PagoEfectivo – Zapatos Ñandú", Language: "en" });
    expect(marked).toMatchObject({ Marked: true });
    expect([...tree.matchAll(/"role":"(\w+)"/g)].map(([, role]) => role).slice(0, 4)).toEqual([
      ...["Document", "H1", "P", "H2"],
    ]);
    expect(text).toContain("Say that you are paying PagoEfectivo.");
  });

  it("names whom to ask, as the merchant has it on the shopper's page, and else nobody", async () => {
    const support = {
      ...{ helpUrl: "https://tienda.example/ayuda", email: "hola@tienda.example" },
      ...{ whatsapp: "+51987654321", phone: "01 234 5678" },
    };

    const { text } = await read({ store: { name: "Tienda X", support } });

    for (const contact of Object.values(support)) expect(text).toContain(contact);
    expect((await read()).text).not.toContain("¿Dudas?");
  });

  it("names no channel that the operator has switched off", async () => {
    const named = async (off: string[]) => (await read({ off })).text.includes("Western Union");

    expect([await named([]), await named(["network-western-union"])]).toEqual([true, false]);
  });

  it("stays one page with the longest name and every contact", async () => {
    const support = {
      helpUrl: `https://tienda.example/${"a".repeat(150)}`,
      email: `${"b".repeat(60)}@tienda.example`,
      ...{ whatsapp: "+51987654321", phone: "01 234 5678" },
    };
    const store = { name: "Tienda ".repeat(30), support };

    for (const language of ["es", "en"] as const) expect((await read({ store, language })).pages).toBe(1);
  });
});
