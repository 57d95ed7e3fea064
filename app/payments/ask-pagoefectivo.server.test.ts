import { describe, expect, it } from "vitest";
import type { CipStatus } from "#app/pagoefectivo/cip.ts";
import type { CipLookUp } from "#app/pagoefectivo/pagoefectivo-client.ts";
import { eventOf, readLookUp, type Found } from "#app/payments/ask-pagoefectivo.server.ts";
import type { Ending } from "#app/payments/payment-events.ts";
import type { Payment } from "#app/payments/payment.ts";
import { PLAIN_RULES } from "../../tests/builders/expiry-rules.ts";
import { PLAIN_PAGE } from "../../tests/builders/page-choices.ts";
import { isShopDomain } from "#app/shopify/shop-domain.ts";

const CODE = { amountCentimos: 16_035, currency: "PEN" } as const;
const NOW = new Date("2026-11-23T15:00:00.000Z");
const PAID_AT = new Date("2026-11-23T14:59:00.000Z");

const lookUp = (status: CipStatus, more: Partial<CipLookUp> = {}): CipLookUp => ({
  cip: "123456789",
  status,
  transactionCode: "019374a0-0000-7000-8000-000000000002",
  amount: { centimos: 16_035, currency: "PEN" },
  paidAt: null,
  expiresAt: null,
  rawStatus: null,
  statusName: "",
  ...more,
});

function paymentWith(
  more: Partial<Pick<Payment, "pendingExpiresAt" | "groupResolved" | "moneyInCase">>,
): Payment {
  const shop = "tienda-x.myshopify.com";
  if (!isShopDomain(shop)) throw new Error("not a shop's domain");
  return {
    ...{ id: "019374a0-0000-7000-8000-0000000a1b2c", version: 1, shopId: "1", shop, storeName: "Tienda X" },
    ...{ sessionId: "s", sessionGid: "gid://shopify/PaymentSession/s", sessionGroup: "g", ...CODE },
    ...{ test: false, slug: "slug", cancelUrl: "https://tienda-x.myshopify.com/c/1", merchantLocale: null },
    ...{
      shopperEmail: null,
      shopperPhone: null,
      shopperGivenName: null,
      shopperLastName: null,
      shopperLocale: null,
    },
    ...{ startedAt: NOW, receivedAt: NOW, told: "pending", endReason: null, pendingExpiresAt: null },
    ...{ firstSeenAt: null, lastPresentAt: null, keptAt: null, timerDueAt: null, redirectUrl: null },
    ...{ renewals: 0, renewedAt: null, renewedCodeId: null, otherClaims: false },
    ...{
      page: PLAIN_PAGE,
      expiryRules: PLAIN_RULES,
      shopLeft: false,
      minCentimos: null,
      maxCentimos: null,
    },
    ...{ confirmTimerSeconds: 90, atExpiry: "reject" },
    ...{
      otherExpected: false,
      otherOrderEnded: false,
      hasOtherAttempts: false,
      groupReceipt: null,
      payableCodeId: null,
      hadEarlierCode: false,
    },
    ...{
      groupResolved: false,
      moneyInCase: false,
      otherSumReceived: null,
      resolveAcknowledged: false,
      codes: [],
    },
    ...more,
  };
}

describe("what a look-up means for a code", () => {
  it("is paid only with the code's amount and currency", () => {
    const found = readLookUp(
      CODE,
      lookUp("paid", { paidAt: PAID_AT, rawStatus: 23, statusName: "cancelado" }),
    );

    expect(found).toEqual({
      kind: "paid",
      findings: { paidAt: PAID_AT },
      detail: { status: 23, statusName: "cancelado" },
    });
  });

  it.each([
    ["one céntimo less", { centimos: 16_034, currency: "PEN" }],
    ["one céntimo more", { centimos: 16_036, currency: "PEN" }],
    ["the same number in another currency", { centimos: 16_035, currency: "USD" }],
  ] as const)("is a difference that holds what was collected, and never paid, for %s", (_, amount) => {
    const found = readLookUp(CODE, lookUp("paid", { amount, rawStatus: 23 }));

    expect(found).toMatchObject({
      kind: "amount-differs",
      findings: {},
      detail: { foundCentimos: amount.centimos, foundCurrency: amount.currency },
      held: amount,
    });
  });

  it("is a difference, and never paid, when the answer names no amount", () => {
    const found = readLookUp(CODE, lookUp("paid", { amount: null, rawStatus: 23 }));

    expect(found).toMatchObject({ kind: "amount-differs", detail: { foundCentimos: null } });
    expect(found).not.toHaveProperty("held");
  });

  it("follows the status for everything else, and proves nothing when the status is unclear", () => {
    const statuses = ["pending", "expired", "removed", "other"] as const;

    const kinds = statuses.map((status) => readLookUp(CODE, lookUp(status)).kind);

    expect(kinds).toEqual(["still-payable", "proved-expired", "proved-removed", "not-known"]);
  });

  it("keeps neither the CIP nor the transaction code for the timeline", () => {
    const details = (["paid", "pending", "expired", "removed", "other"] as const).map(
      (status) => readLookUp(CODE, lookUp(status)).detail,
    );

    expect(JSON.stringify(details)).not.toMatch(/123456789|019374a0/);
  });
});

type Facts = Parameters<typeof paymentWith>[0];

const event = (kind: Found["kind"], more: Facts = {}, ending: Ending | null = null, isDeadline = false) =>
  eventOf({ kind, findings: {}, detail: {} }, { payment: paymentWith(more), code: null }, NOW, {
    ending,
    isDeadline,
  });

describe("the event of a finding", () => {
  it("of money is past the deadline only after the instant that Shopify was told", () => {
    const before = event("paid", { pendingExpiresAt: new Date(NOW.getTime() - 1) });

    expect(before).toEqual({
      kind: "paid",
      pastDeadline: true,
      groupResolved: false,
      otherExpected: false,
    });
    expect(event("paid", { pendingExpiresAt: NOW })).toMatchObject({ pastDeadline: false });
    expect(event("paid", { pendingExpiresAt: null })).toMatchObject({ pastDeadline: false });
  });

  it("of money says when another payment of the group is resolved", () => {
    expect(event("paid", { groupResolved: true })).toMatchObject({ groupResolved: true });
  });

  it("of proof that a code is unpaid ends the payment as asked, and not at all before its time", () => {
    for (const kind of ["proved-expired", "proved-removed"] as const) {
      expect(event(kind, {}, "reject")).toEqual({ kind, ending: "reject" });
      expect(event(kind, {}, "lapse")).toEqual({ kind, ending: "lapse" });
      expect(event(kind, {}, "release")).toEqual({ kind, ending: "release" });
      expect(event(kind, {}, null)).toEqual({ kind, ending: null });
    }
  });

  it("never ends a payment whose money is in a case", () => {
    expect(event("proved-expired", { moneyInCase: true }, "reject")).toMatchObject({ ending: null });
    expect(event("proved-removed", { moneyInCase: true }, "lapse")).toMatchObject({ ending: null });
  });

  it("of silence counts as a deadline only when the payment's end was due", () => {
    expect(event("not-known", {}, null)).toEqual({ kind: "not-known" });
    expect(event("not-known", {}, "release")).toEqual({ kind: "not-known" });
    expect(event("not-known", {}, "reject", true)).toEqual({ kind: "not-known-at-deadline" });
  });

  it("of another amount, and of a code that can still be paid, carries nothing else", () => {
    expect(event("amount-differs", {}, "reject")).toEqual({ kind: "amount-differs" });
    expect(event("still-payable", {}, "reject")).toEqual({ kind: "still-payable" });
  });
});
