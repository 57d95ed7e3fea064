import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { closeCase, type CaseInput } from "#app/payments/case-desk.server.ts";
import type { Resolution } from "#app/payments/case-desk.ts";
import { USER } from "../builders/act.ts";
import {
  codesOf,
  moveToExpiry,
  paymentRow,
  sessionState,
  timelineOf,
  told,
  toldPending,
  type IssuedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("money_decided", { tls: "off" });

/** After a code's expiry: its grace of 30 minutes is over. */
const AFTER_GRACE_MS = 31 * 60_000;

describe("an order that waits while its money is decided by a person", () => {
  /** Its code was removed, its checkout paid by another attempt, and then it was paid all the same. */
  async function pendingAndPaidTwice(): Promise<
    IssuedPayment & { money: CaseInput & { version: number } }
  > {
    const waiting = await toldPending(world(), { amount: "80.00" });
    await world().run("void-code", { codeId: waiting.codeId, ending: "release" });
    await world().until(
      "the removal",
      async () => (await codesOf(world(), waiting))[0]?.state === "voided",
    );
    const paid = await toldPending(world(), { group: waiting.group, amount: "80.00" });
    await world().pagoefectivo.pay(paid.cip);
    await world().until("the resolve", () => sessionState(world(), paid) === "resolved");
    world().pagoefectivo.switches.acceptedAtCounter.deleted = true;
    await world().pagoefectivo.pay(waiting.cip);
    const [held] = await world().until("a case", async () => {
      const cases = await world().rows<{ caseId: string; shopId: string; version: number; kind: string }>(
        `select id as "caseId", shop_id as "shopId", version, kind from cases where payment_id = $1 and state = 'open'`,
        [waiting.paymentId],
      );
      return cases.length > 0 && cases;
    });
    expect(held?.kind).toBe("paid-twice");
    invariant(held, "the money is in a case");
    return { ...waiting, money: { ...held, userId: USER } };
  }

  it("is left alone while the case is open, at its end too", async () => {
    const waiting = await pendingAndPaidTwice();

    await moveToExpiry(world(), waiting, AFTER_GRACE_MS);
    await world().run("end-code", { codeId: waiting.codeId });

    expect((await paymentRow(world(), waiting)).told).toBe("pending");
    expect(told(world(), waiting)).toEqual(["Pending accepted"]);
  });

  it.each<[Resolution, string]>([
    ["given-back", ""],
    ["resolved-at-shopify", ""],
    ["kept", "El comprador compró otra cosa por el mismo monto"],
  ])(
    "is left to Shopify's own expiry at its end once the case is closed as %s",
    async (resolution, reason) => {
      const waiting = await pendingAndPaidTwice();
      await moveToExpiry(world(), waiting, -60_000);
      await closeCase(world().system.deps, { ...waiting.money, resolution, reason });
      expect((await paymentRow(world(), waiting)).told).toBe("pending");

      await moveToExpiry(world(), waiting, AFTER_GRACE_MS);

      await world().until("the end", async () => (await paymentRow(world(), waiting)).told === "lapsed");
      expect(told(world(), waiting)).toEqual(["Pending accepted"]);
      expect(await timelineOf(world(), waiting)).toContain("money-decided");
      expect(await codesOf(world(), waiting)).toMatchObject([{ state: "paid" }]);
    },
  );

  it("ends too when the case is closed after its end", async () => {
    const waiting = await pendingAndPaidTwice();
    await moveToExpiry(world(), waiting, AFTER_GRACE_MS);
    await world().run("end-code", { codeId: waiting.codeId });
    await closeCase(world().system.deps, { ...waiting.money, resolution: "given-back", reason: "" });

    await moveToExpiry(world(), waiting, AFTER_GRACE_MS + 60 * 60_000);

    await world().until("the end", async () => (await paymentRow(world(), waiting)).told === "lapsed");
    expect(told(world(), waiting)).toEqual(["Pending accepted"]);
  });
});
