import { describe, expect, it } from "vitest";
import {
  casesOf,
  codesOf,
  createCalls,
  openPage,
  orderState,
  pageState,
  paymentRow,
  pressContinue,
  pressRenew,
  sessionState,
  told,
  withCode,
} from "../builders/payment.ts";
import {
  isTold,
  unpaid,
  getNewCode,
  renewed,
  advance,
  atPagoEfectivo,
  payLate,
  offersNewCode,
} from "../builders/renewal.ts";
import { connectNewShop, extendAtPagoEfectivo } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("renewing_old_codes", { tls: "off" });

const MINUTE_MS = 60_000;
const STEP_MS = 10_000;
const HOUR_MS = 3_600_000;

describe("money for the old code after a new one was asked for", () => {
  it("makes the order paid, and the new code is removed", async () => {
    const { old, fresh } = await renewed(world());

    await payLate(world(), old);

    await world().until("the resolve", () => sessionState(world(), old) === "resolved");
    expect(orderState(world(), old)).toBe("paid");
    await world().until("the new code to be removed", () => atPagoEfectivo(world(), fresh) === "deleted");
    expect(told(world(), old)).toEqual(["Resolve accepted"]);
    expect(await casesOf(world(), old)).toEqual([]);
    expect(await pageState(old)).toBe("paid");
  });

  it("makes the order paid that waits for the new one", async () => {
    const { old, fresh } = await renewed(world());
    await openPage(old);
    await pressContinue(old);
    await world().until("pending", () => sessionState(world(), old) === "pending");

    await payLate(world(), old);

    await world().until("the resolve", () => sessionState(world(), old) === "resolved");
    await world().until("the new code to be removed", () => atPagoEfectivo(world(), fresh) === "deleted");
    expect(told(world(), old)).toEqual(["Pending accepted", "Resolve accepted"]);
  });

  it("that goes to a later attempt releases its own only when the new one is removed", async () => {
    const old = await unpaid(world());
    const later = await withCode(world(), { group: old.group });
    await world().pagoefectivo.expireNow(later.cip);
    await world().run("look-up-code", { codeId: later.codeId });
    const fresh = await getNewCode(world(), old);
    world().pagoefectivo.switches.nextFaults.push({ operation: "delete", fault: "held", workDone: false });

    await payLate(world(), old);

    await world().until("the resolve", () => sessionState(world(), later) === "resolved");
    await world().pagoefectivo.gate.untilHeld(1);
    expect(atPagoEfectivo(world(), fresh)).toBe("pending");
    expect((await paymentRow(world(), old)).told).toBe("open");
    world().pagoefectivo.gate.release();
    await world().until("the removal", () => atPagoEfectivo(world(), fresh) === "deleted");
    await isTold(world(), old, "released");
    expect(told(world(), old)).toEqual([]);
  });

  it("is held in a case when the new one was paid first", async () => {
    const { old, fresh } = await renewed(world(), { amount: "80.00" });
    await world().pagoefectivo.pay(fresh.cip);
    await world().until("the resolve", () => sessionState(world(), old) === "resolved");

    await payLate(world(), old);

    const held = await world().until("a case", async () => (await casesOf(world(), old))[0]);
    expect(held).toMatchObject({ kind: "paid-twice", state: "open", held_centimos: 8000 });
    expect(told(world(), old)).toEqual(["Resolve accepted"]);
  });

  it("is found before a new one is made, although its notice was lost", async () => {
    const old = await unpaid(world());
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await payLate(world(), old);

    const pressed = pressRenew(old);

    await world().until("the resolve", () => sessionState(world(), old) === "resolved");
    await pressed;
    expect(await codesOf(world(), old)).toMatchObject([{ state: "paid" }]);
    expect(await createCalls(world(), old)).toBe(1);
    await world().until("the page", async () => (await pageState(old)) === "paid");
  });

  it("has one end when both come at once, whichever is first", async () => {
    for (let round = 0; round < 4; round += 1) {
      const old = await unpaid(world());

      const both = [payLate(world(), old), pressRenew(old)];

      await world().until("the resolve", () => sessionState(world(), old) === "resolved");
      await world().until("nothing to be payable", async () => {
        const codes = await codesOf(world(), old);
        return codes.every(({ state }) => ["paid", "expired", "voided", "failed"].includes(state));
      });
      await Promise.all(both);
      expect(told(world(), old)).toEqual(["Resolve accepted"]);
      expect((await casesOf(world(), old)).filter(({ state }) => state === "open")).toEqual([]);
    }
  });
});

describe("an old code of which PagoEfectivo says something else now", () => {
  it("is removed first when it can be paid again", async () => {
    const shop = await connectNewShop(world());
    const old = await unpaid(world(), { shop: shop.domain });
    const until = new Date(world().clock.now().getTime() + 24 * HOUR_MS);
    await extendAtPagoEfectivo(world(), shop, { cip: old.cip, until });

    const fresh = await getNewCode(world(), old);

    const calls = world().pagoefectivo.calls();
    const removed = calls.findIndex(({ operation, cip }) => operation === "delete" && cip === old.cip);
    const created = calls.findIndex(
      ({ operation, transactionCode }) => operation === "create" && transactionCode === fresh.codeId,
    );
    const proved = calls.findIndex(
      ({ operation, cips }, index) => operation === "search" && cips.includes(old.cip) && index > removed,
    );
    expect([removed, proved, created]).toEqual([removed, proved, created].toSorted((a, b) => a - b));
    expect(removed).toBeGreaterThan(0);
    expect(atPagoEfectivo(world(), old)).toBe("deleted");
    expect(atPagoEfectivo(world(), fresh)).toBe("pending");
    expect((await casesOf(world(), old)).filter(({ state }) => state === "open")).toEqual([]);
  });

  it("keeps a new one from being made while PagoEfectivo does not answer, and the page says so", async () => {
    const old = await unpaid(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "html-503", count: 2 });

    await pressRenew(old);

    expect(await pageState(old)).toBe("preparing");
    expect(await createCalls(world(), old)).toBe(1);
    advance(world(), MINUTE_MS);
    expect(await openPage(old)).toContain("PagoEfectivo todavía no nos da tu código");
    // In small steps: half an hour after the press nobody waits for a code any more.
    await world().until("two silent searches", () => {
      advance(world(), STEP_MS);
      return world().pagoefectivo.switches.nextFaults.length === 0;
    });
    await world().until("a new code", async () => {
      advance(world(), STEP_MS);
      return (await codesOf(world(), old))[0]?.state === "live";
    });
    expect(await createCalls(world(), old)).toBe(2);
  });

  it("ends the wait after half an hour, and the shopper may ask again", async () => {
    const old = await unpaid(world());
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "empty-items", count: 99 });
    await pressRenew(old);
    expect(await pageState(old)).toBe("preparing");

    advance(world(), 31 * MINUTE_MS);

    await isTold(world(), old, "released");
    expect(await createCalls(world(), old)).toBe(1);
    world().pagoefectivo.switches.nextFaults.length = 0;
    expect(await offersNewCode(old)).toBe(true);
    await getNewCode(world(), old);
  });
});
