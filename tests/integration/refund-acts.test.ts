import { describe, expect, it } from "vitest";
import {
  approveRefund,
  askDetails,
  completeTestRefund,
  giveDetails,
  payOutRefund,
  refuseRefund,
} from "#app/refunds/refund-acts.server.ts";
import type { RefundActOutcome } from "#app/refunds/refund.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { auditOf } from "../builders/act.ts";
import { closedByPerson, newCase } from "../builders/case.ts";
import { orderState, reportsOf } from "../builders/payment.ts";
import {
  handIn,
  openedRefund,
  refundLines,
  refundsOf,
  refundState,
  SOMEWHERE,
} from "../builders/refund.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("refund_acts");
const deps = () => world().system.deps;

const [ANA, LUIS] = ["7001", "7002"];
const ELSEWHERE = { ...SOMEWHERE, phone: "912345678" };

const today = () => limaDayOf(world().clock.now());
const paidToday = () => ({ paidOn: today(), bankReference: "OP-8812" });

async function giveAs(refundId: string, by: string): Promise<RefundActOutcome> {
  return giveDetails(deps(), { ...(await handIn(world(), refundId)), by, destination: SOMEWHERE });
}
async function payAs(refundId: string, by = ANA): Promise<RefundActOutcome> {
  return payOutRefund(deps(), { ...(await handIn(world(), refundId, by)), ...paidToday() });
}
const standing = async (payment: { paymentId: string }) => (await refundsOf(world(), payment))[0];

describe("a refund that is paid", () => {
  it("goes from Shopify's request over the shopper's details and the bank to Shopify's order", async () => {
    const { payment, refundId, sessionId } = await openedRefund(world(), { amount: "25.00" });

    await askDetails(deps(), await handIn(world(), refundId));
    await giveAs(refundId, "shopper");
    await approveRefund(deps(), await handIn(world(), refundId));
    const outcome = await payAs(refundId);
    await world().until("Shopify to be told", () => refundState(world(), sessionId) === "resolved");

    expect(outcome).toMatchObject({
      kind: "done",
      refund: { state: "paid-out", paidOutBy: ANA, paidOutOn: today(), bankReference: "OP-8812" },
    });
    await world().until("that to be stored", async () =>
      (await refundLines(world(), payment)).includes("report-refund-resolve-acknowledged"),
    );
    expect(await refundLines(world(), payment)).toEqual([
      ...[
        "refund-opened",
        "refund-details-asked",
        "refund-details-given",
        "refund-approved",
        "refund-paid-out",
      ],
      "report-refund-resolve-acknowledged",
    ]);
    expect((await auditOf(world(), payment)).map(({ action, user_id }) => `${action} ${user_id}`)).toEqual([
      `refund-details-asked ${ANA}`,
      `refund-approved ${ANA}`,
      `refund-paid-out ${ANA}`,
    ]);
    expect(orderState(world(), payment)).toBe("partially-refunded");
  });

  it("has no way back", async () => {
    const { payment, refundId } = await openedRefund(world());
    await giveAs(refundId, "shopper");
    await payAs(refundId);
    const before = await standing(payment);

    const outcomes = [
      await refuseRefund(deps(), { ...(await handIn(world(), refundId)), text: "no" }),
      await giveAs(refundId, ANA),
      await payAs(refundId),
    ];

    expect(outcomes).toEqual(outcomes.map(() => ({ kind: "refused", reason: "not-in-this-state" })));
    expect(await standing(payment)).toEqual(before);
  });

  it("is paid and told once, however many press at the same moment", async () => {
    const { payment, refundId } = await openedRefund(world());
    await giveAs(refundId, "shopper");
    const seen = await handIn(world(), refundId);

    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => payOutRefund(deps(), { ...seen, ...paidToday() })),
    );

    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", ...Array<string>(11).fill("moved")]);
    const told = (await reportsOf(world(), payment)).filter(({ kind }) => kind.startsWith("refund-"));
    expect(told).toHaveLength(1);
  });

  it("is paid either to the old destination or to none: a change at the same moment is not overtaken", async () => {
    const { payment, refundId } = await openedRefund(world());
    await giveAs(refundId, "shopper");
    const seen = await handIn(world(), refundId);

    const [paidOut, changed] = await Promise.all([
      payOutRefund(deps(), { ...seen, ...paidToday() }),
      giveDetails(deps(), { ...seen, by: LUIS, destination: ELSEWHERE }),
    ]);

    expect([paidOut.kind, changed.kind].sort()).not.toEqual(["done", "done"]);
    const state = (await standing(payment))?.state;
    expect(state).toBe(paidOut.kind === "done" ? "paid-out" : "details-given");
  });

  it.each([
    { paidOn: "2026-02-30", bankReference: "OP-1" },
    { paidOn: "yesterday", bankReference: "OP-1" },
    { paidOn: "2999-01-01", bankReference: "OP-1" },
    { paidOn: "2026-11-28", bankReference: "  " },
    { paidOn: "2026-11-28", bankReference: "x".repeat(101) },
  ])("says when and under which reference: %j is not understood", async (said) => {
    const { refundId } = await openedRefund(world());
    await giveAs(refundId, "shopper");

    const outcome = await payOutRefund(deps(), { ...(await handIn(world(), refundId)), ...said });

    expect(outcome).toEqual({ kind: "refused", reason: "not-understood" });
  });

  it("is never paid to nobody knows where", async () => {
    const { refundId } = await openedRefund(world());

    expect(await payAs(refundId)).toEqual({ kind: "refused", reason: "no-details" });
  });
});

describe("the details of a refund", () => {
  it("are kept sealed, and only their hint is seen", async () => {
    const { payment, refundId } = await openedRefund(world());

    const outcome = await giveAs(refundId, "shopper");

    expect(outcome).toMatchObject({
      kind: "done",
      refund: {
        state: "details-given",
        detailsBy: "shopper",
        destinationHint: {
          kind: "yape",
          bank: null,
          last4: "4321",
          holderInitials: "R. Q. M.",
          documentKind: "dni",
        },
      },
    });
    const row = JSON.stringify(await standing(payment));
    expect(row).not.toContain(SOMEWHERE.holder);
    expect(row).not.toContain(SOMEWHERE.documentNumber);
  });

  it("that change void the approval", async () => {
    const { refundId } = await openedRefund(world(), { policy: { approvalAbovePen: 10_000 } });
    await giveAs(refundId, "shopper");
    await approveRefund(deps(), await handIn(world(), refundId));

    const changed = await giveDetails(deps(), {
      ...(await handIn(world(), refundId)),
      by: LUIS,
      destination: ELSEWHERE,
    });

    expect(changed).toMatchObject({ kind: "done", refund: { state: "details-given", approvedBy: null } });
    expect(await payAs(refundId)).toEqual({ kind: "refused", reason: "needs-approval" });
  });
});

describe("a second approval", () => {
  it("is needed above the shop's amount, and never comes from who entered the details", async () => {
    const { refundId } = await openedRefund(world(), { policy: { approvalAbovePen: 12_499 } });
    await giveAs(refundId, ANA);

    expect(await payAs(refundId)).toEqual({ kind: "refused", reason: "needs-approval" });
    expect(await approveRefund(deps(), await handIn(world(), refundId, ANA))).toEqual({
      kind: "refused",
      reason: "own-details",
    });
    expect(await approveRefund(deps(), await handIn(world(), refundId, LUIS))).toMatchObject({
      kind: "done",
      refund: { state: "approved", approvedBy: LUIS },
    });
    expect(await payAs(refundId)).toMatchObject({ kind: "done" });
  });

  it("is not needed up to that amount", async () => {
    const { refundId } = await openedRefund(world(), { policy: { approvalAbovePen: 12_500 } });
    await giveAs(refundId, ANA);

    expect(await payAs(refundId)).toMatchObject({ kind: "done" });
  });
});

describe("a refund that a person refuses", () => {
  it("is refused to Shopify in that person's own words", async () => {
    const { payment, refundId, sessionId } = await openedRefund(world());
    const text = 'Ya te lo devolvimos en efectivo: "gracias" — Ana';

    await refuseRefund(deps(), { ...(await handIn(world(), refundId)), text });
    await world().until("Shopify to be told", () => refundState(world(), sessionId) === "rejected");

    expect(world().shopify.refund(sessionId)?.rejection?.merchantMessage).toBe(text);
    expect(await standing(payment)).toMatchObject({ refusal: "by-merchant", refusal_text: text });
  });

  it.each(["", "   ", "x".repeat(501)])("is refused with words: not %j", async (text) => {
    const { refundId } = await openedRefund(world());

    const outcome = await refuseRefund(deps(), { ...(await handIn(world(), refundId)), text });

    expect(outcome).toEqual({ kind: "refused", reason: "not-understood" });
  });
});

describe("a refund of a test payment", () => {
  it("is completed in one step, and Shopify shows it as made", async () => {
    const { refundId, sessionId } = await openedRefund(world(), { session: { test: true } });

    const outcome = await completeTestRefund(deps(), await handIn(world(), refundId));
    await world().until("Shopify to be told", () => refundState(world(), sessionId) === "resolved");

    expect(outcome).toMatchObject({ kind: "done", refund: { state: "paid-out", bankReference: null } });
  });

  it("is the only one that is completed so", async () => {
    const { refundId } = await openedRefund(world());

    expect(await completeTestRefund(deps(), await handIn(world(), refundId))).toEqual({
      kind: "refused",
      reason: "not-a-test",
    });
  });
});

describe("open refunds of a payment whose reversal is suspected", () => {
  it("freeze until a person has closed that case", async () => {
    const { payment, refundId } = await openedRefund(world());
    await giveAs(refundId, "shopper");
    const suspected = await newCase(world(), payment, { kind: "reversal-suspected" });

    const frozen = [await payAs(refundId), await approveRefund(deps(), await handIn(world(), refundId))];
    await closedByPerson(world(), suspected);

    expect(frozen).toEqual(frozen.map(() => ({ kind: "refused", reason: "frozen" })));
    expect(await payAs(refundId)).toMatchObject({ kind: "done" });
  });
});

describe("a refund of another shop", () => {
  it("is not there", async () => {
    const { refundId } = await openedRefund(world());
    const input = { ...(await handIn(world(), refundId)), shopId: "01937000-0000-7000-8000-000000000001" };

    expect(await askDetails(deps(), input)).toEqual({ kind: "unknown" });
    expect(await askDetails(deps(), { ...input, refundId: "none" })).toEqual({ kind: "unknown" });
  });
});
