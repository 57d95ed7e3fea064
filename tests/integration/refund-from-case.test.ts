import { describe, expect, it } from "vitest";
import { openRefundFromCase } from "#app/refunds/open-refund.server.ts";
import { giveDetails, payOutRefund, refuseRefund } from "#app/refunds/refund-acts.server.ts";
import { closeCase } from "#app/payments/case-desk.server.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import type { RefundActOutcome } from "#app/refunds/refund.ts";
import { auditOf } from "../builders/act.ts";
import { deedsOf, deskRow, newCase } from "../builders/case.ts";
import { casesOf, orderState, reportsOf, toldPending, type IssuedPayment } from "../builders/payment.ts";
import { askRefund, handIn, paid, refundsOf, setPolicy, SOMEWHERE } from "../builders/refund.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("refund_from_case", { tls: "off" });
const deps = () => world().system.deps;
const ROUNDS = 10;

/** S/ 125.00 that no order accounts for, in an open case. */
async function heldMoney(isByHand = true) {
  const payment = await toldPending(world());
  await setPolicy(world(), payment, { isByHand });
  const held = await newCase(world(), payment, { kind: "paid-after-reject" });
  return {
    payment,
    held,
    open: (amountCentimos: number) =>
      openRefundFromCase(deps(), {
        shopId: held.shopId,
        userId: held.userId,
        caseId: held.caseId,
        amountCentimos,
      }),
  };
}

function idOf(outcome: RefundActOutcome): string {
  if (outcome.kind !== "done") throw new Error(`the refund is opened: ${JSON.stringify(outcome)}`);
  return outcome.refund.id;
}

async function payOut(refundId: string): Promise<RefundActOutcome> {
  const given = { ...(await handIn(world(), refundId)), by: "shopper", destination: SOMEWHERE };
  await giveDetails(deps(), given);
  const paidOut = { paidOn: limaDayOf(world().clock.now()), bankReference: "OP-1" };
  return payOutRefund(deps(), { ...(await handIn(world(), refundId)), ...paidOut });
}

/** The money was collected, and Shopify has not taken the resolve within 24 hours. */
async function deadResolve(): Promise<{ payment: IssuedPayment; caseId: string; shopId: string }> {
  const payment = await toldPending(world());
  await setPolicy(world(), payment);
  world().shopify.switches.nextFaults.push({
    fault: "ACCESS_DENIED",
    count: 1,
    sessionId: payment.sessionId,
  });
  await world().pagoefectivo.pay(payment.cip);
  const dead = await world().until(
    "the case of the resolve",
    async () => (await casesOf(world(), payment))[0],
  );
  const [row] = await world().rows<{ shop_id: string }>("select shop_id from cases where id = $1", [
    dead.id,
  ]);
  return { payment, caseId: dead.id, shopId: row?.shop_id ?? "" };
}

describe("a refund from a case", () => {
  it("is opened by a person, is paid, tells Shopify nothing, and closes the case as given back", async () => {
    const { payment, held, open } = await heldMoney();

    const opened = await open(12_500);
    const outcome = await payOut(idOf(opened));

    expect(opened).toMatchObject({
      kind: "done",
      refund: { state: "opened", caseId: held.caseId, sessionId: null, amountCentimos: 12_500 },
    });
    expect(outcome).toMatchObject({ kind: "done", refund: { state: "paid-out" } });
    expect(await deskRow(world(), held)).toMatchObject({
      state: "closed",
      resolution: "given-back",
      closed_by: held.userId,
    });
    expect(await deedsOf(world(), held)).toEqual([`acted by ${held.userId}`, `closed by ${held.userId}`]);
    expect((await reportsOf(world(), payment)).filter(({ kind }) => kind.startsWith("refund"))).toEqual([]);
    expect((await auditOf(world(), payment)).map(({ action }) => action).sort()).toEqual([
      "case-closed",
      "refund-opened",
      "refund-paid-out",
    ]);
  });

  it("of a part leaves the case open with what it holds", async () => {
    const { held, open } = await heldMoney();

    await payOut(idOf(await open(5_000)));

    expect(await deskRow(world(), held)).toMatchObject({ state: "open", resolution: null });
  });

  it("closes the case with the last part, also when two parts are paid at the same moment", async () => {
    const { held, open } = await heldMoney();
    const parts = [idOf(await open(5_000)), idOf(await open(7_500))];

    await Promise.all(parts.map(payOut));

    expect(await deskRow(world(), held)).toMatchObject({ state: "closed", resolution: "given-back" });
  });

  it("never exceeds the money that the case holds, however many are opened at once", async () => {
    const { payment, open } = await heldMoney();

    const outcomes = await Promise.all(Array.from({ length: 20 }, () => open(3_000)));

    expect(outcomes.filter(({ kind }) => kind === "done")).toHaveLength(4);
    expect(outcomes.filter(({ kind }) => kind === "refused")).toEqual(
      Array.from({ length: 16 }, () => ({ kind: "refused", reason: "over-refund" })),
    );
    expect(await refundsOf(world(), payment)).toHaveLength(4);
  });

  it("is opened once by a person who presses twice", async () => {
    const { payment, held } = await heldMoney();
    const press = () => openRefundFromCase(deps(), { ...held, amountCentimos: 3_000 });

    const outcomes = [...(await Promise.all([press(), press(), press()])), await press()];

    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["done", "moved", "moved", "moved"]);
    expect(await refundsOf(world(), payment)).toHaveLength(1);
  });

  it("that was refused leaves its money to another one", async () => {
    const { open } = await heldMoney();
    const refundId = idOf(await open(12_500));
    await refuseRefund(deps(), {
      ...(await handIn(world(), refundId)),
      text: "the shopper wants the goods",
    });

    expect(await open(12_500)).toMatchObject({ kind: "done" });
  });

  it.each([0, -1, 1.5, Number.NaN])("is of an amount: %d is none", async (amount) => {
    const { open } = await heldMoney();

    expect(await open(amount)).toEqual({ kind: "refused", reason: "not-understood" });
  });

  it("is not opened before the shop has accepted manual refunds, nor of another shop's case", async () => {
    const { held, open } = await heldMoney(false);
    const other = { ...held, shopId: "01937000-0000-7000-8000-000000000001", amountCentimos: 1 };

    expect(await open(12_500)).toEqual({ kind: "refused", reason: "policy-off" });
    expect(await openRefundFromCase(deps(), other)).toEqual({ kind: "unknown" });
  });

  it("is paid, and its case is not closed another way at the same moment", async () => {
    const { payment, held, open } = await heldMoney();
    const ends: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const one = round === 0 ? { payment, held, open } : await heldMoney();
      const refundId = idOf(await one.open(12_500));
      await giveDetails(deps(), {
        ...(await handIn(world(), refundId)),
        by: "shopper",
        destination: SOMEWHERE,
      });
      const seen = await handIn(world(), refundId);
      const { version } = await deskRow(world(), one.held);

      const [paidOut, closed] = await Promise.all([
        payOutRefund(deps(), { ...seen, paidOn: limaDayOf(world().clock.now()), bankReference: "OP-1" }),
        closeCase(deps(), { ...one.held, version, resolution: "kept", reason: "the shopper asked for it" }),
      ]);

      ends.push(
        `${paidOut.kind === "done" ? "paid" : "not paid"}, ${closed.kind === "done" ? "kept" : "given"}`,
      );
    }

    expect(ends.filter((end) => end !== "paid, given")).toEqual([]);
  });

  it("is paid or refused before its case is closed another way", async () => {
    const { held, open } = await heldMoney();
    const refundId = idOf(await open(5_000));
    const close = async () => {
      const { version } = await deskRow(world(), held);
      return closeCase(deps(), { ...held, version, resolution: "resolved-at-shopify", reason: "" });
    };

    expect(await close()).toEqual({ kind: "refused", reason: "refund-open" });
    expect(await deskRow(world(), held)).toMatchObject({ state: "open" });
    await refuseRefund(deps(), { ...(await handIn(world(), refundId)), text: "the order was settled" });
    expect(await close()).toEqual({ kind: "done" });
  });

  it("is not paid when its case was closed another way meanwhile", async () => {
    const { held, open } = await heldMoney();
    const refundId = idOf(await open(12_500));
    await world().rows(
      "update cases set state = 'closed', closed_at = now(), resolution = 'reversed' where id = $1",
      [held.caseId],
    );

    expect(await payOut(refundId)).toEqual({ kind: "refused", reason: "no-money" });
    expect(await open(1)).toEqual({ kind: "refused", reason: "no-money" });
  });
});

describe("money whose resolve Shopify did not take", () => {
  it("goes back once a person says so, and makes no order afterwards, whoever sends", async () => {
    const { payment, ...dead } = await deadResolve();

    const opened = await openRefundFromCase(deps(), { ...dead, userId: "7001", amountCentimos: 12_500 });
    world().clock.shift(7 * 3_600_000);
    await world().run("send-due-reports", {});
    const resolve = (await reportsOf(world(), payment)).find(({ kind }) => kind === "resolve");
    await world().run("repeat-dead-report", { reportId: resolve?.id ?? "" });

    expect(opened).toMatchObject({ kind: "done" });
    expect(resolve?.state).toBe("settled");
    expect(orderState(world(), payment)).toBe("pending");
  });

  it("is not given back a second time by Shopify's own refund", async () => {
    const { payment, ...dead } = await deadResolve();
    await openRefundFromCase(deps(), { ...dead, userId: "7001", amountCentimos: 12_000 });

    await askRefund(world(), payment, { unchecked: true, amount: "5.01" });

    expect((await refundsOf(world(), payment)).map(({ refusal }) => refusal)).toEqual([
      null,
      "over-refund",
    ]);
  });

  it("and which Shopify's refund gives back leaves nothing to the case", async () => {
    const payment = await paid(world());
    await setPolicy(world(), payment);
    const dead = await newCase(world(), payment, { kind: "resolve-dead" });
    await askRefund(world(), payment, { amount: "100.00" });

    const outcome = await openRefundFromCase(deps(), { ...dead, amountCentimos: 2_501 });

    expect(outcome).toEqual({ kind: "refused", reason: "over-refund" });
  });
});
