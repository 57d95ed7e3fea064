import { expect, it } from "vitest";
import { lookUpCode } from "#app/payments/look-up-code.server.ts";
import { voidByMerchant } from "#app/payments/merchant-acts.server.ts";
import { by } from "../builders/act.ts";
import {
  casesOf,
  codesOf,
  moveToExpiry,
  orderState,
  sessionState,
  toldPending,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("late_answers", { tls: "off" });

/** Asks about the code; the answer, as it was before, comes back only after `meanwhile`. */
async function lookUpDuring(payment: IssuedPayment, meanwhile: () => Promise<unknown>) {
  const { deps } = world().system;
  const lookUps: typeof deps.lookUps = {
    lookUp: async (versionId, cip) => {
      const answer = await deps.lookUps.lookUp(versionId, cip);
      await meanwhile();
      return answer;
    },
  };
  return lookUpCode({ ...deps, lookUps }, { codeId: payment.codeId });
}

// The fault they guard against: the answer of a slow look-up says nothing of what happened while it was on its way.
it("an answer from before the payment makes no reversal of it", async () => {
  const payment = await toldPending(world());

  const looked = await lookUpDuring(payment, async () => {
    await world().pagoefectivo.pay(payment.cip);
    await world().until("the order to be paid", () => orderState(world(), payment) === "paid");
  });

  expect(looked).toMatchObject({ found: "not-known" });
  expect(await casesOf(world(), payment)).toEqual([]);
});

it("an answer from before a code was taken back does not say that it can be paid", async () => {
  const payment = await toldPending(world());

  await lookUpDuring(payment, async () => {
    const outcome = await voidByMerchant(world().system.deps, await by(world(), payment));
    expect(outcome).toEqual({ kind: "done", found: "proved-removed" });
  });

  expect(await casesOf(world(), payment)).toEqual([]);
  expect(await codesOf(world(), payment)).toMatchObject([{ state: "voided" }]);
});

it("an answer from before money that only a case holds does not close that case", async () => {
  const payment = await toldPending(world(), { amount: "80.00" });
  await moveToExpiry(world(), payment, 31 * 60_000);
  await world().until("the reject", () => sessionState(world(), payment) === "rejected");
  world().pagoefectivo.switches.acceptedAtCounter.expired = true;

  await lookUpDuring(payment, async () => {
    await world().pagoefectivo.pay(payment.cip);
    await world().until("a case", async () => (await casesOf(world(), payment)).length > 0);
  });

  expect(await casesOf(world(), payment)).toMatchObject([
    { kind: "paid-after-reject", state: "open", held_centimos: 8_000 },
  ]);
});
