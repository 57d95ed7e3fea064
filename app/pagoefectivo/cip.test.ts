import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cleanPhone,
  cleanText,
  normaliseStatusName,
  parseCip,
  parsePagoEfectivoDate,
  parsePhoneText,
  readCipStatus,
  readMoney,
  toApiAmount,
  toLimaDateText,
} from "./cip.ts";

describe("a CIP", () => {
  it.each([
    [311025640, "311025640"],
    ["311025640", "311025640"],
    ["0012345", "0012345"],
    [99999999999999, "99999999999999"],
  ])("%j is %j", (value, cip) => {
    expect(parseCip(value)).toBe(cip);
  });

  it.each([
    [0],
    ["0"],
    ["000"],
    [""],
    ["12 3"],
    ["1e5"],
    [1.5],
    [-4],
    ["123456789012345"],
    [1e21],
    [null],
    [undefined],
    [{}],
  ])("is not %j", (value) => {
    expect(parseCip(value)).toBeNull();
  });
});

describe("a status", () => {
  const none = { rawStatus: null, statusName: "", removedAt: null, paidAt: null };
  const day = new Date("2026-11-22T00:00:00Z");

  it.each([
    [{ rawStatus: 21 }, "expired"],
    [{ rawStatus: 22 }, "pending"],
    [{ rawStatus: 23 }, "paid"],
    [{ rawStatus: 23, statusName: "cancelado" }, "paid"],
    [{ rawStatus: 22, removedAt: day }, "pending"],
    [{ rawStatus: 25, statusName: "eliminado", removedAt: day }, "removed"],
    [{ rawStatus: 25, removedAt: day }, "removed"],
    [{ statusName: "eliminado" }, "removed"],
    [{ rawStatus: 26, statusName: "extornado" }, "other"],
    [{}, "other"],
  ])("of %j is %s", (item, status) => {
    expect(readCipStatus({ ...none, ...item })).toBe(status);
  });

  it("named Cancelado under an unknown number never counts as removed, because it means paid", () => {
    expect(readCipStatus({ ...none, rawStatus: 24, statusName: "cancelado", removedAt: day })).toBe(
      "other",
    );
  });

  it("with a removal date never counts as removed when it was paid or reversed", () => {
    expect(readCipStatus({ ...none, rawStatus: 25, removedAt: day, paidAt: day })).toBe("other");
    expect(readCipStatus({ ...none, rawStatus: 26, removedAt: day, statusName: "anulado" })).toBe("other");
  });

  it("name loses its case and its full stop", () => {
    expect(normaliseStatusName(" Generado. ")).toBe("generado");
    expect(normaliseStatusName(7)).toBe("");
  });
});

describe("a date", () => {
  it.each([
    "2026-11-22T10:15:30-05:00",
    "2026-11-22T10:15:30-0500",
    "2026-11-22T15:15:30Z",
    "2026-11-22 10:15:30.123-05:00",
  ])("written %s is that instant", (text) => {
    expect(parsePagoEfectivoDate(text)).toEqual(new Date("2026-11-22T15:15:30Z"));
  });

  it.each([
    "1900-01-01T00:00:00-05:00",
    "0001-01-01T00:00:00",
    "2026-02-30T10:00:00-05:00",
    "2026-13-01T10:00:00-05:00",
    "2026-11-22T24:00:00-05:00",
    "2026-11-22T10:15:30",
    "22/11/2026",
    "",
    null,
    1_700_000_000,
  ])("%j is none", (value) => {
    expect(parsePagoEfectivoDate(value)).toBeNull();
  });

  it("is written in Lima time, and read back to the same second", () => {
    expect(toLimaDateText(new Date("2026-11-22T03:15:30.999Z"))).toBe("2026-11-21T22:15:30-05:00");
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        (instant) => {
          const seconds = Math.floor(instant.getTime() / 1000) * 1000;

          expect(parsePagoEfectivoDate(toLimaDateText(instant))).toEqual(new Date(seconds));
        },
      ),
    );
  });
});

describe("an amount", () => {
  it.each([
    [160.35, 16035],
    [25, 2500],
    [0.1, 10],
    [1.1, 110],
    [4.35, 435],
    ["160.35", 16035],
    ["22.50", 2250],
    ["22.5000", 2250],
    [" 22 ", 2200],
  ])("of %j is %i céntimos", (amount, centimos) => {
    expect(readMoney(amount, "PEN")).toEqual({ centimos, currency: "PEN" });
  });

  it.each([[0], [-5], [22.505], ["22.505"], ["1,5"], [1e21], [Number.NaN], [null], [""], ["0x10"]])(
    "of %j is none",
    (amount) => {
      expect(readMoney(amount, "PEN")).toBeNull();
    },
  );

  it("in a currency we do not hold is none", () => {
    expect(readMoney(10, "EUR")).toBeNull();
    expect(readMoney(10, undefined)).toBeNull();
  });

  it("survives the way to the API's JSON and back, whatever the céntimos", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), (centimos) => {
        const sent: unknown = JSON.parse(JSON.stringify({ amount: toApiAmount(centimos) }).slice(10, -1));

        expect(readMoney(sent, "USD")).toEqual({ centimos, currency: "USD" });
      }),
    );
  });
});

describe("text for PagoEfectivo", () => {
  it.each([
    ["  José   María\n", "José María"],
    ["Ana 🎉👩‍👧 Ñuñez❤️", "Ana Ñuñez"],
    ["🇵🇪 Perú 1️⃣ 2", "Perú 1 2"],
    ["a\u0000b\u202Ec", "a bc"],
    ["x".repeat(40), "x".repeat(30)],
    [`${"x".repeat(29)} y`, "x".repeat(29)],
    [`${"x".repeat(29)}𠮷`, "x".repeat(29)],
    ["🎉", null],
    ["", null],
    [null, null],
  ])("%j is sent as %j", (text, sent) => {
    expect(cleanText(text, 30)).toBe(sent);
  });

  it("always fits, on one line, with no half character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        const sent = cleanText(text, 30) ?? "x";

        expect(sent.length).toBeLessThanOrEqual(30);
        expect(sent).toMatch(/^[^\p{C}\s]([^\p{C}\n\r\t]*[^\p{C}\s])?$/u);
      }),
    );
  });
});

describe("a phone", () => {
  it.each([
    ["987 654 321", { digits: "987654321", countryCode: "+51" }],
    ["+51 987-654-321", { digits: "987654321", countryCode: "+51" }],
    ["0051987654321", { digits: "987654321", countryCode: "+51" }],
    ["51987654321", { digits: "987654321", countryCode: "+51" }],
    ["+593 99 123 4567", { digits: "991234567", countryCode: "+593" }],
    ["+1 (415) 555-0100", { digits: "4155550100", countryCode: "+1" }],
    ["01 234 5678", null],
    ["ask me", null],
    ["", null],
    [null, null],
  ])("%j is read as %j", (text, phone) => {
    expect(parsePhoneText(text)).toEqual(phone);
  });

  it("too long for PagoEfectivo is dropped, never cut into somebody else's", () => {
    expect(cleanPhone({ digits: "1234567890123456", countryCode: "+51" })).toBeNull();
    expect(cleanPhone({ digits: "987 654 321", countryCode: "51" })).toEqual({
      digits: "987654321",
      countryCode: "+51",
    });
    expect(cleanPhone({ digits: "987654321", countryCode: "" })).toBeNull();
  });
});
