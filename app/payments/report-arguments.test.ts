import { describe, expect, it } from "vitest";
import { reportArguments } from "#app/payments/report-arguments.ts";

const given = {
  sessionGid: "gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq",
  pendingExpiresAt: new Date("2026-11-25T14:00:00.000Z"),
  merchantLocale: "es-PE",
};
const rejectedWith = (merchantLocale: string | null): string =>
  reportArguments({ ...given, kind: "reject", merchantLocale });

// Byte for byte: these texts are stored and repeated, and a repetition that differs is another report.
describe("the arguments of a report", () => {
  it("of pending name the session, the deadline in UTC and the reason", () => {
    const text = reportArguments({ ...given, kind: "pending" });

    expect(text).toBe(
      '{"id":"gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq",' +
        '"pendingExpiresAt":"2026-11-25T14:00:00.000Z","reason":"BUYER_ACTION_REQUIRED"}',
    );
  });

  it("of pending are not written without a deadline, which Shopify would refuse for good", () => {
    const withoutDeadline = { ...given, pendingExpiresAt: null };

    expect(() => reportArguments({ ...withoutDeadline, kind: "pending" })).toThrow("with a deadline");
    expect(reportArguments({ ...withoutDeadline, kind: "resolve" })).toBe(
      reportArguments({ ...given, kind: "resolve" }),
    );
  });

  it("of resolve name the session and nothing else", () => {
    const text = reportArguments({ ...given, kind: "resolve" });

    expect(text).toBe('{"id":"gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq"}');
  });

  it("of reject say cancelled, by the provider, in the merchant's Spanish", () => {
    expect(rejectedWith("es-PE")).toBe(
      '{"id":"gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq","reason":{"code":"CANCELLED_PAYMENT",' +
        '"merchantMessage":"El código de PagoEfectivo venció sin ser pagado.","source":"PROVIDER"}}',
    );
  });

  it("of reject speak English or Chinese to a merchant who does", () => {
    expect(rejectedWith("en")).toContain('"The PagoEfectivo code expired without being paid."');
    expect(rejectedWith("EN-us")).toBe(rejectedWith("en"));
    expect(rejectedWith("zh-CN")).toContain('"PagoEfectivo 付款码已过期，未付款。"');
  });

  it("of reject speak Spanish where we have no words of the merchant's language, or do not know it", () => {
    expect(rejectedWith("qu-PE")).toBe(rejectedWith("es-PE"));
    expect(rejectedWith(null)).toBe(rejectedWith("es-PE"));
    expect(rejectedWith("")).toBe(rejectedWith("es-PE"));
  });

  it("are the same every time they are written", () => {
    const kinds = ["pending", "resolve", "reject"] as const;

    const twice = [1, 2].map(() => kinds.map((kind) => reportArguments({ ...given, kind })));

    expect(twice[0]).toEqual(twice[1]);
  });
});
