import { getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { codeDocument } from "./code-document.server.ts";
import { english, NOW, over, paid, payable, sandbox } from "./keep-samples.ts";
import type { KeptCode } from "./kept-code.ts";

async function bytesOf(kept: KeptCode): Promise<Uint8Array> {
  return (await codeDocument(kept, NOW)) ?? expect.unreachable("a code that is over has no document");
}

/** The PDF as a reader finds it: its runs of text as they stand (pdf.js shows a no-break space as a space). */
async function read(kept: KeptCode) {
  const bytes = await bytesOf(kept);
  const size = bytes.length;
  const pdf = await getDocumentProxy(bytes);
  const page = await pdf.getPage(1);
  const content = await page.getTextContent();
  const runs = content.items.flatMap((item) => ("str" in item ? [item.str] : []));
  const { info } = await pdf.getMetadata();
  return {
    size,
    pages: pdf.numPages,
    runs,
    text: runs.join("\n"),
    info: info as { Title?: string; Language?: string },
    marked: await pdf.getMarkInfo(),
    tree: JSON.stringify(await page.getStructTree()),
  };
}

describe("the PDF of a code that can be paid", () => {
  it("says store, amount, code and deadline as text, with every letter of Spanish", async () => {
    const { text, runs, pages } = await read(payable);

    expect(text).toContain("Paga tu compra en Zapatos Ñandú; Cusco, Perú");
    expect(text).toContain("S/ 1,234.50");
    expect(runs).toContain("123456789");
    expect(text).toContain("martes, 24 de noviembre de 2026, 11:59 p. m. (hora de Perú)");
    expect(text).toContain("Di que vas a pagar a PagoEfectivo.");
    expect(text).toContain("https://pagos.example/v/slug-of-this-payment");
    expect(pages).toBe(1);
  });

  it.each(["1344682", "00000002500288", "1"])(
    "keeps the digits of %s in one piece, so that they can be copied",
    async (cip) => {
      expect((await read({ ...payable, cip })).runs).toContain(cip);
    },
  );

  it("is small enough for a message", async () => {
    expect((await read(payable)).size).toBeLessThanOrEqual(60 * 1024);
  });

  it("is tagged: title, language, and everything in reading order", async () => {
    const { info, marked, tree } = await read(payable);

    expect(info.Title).toBe("Código de pago PagoEfectivo – Zapatos Ñandú; Cusco, Perú");
    expect(info.Language).toBe("es-PE");
    expect(marked).toMatchObject({ Marked: true });
    expect([...tree.matchAll(/"role":"(\w+)"/g)].map(([, role]) => role).slice(0, 4)).toEqual([
      "Document",
      "H1",
      "P",
      "P",
    ]);
    expect(tree).toContain("Código QR con la dirección de esta página. No sirve para pagar.");
    expect((await read(english)).info).toMatchObject({
      Language: "en",
      Title: "PagoEfectivo payment code – Zapatos Ñandú; Cusco, Perú",
    });
  });

  it("writes letters that its fonts do not have plainly, or as a question mark", async () => {
    const storeName = "Çiçek Şark 靴 👟 «Łódź»\u0007";

    const { text } = await read({ ...payable, frame: { ...payable.frame, storeName } });

    expect(text).toContain("Paga tu compra en Çiçek Sark ? ? «?ódz»");
  });

  it("cannot be mistaken for something to pay where the payment is a test", async () => {
    const { runs, text, info } = await read(sandbox);

    expect(runs).toContain("PRUEBA");
    expect(text).toContain("Modo de prueba: no pagues este código");
    expect(info.Title).toMatch(/^PRUEBA – /);
    expect((await read(payable)).text).not.toContain("PRUEBA");
  });
});

describe("the PDF of a paid code", () => {
  it("is a proof of payment that claims to be no tax receipt, and tells nobody how to pay", async () => {
    const { text, info } = await read(paid);

    expect(info.Title).toBe("Constancia – no es boleta ni factura");
    expect(text).toContain("Constancia – no es boleta ni factura");
    expect(text).toContain("S/ 1,234.50");
    expect(text).toContain("lunes, 23 de noviembre de 2026, 3:30 p. m. (hora de Perú)");
    expect(text).toContain("u0nwmSrNntjIWozmNslK5Tlq");
    expect(text).not.toContain("Di que vas a pagar");
  });
});

it("is not made of a code that is over", () => {
  expect(codeDocument(over, NOW)).toBeNull();
});
