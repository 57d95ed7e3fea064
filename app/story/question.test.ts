import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meansAnything, readQuestion, type Question } from "./question.ts";

/** Only what the text was understood as. */
function understood(text: string): Partial<Question> {
  return Object.fromEntries(Object.entries(readQuestion(text)).filter(([, value]) => value !== null));
}

const CIP = { cip: "123456789" };
const SESSION = "u0nwmSrNntjIWozmNslK5Tlq";

describe("a question about a payment", () => {
  it.each([
    "CIP: 123 456 789",
    "cip 123456789",
    "CIP123456789",
    "Código CIP: 123-456-789",
    "Código de pago CIP: 123456789",
    "código: １２３４５６７８９",
    "“CIP 123\u00a0456\u00a0789”.",
    "CIP 付款码：123456789",
    "Payment code: 123456789",
  ])("reads the code out of %j and nothing else", (text) => {
    expect(understood(text)).toEqual(CIP);
  });

  it.each([
    `payment_id:${SESSION}`,
    `gid://shopify/PaymentSession/${SESSION}`,
    `Referencia de pago: ${SESSION}`,
    `Id de pago en Shopify: ${SESSION}`,
    `payment reference ${SESSION}`,
  ])("reads Shopify's id out of %j", (text) => {
    expect(understood(text)).toEqual({ sessionId: SESSION });
  });

  it("keeps the capitals of Shopify's id", () => {
    expect(readQuestion(` ${SESSION} `).sessionId).toBe(SESSION);
  });

  it.each([
    ["Correo: Rosa.Quispe@Example.com", "rosa.quispe@example.com"],
    ["<rosa@example.com>", "rosa@example.com"],
    ["mailto:rosa@example.com", "rosa@example.com"],
    ["rosa@example.com.", "rosa@example.com"],
  ])("reads the address out of %j", (text, email) => {
    expect(understood(text)).toEqual({ email });
  });

  it.each([
    "+51 987 654 321",
    "Cel. 987-654-321",
    "WhatsApp: (51) 987654321",
    "teléfono 0051987654321",
    "手机：987654321",
  ])("reads the phone out of %j as the one number that it is", (text) => {
    expect(readQuestion(text).phone).toBe("51987654321");
  });

  it.each([
    ["S/ 1,234.50", 123_450, "PEN"],
    ["S/. 120", 12_000, "PEN"],
    ["monto: 49,90 soles", 4_990, "PEN"],
    ["S/ 49.90 soles", 4_990, "PEN"],
    ["1.234,50", 123_450, null],
    ["1 234.50", 123_450, null],
    ["US$ 20", 2_000, "USD"],
    ["20 dólares", 2_000, "USD"],
    ["金额：20 美元", 2_000, "USD"],
  ])("reads the amount out of %j", (text, centimos, currency) => {
    expect(readQuestion(text).amount).toEqual({ centimos, currency });
  });

  it.each([
    "N° de operación: 0012-3456",
    "Nº de operación 123456",
    "operación 123456",
    "Op. 00123456",
    "Número de operación 12 3456",
    "操作号：0123456",
  ])("reads the operation number out of %j without what printers add", (text) => {
    expect(understood(text)).toEqual({ operation: "123456" });
  });

  it("takes bare digits for everything that they can be", () => {
    expect(readQuestion("123450")).toMatchObject({
      cip: "123450",
      operation: "123450",
      amount: { centimos: 12_345_000, currency: null },
    });
    expect(understood("987654321")).toEqual({
      sessionId: "987654321",
      cip: "987654321",
      operation: "987654321",
      phone: "51987654321",
    });
  });

  it("reads the page out of an address, whatever stands around it", () => {
    const slug = "Zk3v9QmXw0bY7aLr2TnEoPdUcHsGfJ1i";

    expect(understood(`mira https://pagos.example/v/${slug}?lang=es`)).toEqual({ page: slug });
  });

  it("knows a transaction code", () => {
    expect(readQuestion("0193A1B2-0000-7000-8000-0000000A1B2C").transactionCode).toBe(
      "0193a1b2-0000-7000-8000-0000000a1b2c",
    );
  });

  it.each(["", "   ", "CIP:", "hola, ¿qué pasó?", "%", "'; drop table payments", "@", "S/"])(
    "makes nothing of %j",
    (text) => {
      expect(meansAnything(readQuestion(text))).toBe(false);
    },
  );

  it("never fails, whatever is pasted, and asks for no more than a field can hold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
        for (const value of Object.values(readQuestion(text)))
          if (typeof value === "string") expect(value.length).toBeLessThanOrEqual(254);
      }),
    );
  });
});
