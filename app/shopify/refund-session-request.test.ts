import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRefundSessionRequest } from "./refund-session-request.ts";

type Json = Record<string, unknown>;

const SESSION: Json = {
  id: "rf0nwmSrNntjIWozmNslK5Tl",
  gid: "gid://shopify/RefundSession/rf0nwmSrNntjIWozmNslK5Tl",
  payment_id: "u0nwmSrNntjIWozmNslK5Tlq",
  amount: "23.50",
  currency: "PEN",
  test: false,
  merchant_locale: "es-PE",
  proposed_at: "2026-11-22T15:15:30Z",
};

const read = (changes: Json = {}): ReturnType<typeof parseRefundSessionRequest> =>
  parseRefundSessionRequest(JSON.stringify({ ...SESSION, ...changes }));

describe("a refund session", () => {
  it("in the documented form is read whole, and what else it has is passed over", () => {
    expect(read({ shop: "later" })).toEqual({
      kind: "request",
      request: {
        id: "rf0nwmSrNntjIWozmNslK5Tl",
        gid: "gid://shopify/RefundSession/rf0nwmSrNntjIWozmNslK5Tl",
        paymentId: "u0nwmSrNntjIWozmNslK5Tlq",
        amountCentimos: 2_350,
        currency: "PEN",
        test: false,
        merchantLocale: "es-PE",
        proposedAt: new Date("2026-11-22T15:15:30Z"),
      },
    });
  });

  it("in a currency that no payment of ours has is read: Shopify is told in words", () => {
    expect(read({ currency: "EUR" })).toMatchObject({ kind: "request", request: { currency: "EUR" } });
  });

  it("is read without a language", () => {
    expect(read({ merchant_locale: undefined })).toMatchObject({ request: { merchantLocale: null } });
  });

  it.each([
    [{ gid: "gid://shopify/PaymentSession/1" }, 400, "gid: must be a RefundSession gid"],
    [{ id: "" }, 400, "id: must be 1 to 255 visible ASCII characters"],
    [{ id: "a b" }, 400, "id: must be 1 to 255 visible ASCII characters"],
    [{ amount: 23.5 }, 400, "amount: "],
    [{ amount: "23,50" }, 400, "amount: must be a decimal text"],
    [{ amount: "0.00" }, 422, "amount: must be above zero"],
    [{ amount: "-1.00" }, 422, "amount: must be above zero"],
    [{ amount: "1.005" }, 422, "amount: must have at most two decimals"],
    [{ amount: "20000000.01" }, 422, "amount: is too large"],
    [{ currency: "pen" }, 400, "currency: must be an ISO 4217 code"],
    [{ test: "false" }, 400, "test: "],
    [{ proposed_at: "yesterday" }, 400, "proposed_at: "],
  ])("is refused by the name of its field: %j", (changes, status, message) => {
    const answer = read(changes);

    expect(answer).toMatchObject({ kind: "refused", status });
    if (answer.kind === "refused") expect(answer.message).toContain(message);
  });

  it.each(["id", "gid", "payment_id", "amount", "currency", "test", "proposed_at"])(
    "is refused without %s",
    (field) => {
      expect(read({ [field]: undefined })).toMatchObject({ kind: "refused", status: 400 });
    },
  );

  it.each(["", "{", "[]", '{"amount":"1.00","amount":"2.00"}'])("is refused when it is %j", (text) => {
    expect(parseRefundSessionRequest(text)).toMatchObject({ kind: "refused", status: 400 });
  });

  it("never throws, whatever is sent", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((o) => JSON.stringify(o)),
        ),
        (text) => {
          expect(["request", "refused"]).toContain(parseRefundSessionRequest(text).kind);
        },
      ),
    );
  });
});
