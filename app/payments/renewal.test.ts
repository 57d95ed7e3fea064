import { describe, expect, it } from "vitest";
import { CODE_STATES, TOLD_STATES } from "#app/payments/lifecycle-moves.ts";
import type { EndReason, Payment } from "#app/payments/payment.ts";
import {
  awaitsNewCode,
  failedInARow,
  isReplaced,
  mayEndBy,
  mayRenew,
  MOST_RENEWALS,
} from "#app/payments/renewal.ts";
import { agoMs, codeIn, NOW, paymentWith } from "../../tests/builders/stored-payment.ts";

const HOUR_MS = 3_600_000;
const OLD_ID = "019374a0-0000-7000-8000-00000000000a";
const NEW_ID = "019374a0-0000-7000-8000-00000000000b";
const PAST = { expiresAt: agoMs(2 * HOUR_MS), createdAt: agoMs(26 * HOUR_MS) };

const old = codeIn("expired", { id: OLD_ID, ...PAST });
/** A payment that nobody paid, a day after it began. */
const dead = (more: Partial<Payment> = {}): Payment =>
  paymentWith({
    told: "released",
    endReason: "unpaid",
    startedAt: agoMs(26 * HOUR_MS),
    receivedAt: agoMs(26 * HOUR_MS),
    codes: [old],
    ...more,
  });
/** The same once the shopper has asked for a new code. */
const renewed = (more: Partial<Payment> = {}): Payment =>
  dead({ told: "open", endReason: null, renewals: 1, renewedAt: NOW, renewedCodeId: OLD_ID, ...more });

describe("a new code may be asked for", () => {
  it("once the old one is proved dead, while nothing was told and a worthwhile one fits below Shopify's limit", () => {
    expect(mayRenew(dead(), NOW)).toBe(true);
    expect(mayRenew(dead({ told: "open", endReason: null }), NOW)).toBe(true);
    expect(mayRenew(dead({ codes: [codeIn("voided", { id: OLD_ID })] }), NOW)).toBe(true);
  });

  it("only in these states", () => {
    const told = TOLD_STATES.filter((state) => mayRenew(dead({ told: state }), NOW));
    const codes = CODE_STATES.filter((state) => mayRenew(dead({ codes: [codeIn(state)] }), NOW));

    expect(told).toEqual(["open", "released"]);
    expect(codes).toEqual(["expired", "voided"]);
    expect(mayRenew(dead({ codes: [] }), NOW)).toBe(false);
  });

  it("by who was never shown the code too, and by nobody who gave the payment up or whose merchant did", () => {
    const reasons: EndReason[] = ["unpaid", "never-seen", "cancelled-by-shopper", "voided-by-merchant"];
    reasons.push("moved", "served-by-earlier", "group-paid", "merchant-account", "too-late");

    const allowed = reasons.filter((endReason) => mayRenew(dead({ endReason }), NOW));

    expect(allowed).toEqual(["unpaid", "never-seen"]);
  });

  it.each<[string, Partial<Payment>]>([
    ["an attempt of the checkout is paid", { groupResolved: true }],
    ["another attempt's order has ended", { otherOrderEnded: true }],
    ["another attempt has an order, or money in a case", { otherClaims: true }],
    ["money waits in a case", { moneyInCase: true }],
    ["a code of the checkout can be paid", { payableCodeId: NEW_ID }],
    ["an older code was paid", { codes: [codeIn("paid"), old] }],
    ["an older code's money was taken back", { codes: [codeIn("reversed"), old] }],
    ["it was asked for often enough", { renewals: MOST_RENEWALS }],
    ["the shop has left", { shopLeft: true }],
    ["the shopper's address was removed", { shopperEmail: null }],
  ])("not when %s", (_, more) => {
    expect(mayRenew(dead(more), NOW)).toBe(false);
  });

  it("not when less than two hours would be left of Shopify's 72, with grace and margin", () => {
    const startedAt = (hoursAgo: number) => dead({ startedAt: agoMs(hoursAgo * HOUR_MS) });
    const graceHours = paymentWith().expiryRules.graceMinutes / 60;

    expect(mayRenew(startedAt(72 - 0.25 - graceHours - 2), NOW)).toBe(true);
    expect(mayRenew(startedAt(72 - 0.25 - graceHours - 2 + 0.01), NOW)).toBe(false);
    expect(mayRenew(startedAt(80), NOW)).toBe(false);
  });

  it("not again while it is still to come, nor once it is there", () => {
    const coming = renewed();
    const live = codeIn("live", { id: NEW_ID });

    expect([awaitsNewCode(coming), mayRenew(coming, NOW)]).toEqual([true, false]);
    const there = renewed({ codes: [old, live], payableCodeId: NEW_ID });
    expect([awaitsNewCode(there), mayRenew(there, NOW)]).toEqual([false, false]);
  });
});

describe("a new code that was asked for", () => {
  it("is still to come while creates fail, and not once somebody gave it up", () => {
    const failed = codeIn("failed", { id: NEW_ID });

    expect(awaitsNewCode(renewed({ codes: [old, failed] }))).toBe(true);
    expect(awaitsNewCode(renewed({ endReason: "never-seen" }))).toBe(false);
    expect(awaitsNewCode(renewed({ told: "released" }))).toBe(false);
    expect(failedInARow(renewed({ codes: [old, failed, failed] }))).toBe(2);
    expect(failedInARow(renewed())).toBe(0);
    expect(failedInARow(dead({ codes: [] }))).toBe(0);
  });

  it("takes the old one's place at once", () => {
    expect(isReplaced(renewed(), old)).toBe(true);
    expect(isReplaced(renewed({ codes: [old, codeIn("live", { id: NEW_ID })] }), old)).toBe(true);
    expect(isReplaced(dead(), old)).toBe(false);
  });
});

describe("proof that a code is unpaid ends its payment", () => {
  const byTime = { now: NOW, isGivenUp: false };
  const live = codeIn("live", { id: NEW_ID });
  const over = codeIn("expired", { id: NEW_ID, expiresAt: agoMs(HOUR_MS + 1) });

  it("when it is its only code, or its newest", () => {
    expect(mayEndBy(dead({ told: "open" }), old, byTime)).toBe(true);
    expect(mayEndBy(renewed({ codes: [old, over] }), over, byTime)).toBe(true);
  });

  it("not while money of it is in a case", () => {
    expect(mayEndBy(dead({ told: "open", moneyInCase: true }), old, byTime)).toBe(false);
  });

  it("not while its successor is still to come, unless a person wants the end", () => {
    expect(mayEndBy(renewed(), old, byTime)).toBe(false);
    expect(mayEndBy(renewed(), old, { now: NOW, isGivenUp: true })).toBe(true);
  });

  it("not while another of its codes can be paid, whoever wants it", () => {
    for (const isGivenUp of [false, true]) {
      expect(mayEndBy(renewed({ codes: [old, live] }), old, { now: NOW, isGivenUp })).toBe(false);
    }
  });

  it("by an older code only once the newest one's time is up", () => {
    const early = codeIn("expired", { id: NEW_ID });

    expect(mayEndBy(renewed({ codes: [old, early] }), old, byTime)).toBe(false);
    expect(mayEndBy(renewed({ codes: [old, over] }), old, byTime)).toBe(true);
  });
});
