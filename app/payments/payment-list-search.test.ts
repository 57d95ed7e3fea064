import { describe, expect, it } from "vitest";
import { readAmount, readSearch } from "./payment-list-search.ts";

const ID = "u0nwmSrNntjIWozmNslK5Tlq";

describe("a search", () => {
  it.each([ID, `gid://shopify/PaymentSession/${ID}`, `payment_id:${ID}`, ` PAYMENT_ID: ${ID} `])(
    "for %s is for that payment and nothing else",
    (text) => {
      expect(readSearch(text)).toEqual({ sessionId: ID, cip: null, email: null, amount: null });
    },
  );

  it("for digits may mean a CIP, an amount or an id", () => {
    expect(readSearch("123456")).toEqual({
      sessionId: "123456",
      cip: "123456",
      email: null,
      amount: { centimos: 12_345_600, currency: null },
    });
  });

  it("for an address is for an address", () => {
    expect(readSearch("Rosa.Quispe@example.com")).toEqual({
      sessionId: null,
      cip: null,
      email: "Rosa.Quispe@example.com",
      amount: null,
    });
  });

  it.each(["rosa quispe", "a\u0000b", "'; drop table payments; --", "@", "ñandú", "%", "\ud800"])(
    "for %j is for nothing that we have",
    (text) => {
      expect(readSearch(text)).toEqual({ sessionId: null, cip: null, email: null, amount: null });
    },
  );
});

describe("an amount", () => {
  it.each([
    ["125.50", 12_550, null],
    ["125,5", 12_550, null],
    ["S/ 1,234.50", 123_450, "PEN"],
    ["S/1234", 123_400, "PEN"],
    ["USD 20", 2_000, "USD"],
    ["US$20.00", 2_000, "USD"],
    ["20 PEN", 2_000, "PEN"],
    ["0.01", 1, null],
  ])("is read from %s", (text, centimos, currency) => {
    expect(readAmount(text)).toEqual({ centimos, currency });
  });

  it.each(["", ".", "1.234", "1,23,4", "-5", "1e3", "20000000.01", "S/ 5 PEN", "EUR 5", "12.345,67"])(
    "is not read from %j",
    (text) => {
      expect(readAmount(text)).toBeNull();
    },
  );
});
