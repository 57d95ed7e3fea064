import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePaymentHeaders, parsePaymentSessionRequest } from "./payment-session-request.ts";

type Json = Record<string, unknown>;

const SESSION: Json = {
  id: "u0nwmSrNntjIWozmNslK5Tlq",
  gid: "gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq",
  group: "rZNvy+1jH6Z+BcPqA5U5BSIcnUavBha3C63xBalm+xE=",
  session_id: "opaque",
  amount: "123.00",
  currency: "PEN",
  test: false,
  merchant_locale: "es-PE",
  payment_method: {
    type: "offsite",
    data: { cancel_url: "https://tienda.myshopify.com/checkouts/7?key=1" },
  },
  proposed_at: "2026-11-22T15:15:30Z",
  kind: "sale",
  customer: {
    email: "ana@example.pe",
    phone_number: "+51 987 654 321",
    locale: "es",
    billing_address: {
      given_name: "Ana",
      family_name: "Ñuñez",
      line1: "Av. Arequipa 1",
      country_code: "PE",
    },
  },
};

const read = (changes: Json = {}): ReturnType<typeof parsePaymentSessionRequest> =>
  parsePaymentSessionRequest(JSON.stringify({ ...SESSION, ...changes }));

const withCustomer = (customer: unknown): unknown => {
  const parsed = read({ customer });
  return parsed.kind === "request" ? parsed.request.customer : parsed;
};

const NOBODY = { email: null, phone: null, givenName: null, familyName: null, locale: null };

describe("a payment session", () => {
  it("in the documented form is read whole", () => {
    expect(read()).toEqual({
      kind: "request",
      request: {
        id: "u0nwmSrNntjIWozmNslK5Tlq",
        gid: "gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq",
        group: "rZNvy+1jH6Z+BcPqA5U5BSIcnUavBha3C63xBalm+xE=",
        amount: { centimos: 12300, currency: "PEN" },
        test: false,
        kind: "sale",
        cancelUrl: "https://tienda.myshopify.com/checkouts/7?key=1",
        proposedAt: new Date("2026-11-22T15:15:30Z"),
        merchantLocale: "es-PE",
        customer: {
          email: "ana@example.pe",
          phone: "+51 987 654 321",
          givenName: "Ana",
          familyName: "Ñuñez",
          locale: "es",
        },
      },
    });
  });

  it("may carry keys we do not know, and times with an offset", () => {
    const parsed = read({
      transaction_metadata: { tax_amount: 1 },
      proposed_at: "2026-11-22T10:15:30.250-05:00",
    });

    expect(parsed).toMatchObject({ request: { proposedAt: new Date("2026-11-22T15:15:30.250Z") } });
  });

  it("amount is exact to the céntimo, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), (centimos) => {
        const amount = `${Math.floor(centimos / 100)}.${String(centimos % 100).padStart(2, "0")}`;

        expect(read({ amount })).toMatchObject({ request: { amount: { centimos } } });
      }),
    );
  });
});

describe("a payment session of a form Shopify does not document", () => {
  it.each([
    ["id", { id: undefined }],
    ["id", { id: 7 }],
    ["id", { id: "" }],
    ["id", { id: "a\u0000b" }],
    ["id", { id: "x".repeat(256) }],
    ["gid", { gid: "gid://shopify/RefundSession/1" }],
    ["gid", { gid: null }],
    ["group", { group: "" }],
    ["amount", { amount: 123 }],
    ["amount", { amount: "12,30" }],
    ["amount", { amount: "1e2" }],
    ["amount", { amount: "9".repeat(65) }],
    ["currency", { currency: "pen" }],
    ["test", { test: "true" }],
    ["test", { test: undefined }],
    ["kind", { kind: null }],
    ["payment_method", { payment_method: undefined }],
    ["payment_method.data.cancel_url", { payment_method: { data: {} } }],
    [
      "payment_method.data.cancel_url",
      { payment_method: { data: { cancel_url: "http://tienda.myshopify.com/" } } },
    ],
    ["payment_method.data.cancel_url", { payment_method: { data: { cancel_url: "javascript:alert(1)" } } }],
    [
      "payment_method.data.cancel_url",
      { payment_method: { data: { cancel_url: "https://u:p@x.example/" } } },
    ],
    [
      "payment_method.data.cancel_url",
      { payment_method: { data: { cancel_url: "https://x.example/\n" } } },
    ],
    [
      "payment_method.data.cancel_url",
      { payment_method: { data: { cancel_url: `https://x.example/${"a".repeat(4096)}` } } },
    ],
    ["proposed_at", { proposed_at: "yesterday" }],
    ["proposed_at", { proposed_at: "2026-02-30T10:00:00Z" }],
    ["proposed_at", { proposed_at: 1_700_000_000 }],
  ])("is refused with 400 naming %s: %j", (field, changes) => {
    const parsed = read(changes);

    expect(parsed).toMatchObject({ kind: "refused", status: 400 });
    expect(parsed.kind === "refused" && parsed.message.startsWith(`${field}: `)).toBe(true);
  });

  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["a byte order mark", `\uFEFF${JSON.stringify(SESSION)}`],
    ["a repeated key", JSON.stringify(SESSION).replace("{", '{"amount":"1.00",')],
    [
      "a repeated key in other characters",
      JSON.stringify(SESSION).replace("{", '{"\\u0061mount" : "1.00",'),
    ],
    [
      "a repeated key further down",
      JSON.stringify({ ...SESSION, more: [{ a: 1 }] }).replace('{"a":1}', '{"a":1,"b":{},"a":2}'),
    ],
    ["null", "null"],
    ["a list", `[${JSON.stringify(SESSION)}]`],
  ])("is refused with 400 as %s", (_name, text) => {
    expect(parsePaymentSessionRequest(text)).toMatchObject({ kind: "refused", status: 400 });
  });

  it("is not confused by equal keys of different objects, or by texts that look like keys", () => {
    const more = [{ a: '"a":1,"a"' }, { a: { a: "{\\" }, b: ["a", "a"] }];

    expect(read({ more })).toMatchObject({ kind: "request" });
  });

  it("is refused without repeating what it held", () => {
    const parsed = read({ id: "canary canary", currency: "canary" });

    expect(JSON.stringify(parsed)).not.toContain("canary");
  });
});

describe("a payment session that nobody can pay here", () => {
  it.each([
    ["unsupported-kind", { kind: "authorization" }],
    ["unsupported-currency", { currency: "EUR" }],
    ["amount-too-many-decimals", { amount: "1.005" }],
    ["amount-not-positive", { amount: "0.00" }],
    ["amount-not-positive", { amount: "-5.00" }],
    ["amount-too-large", { amount: "20000000.01" }],
  ])("is refused with 422 as %s: %j", (code, changes) => {
    expect(read(changes)).toMatchObject({ kind: "refused", status: 422, code });
  });
});

describe("a session's customer", () => {
  it.each([
    [null],
    [undefined],
    ["Ana"],
    [[]],
    [{}],
    [{ email: 7, phone_number: {}, locale: "??", billing_address: 3 }],
  ])("may be %j, and is then nobody", (customer) => {
    expect(withCustomer(customer)).toEqual(NOBODY);
  });

  it("with an invalid e-mail has none, and keeps the rest", () => {
    for (const email of ["ana@", "ana", "a b@example.pe", `${"a".repeat(100)}@example.pe`, ""]) {
      expect(withCustomer({ email, phone_number: "987654321" })).toEqual({ ...NOBODY, phone: "987654321" });
    }
  });

  it("has the phone of the billing address when it has no other", () => {
    const billing_address = { phone_number: "987654321", given_name: null, family_name: " " };

    expect(withCustomer({ email: "ana@example.pe", billing_address })).toEqual({
      ...NOBODY,
      email: "ana@example.pe",
      phone: "987654321",
    });
  });

  it("never brings a NUL, a line break or a text without end", () => {
    const billing_address = { given_name: "A\u0000n\na", family_name: "x".repeat(5_000) };

    expect(withCustomer({ billing_address })).toEqual({
      ...NOBODY,
      givenName: "A n a",
      familyName: "x".repeat(255),
    });
  });

  it("never makes a session unreadable, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (customer, address) => {
        expect(read({ customer }).kind).toBe("request");
        expect(
          read({ customer: { email: customer, billing_address: address }, merchant_locale: address }).kind,
        ).toBe("request");
      }),
    );
  });
});

describe("a session's headers", () => {
  it("name the shop, the request and the version", () => {
    const headers = new Headers({
      "Shopify-Shop-Domain": "tienda.myshopify.com",
      "Shopify-Request-Id": "req-1",
      "Shopify-Api-Version": "2026-10",
    });

    expect(parsePaymentHeaders(headers)).toEqual({
      kind: "headers",
      shop: "tienda.myshopify.com",
      requestId: "req-1",
      apiVersion: "2026-10",
    });
  });

  it("without a shop, or with something else in its place, are refused with 400", () => {
    expect(parsePaymentHeaders(new Headers())).toMatchObject({ kind: "refused", status: 400 });
    expect(parsePaymentHeaders(new Headers({ "shopify-shop-domain": "evil.example" }))).toMatchObject({
      status: 400,
    });
  });

  it("without the other two are accepted", () => {
    const headers = new Headers({
      "shopify-shop-domain": "a.myshopify.com",
      "shopify-request-id": "x".repeat(300),
    });

    expect(parsePaymentHeaders(headers)).toMatchObject({
      kind: "headers",
      requestId: null,
      apiVersion: null,
    });
  });
});
