import { describe, expect, it } from "vitest";
import { voidByMerchant } from "#app/payments/merchant-acts.server.ts";
import { by } from "../builders/act.ts";
import { lookUps } from "../builders/notice.ts";
import {
  casesOf,
  codesOf,
  moveToExpiry,
  openPage,
  paymentRow,
  pressCancel,
  pressContinue,
  pressRenew,
  sessionState,
  timelineOf,
  toldPending,
  withCode,
  type ArrivedPayment,
} from "../builders/payment.ts";
import {
  advance,
  atPagoEfectivo,
  isTold,
  unpaid,
  payLate,
  offersNewCode,
  RELEASE_MS,
} from "../builders/renewal.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("renewing_refused", { tls: "off" });

const HOUR_MS = 3_600_000;

/** Neither offered nor done, whoever presses. */
async function isRefused(payment: ArrivedPayment): Promise<void> {
  const before = await codesOf(world(), payment);
  const { told: toldBefore } = await paymentRow(world(), payment);

  expect(await offersNewCode(payment)).toBe(false);
  await pressRenew(payment);

  expect(await codesOf(world(), payment)).toEqual(before);
  expect((await paymentRow(world(), payment)).told).toBe(toldBefore);
  expect(await timelineOf(world(), payment)).not.toContain("renew");
}

describe("no new code is offered or made", () => {
  it("when Shopify's 72 hours leave less than two for it", async () => {
    const old = await unpaid(world());
    const [row] = await world().rows<{ started_at: Date }>(
      "select started_at from payments where id = $1",
      [old.paymentId],
    );
    world().clock.shift((row?.started_at.getTime() ?? 0) + 70 * HOUR_MS - Date.now());

    await isRefused(old);
  });

  it("for an order that waits, though its code is dead", async () => {
    const payment = await toldPending(world());
    await world().pagoefectivo.expireNow(payment.cip);
    await world().run("look-up-code", { codeId: payment.codeId });

    await isRefused(payment);
    expect(sessionState(world(), payment)).toBe("pending");
  });

  it("after a reject", async () => {
    const payment = await toldPending(world());
    await moveToExpiry(world(), payment, RELEASE_MS);
    await isTold(world(), payment, "rejected");

    await isRefused(payment);
  });

  it("to who went back to checkout", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    await pressCancel(payment);
    await isTold(world(), payment, "released");

    await isRefused(payment);
  });

  it("to who went back to checkout, when nobody came after them either and the payment was closed for that", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    const { nextFaults } = world().pagoefectivo.switches;
    nextFaults.push({ operation: "search", fault: "error-500", count: 1_000 });
    await pressCancel(payment);
    await world().until("the question whether it is gone", () => lookUps(world(), payment.cip) > 0);
    expect(atPagoEfectivo(world(), payment)).toBe("deleted");
    nextFaults.splice(0);
    // Somebody else's question, which ends no payment, is the first to hear of it.
    await world().run("look-up-code", { codeId: payment.codeId });
    expect((await paymentRow(world(), payment)).told).toBe("open");

    advance(world(), HOUR_MS);
    await isTold(world(), payment, "released");

    await isRefused(payment);
  });

  it("where the merchant took the code back", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    await voidByMerchant(world().system.deps, await by(world(), payment));
    await isTold(world(), payment, "released");

    await isRefused(payment);
  });

  it("while money waits in a case", async () => {
    const payment = await unpaid(world());
    // The simulator always takes the code's amount, and our own triggers keep ours: they are switched off here.
    await world().rows(
      `do $$ begin
         set local session_replication_role = replica;
         update codes set amount_centimos = 13000 where id = '${payment.codeId}';
       end $$`,
    );
    await payLate(world(), payment);
    await world().until("a case", async () => (await casesOf(world(), payment)).length > 0);

    await isRefused(payment);
  });

  it("while another attempt of the checkout can be paid, or has an order", async () => {
    const first = await unpaid(world());
    const second = await withCode(world(), { group: first.group });
    await isRefused(first);
    await openPage(second);
    await pressContinue(second);
    await isTold(world(), second, "pending");
    await isRefused(first);
    await moveToExpiry(world(), second, RELEASE_MS);
    await isTold(world(), second, "rejected");

    await isRefused(first);
  });

  it("at an address that nobody has", async () => {
    const answer = await fetch(`${world().webOrigin}/v/nobody/renew`, {
      method: "POST",
      redirect: "manual",
    });

    expect(answer.status).toBe(404);
  });
});
