import { describe, expect, it } from "vitest";
import { voidByMerchant } from "#app/payments/merchant-acts.server.ts";
import { by } from "../builders/act.ts";
import {
  arrive,
  casesOf,
  codesOf,
  createCalls,
  moveToExpiry,
  openPage,
  orderState,
  pageState,
  paymentRow,
  pressCancel,
  pressContinue,
  pressRenew,
  sessionState,
  timelineOf,
  told,
  toldPending,
  withCode,
  type ArrivedPayment,
  type IssuedPayment,
} from "../builders/payment.ts";
import { connectNewShop, extendAtPagoEfectivo, type Shop } from "../builders/shop.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("renewing", { tls: "off" });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** After the code's expiry: its grace of 30 minutes is over. */
const RELEASE_MS = 30 * MINUTE_MS + 1_000;
const BUTTON = "Generar un código nuevo";

async function isTold(payment: ArrivedPayment, state: string): Promise<void> {
  await world().until(
    `the payment to be ${state}`,
    async () => (await paymentRow(world(), payment)).told === state,
  );
}

/** A payment whose shopper saw the code and never paid it: Shopify knows nothing of it. */
async function unpaid(input: Parameters<typeof withCode>[1] = {}): Promise<IssuedPayment> {
  const payment = await withCode(world(), input);
  await openPage(payment);
  await moveToExpiry(world(), payment, RELEASE_MS);
  await isTold(payment, "released");
  return payment;
}

/** A shop whose codes live two hours: several follow each other within Shopify's 72. */
async function shortLived(): Promise<Shop> {
  const shop = await connectNewShop(world());
  await world().rows("update shops set code_life_minutes = 120 where domain = $1", [shop.domain]);
  return shop;
}

/** The code that came in place of the old one. */
async function newCode(payment: IssuedPayment): Promise<IssuedPayment> {
  const code = await world().until("a new code", async () => {
    const [newest] = await codesOf(world(), payment);
    return newest?.state === "live" && newest.id !== payment.codeId && newest;
  });
  return { ...payment, codeId: code.id, cip: code.cip ?? "" };
}

/** Presses, and meanwhile the queue does what became due. */
async function getNewCode(old: IssuedPayment): Promise<IssuedPayment> {
  const [fresh] = await Promise.all([newCode(old), pressRenew(old)]);
  return fresh;
}

async function renewed(input: Parameters<typeof withCode>[1] = {}) {
  const old = await unpaid(input);
  return { old, fresh: await getNewCode(old) };
}

/** Moves the world's clock on from where it stands. */
function advance(ms: number): void {
  world().clock.shift(world().clock.now().getTime() - Date.now() + ms);
}

function atPagoEfectivo(payment: IssuedPayment): string | undefined {
  return world()
    .pagoefectivo.ledger()
    .find((entry) => entry.cip === payment.cip)?.state;
}

/** The counter takes money for a code that is not payable any more: it was under way. */
async function payLate(payment: IssuedPayment): Promise<void> {
  Object.assign(world().pagoefectivo.switches.acceptedAtCounter, { expired: true, deleted: true });
  expect(await world().pagoefectivo.pay(payment.cip)).toMatchObject({ kind: "paid" });
}

async function offersNewCode(payment: ArrivedPayment): Promise<boolean> {
  return (await openPage(payment)).includes(BUTTON);
}

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

describe("a shopper whose code has expired", () => {
  it("gets a new one with one press, makes the order of it and pays it", async () => {
    const old = await unpaid();
    expect(await offersNewCode(old)).toBe(true);

    const [fresh, sentTo] = await Promise.all([newCode(old), pressRenew(old)]);

    expect(sentTo).toBe(`/v/${old.slug}`);
    expect(fresh.cip).not.toBe(old.cip);
    const page = await openPage(old);
    expect(page).toContain('data-state="waiting"');
    expect(page.replaceAll(/\s/g, "")).toContain(fresh.cip);
    expect(page).toContain("Tu código anterior ya no sirve");
    await pressContinue(old);
    await world().until("pending", () => sessionState(world(), old) === "pending");
    await world().pagoefectivo.pay(fresh.cip);
    await world().until("paid", () => orderState(world(), old) === "paid");
    expect(told(world(), old)).toEqual(["Pending accepted", "Resolve accepted"]);
    expect(await createCalls(world(), old)).toBe(2);
    expect(await casesOf(world(), old)).toEqual([]);
  });

  it("gets one code however often and however many at once they press", async () => {
    const old = await unpaid();

    const presses = Array.from({ length: 20 }, () => pressRenew(old));
    await newCode(old);

    expect(new Set(await Promise.all(presses))).toEqual(new Set([`/v/${old.slug}`]));
    await pressRenew(old);
    expect(await codesOf(world(), old)).toMatchObject([{ state: "live" }, { state: "expired" }]);
    expect(await createCalls(world(), old)).toBe(2);
    expect((await timelineOf(world(), old)).filter((event) => event === "renew")).toHaveLength(1);
  });

  it("gets it before the grace is over too, and the old code's end then ends nothing", async () => {
    const old = await withCode(world());
    await openPage(old);
    await moveToExpiry(world(), old, MINUTE_MS);
    await world().run("look-up-code", { codeId: old.codeId });
    expect(await pageState(old)).toBe("expired");

    const fresh = await getNewCode(old);
    advance(RELEASE_MS);
    await world().run("end-code", { codeId: old.codeId });
    await world().run("sweep-codes", {});

    expect((await paymentRow(world(), old)).told).toBe("open");
    expect(await codesOf(world(), old)).toMatchObject([
      { state: "live", cip: fresh.cip },
      { state: "expired", cip: old.cip },
    ]);
    expect(await pageState(old)).toBe("waiting");
  });

  it("loses the new one too when nobody pays it, and may ask three times and no more", async () => {
    const shop = await shortLived();
    const old = await unpaid({ shop: shop.domain });
    for (let press = 1; press <= 3; press += 1) {
      expect(await offersNewCode(old)).toBe(true);
      const pressed = pressRenew(old);
      await world().until("the next code", async () => {
        const codes = await codesOf(world(), old);
        return codes.length === press + 1 && codes[0]?.state === "live";
      });
      await pressed;
      await openPage(old);
      await moveToExpiry(world(), old, RELEASE_MS);
      await isTold(old, "released");
    }

    expect(await offersNewCode(old)).toBe(false);
    await pressRenew(old);

    expect(await codesOf(world(), old)).toHaveLength(4);
    expect(told(world(), old)).toEqual([]);
    expect(await pageState(old)).toBe("expired");
  });

  it("who kept the old one has not kept the new one: leaving it gets no order", async () => {
    const old = await withCode(world());
    await openPage(old);
    await fetch(`${old.url}/kept`, { method: "POST" });
    await moveToExpiry(world(), old, RELEASE_MS);
    await isTold(old, "released");
    await getNewCode(old);
    await openPage(old);

    advance(2 * MINUTE_MS);
    await world().run("confirmation-timer", { paymentId: old.paymentId });

    expect(told(world(), old)).toEqual([]);
    expect((await paymentRow(world(), old)).told).toBe("open");
  });

  it("may go back to checkout from the new one, and gets no third", async () => {
    const { old, fresh } = await renewed();
    await openPage(old);

    await pressCancel(old);

    await isTold(old, "released");
    expect(atPagoEfectivo(fresh)).toBe("deleted");
    expect(await offersNewCode(old)).toBe(false);
    await pressRenew(old);
    expect((await paymentRow(world(), old)).told).toBe("released");
  });
});

describe("a shopper who was never shown their code", () => {
  it("gets a new one when they come", async () => {
    const old = await withCode(world());
    world().clock.shift(31 * MINUTE_MS);
    await isTold(old, "released");
    expect(await pageState(old)).toBe("voided");

    const fresh = await getNewCode(old);

    expect(atPagoEfectivo(old)).toBe("deleted");
    expect(atPagoEfectivo(fresh)).toBe("pending");
    await openPage(old);
    await pressContinue(old);
    await world().until("pending", () => sessionState(world(), old) === "pending");
  });
});

describe("money for the old code after a new one was asked for", () => {
  it("makes the order paid, and the new code is removed", async () => {
    const { old, fresh } = await renewed();

    await payLate(old);

    await world().until("the resolve", () => sessionState(world(), old) === "resolved");
    expect(orderState(world(), old)).toBe("paid");
    await world().until("the new code to be removed", () => atPagoEfectivo(fresh) === "deleted");
    expect(told(world(), old)).toEqual(["Resolve accepted"]);
    expect(await casesOf(world(), old)).toEqual([]);
    expect(await pageState(old)).toBe("paid");
  });

  it("makes the order paid that waits for the new one", async () => {
    const { old, fresh } = await renewed();
    await openPage(old);
    await pressContinue(old);
    await world().until("pending", () => sessionState(world(), old) === "pending");

    await payLate(old);

    await world().until("the resolve", () => sessionState(world(), old) === "resolved");
    await world().until("the new code to be removed", () => atPagoEfectivo(fresh) === "deleted");
    expect(told(world(), old)).toEqual(["Pending accepted", "Resolve accepted"]);
  });

  it("is held in a case when the new one was paid first", async () => {
    const { old, fresh } = await renewed({ amount: "80.00" });
    await world().pagoefectivo.pay(fresh.cip);
    await world().until("the resolve", () => sessionState(world(), old) === "resolved");

    await payLate(old);

    const held = await world().until("a case", async () => (await casesOf(world(), old))[0]);
    expect(held).toMatchObject({ kind: "paid-twice", state: "open", held_centimos: 8000 });
    expect(told(world(), old)).toEqual(["Resolve accepted"]);
  });

  it("is found before a new one is made, although its notice was lost", async () => {
    const old = await unpaid();
    world().pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
    await payLate(old);

    const pressed = pressRenew(old);

    await world().until("the resolve", () => sessionState(world(), old) === "resolved");
    await pressed;
    expect(await codesOf(world(), old)).toMatchObject([{ state: "paid" }]);
    expect(await createCalls(world(), old)).toBe(1);
    await world().until("the page", async () => (await pageState(old)) === "paid");
  });

  it("has one end when both come at once, whichever is first", async () => {
    for (let round = 0; round < 4; round += 1) {
      const old = await unpaid();

      const both = [payLate(old), pressRenew(old)];

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
    const old = await unpaid({ shop: shop.domain });
    const until = new Date(world().clock.now().getTime() + 24 * HOUR_MS);
    await extendAtPagoEfectivo(world(), shop, { cip: old.cip, until });

    const fresh = await getNewCode(old);

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
    expect(atPagoEfectivo(old)).toBe("deleted");
    expect(atPagoEfectivo(fresh)).toBe("pending");
    expect((await casesOf(world(), old)).filter(({ state }) => state === "open")).toEqual([]);
  });

  it("keeps a new one from being made while PagoEfectivo does not answer, and the page says so", async () => {
    const old = await unpaid();
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "html-503", count: 2 });

    await pressRenew(old);

    expect(await pageState(old)).toBe("preparing");
    expect(await createCalls(world(), old)).toBe(1);
    advance(MINUTE_MS);
    expect(await openPage(old)).toContain("PagoEfectivo todavía no nos da tu código");
    await world().until("two silent searches", () => {
      advance(MINUTE_MS);
      return world().pagoefectivo.switches.nextFaults.length === 0;
    });
    await world().until("a new code", async () => {
      advance(MINUTE_MS);
      return (await codesOf(world(), old))[0]?.state === "live";
    });
    expect(await createCalls(world(), old)).toBe(2);
  });

  it("ends the wait after half an hour, and the shopper may ask again", async () => {
    const old = await unpaid();
    world().pagoefectivo.switches.nextFaults.push({ operation: "search", fault: "empty-items", count: 99 });
    await pressRenew(old);
    expect(await pageState(old)).toBe("preparing");

    advance(31 * MINUTE_MS);

    await isTold(old, "released");
    expect(await createCalls(world(), old)).toBe(1);
    world().pagoefectivo.switches.nextFaults.length = 0;
    expect(await offersNewCode(old)).toBe(true);
    await getNewCode(old);
  });
});

describe("no new code is offered or made", () => {
  it("when Shopify's 72 hours leave less than two for it", async () => {
    const old = await unpaid();
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
    await isTold(payment, "rejected");

    await isRefused(payment);
  });

  it("to who went back to checkout", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    await pressCancel(payment);
    await isTold(payment, "released");

    await isRefused(payment);
  });

  it("where the merchant took the code back", async () => {
    const payment = await withCode(world());
    await openPage(payment);
    await voidByMerchant(world().system.deps, await by(world(), payment));
    await isTold(payment, "released");

    await isRefused(payment);
  });

  it("while money waits in a case", async () => {
    const payment = await unpaid();
    // The simulator always takes the code's amount, and our own triggers keep ours: they are switched off here.
    await world().rows(
      `do $$ begin
         set local session_replication_role = replica;
         update codes set amount_centimos = 13000 where id = '${payment.codeId}';
       end $$`,
    );
    await payLate(payment);
    await world().until("a case", async () => (await casesOf(world(), payment)).length > 0);

    await isRefused(payment);
  });

  it("while another attempt of the checkout can be paid, or has an order", async () => {
    const first = await unpaid();
    const second = await withCode(world(), { group: first.group });
    await isRefused(first);
    await openPage(second);
    await pressContinue(second);
    await isTold(second, "pending");
    await isRefused(first);
    await moveToExpiry(world(), second, RELEASE_MS);
    await isTold(second, "rejected");

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

describe("two attempts of one checkout that both ask for a new code", () => {
  it("share one", async () => {
    const shop = (await shortLived()).domain;
    const first = await unpaid({ shop });
    const second = await arrive(world(), { group: first.group, shop });
    await world().until("its code", async () => (await codesOf(world(), second))[0]?.state === "live");
    await moveToExpiry(world(), second, RELEASE_MS);
    await isTold(second, "released");

    const pressed = [pressRenew(first), pressRenew(second)];

    await world().until("one to have given way", async () => {
      const states = [await pageState(first), await pageState(second)];
      return states.every((state) => state === "waiting");
    });
    await Promise.all(pressed);
    const payable = await world().rows<{ cip: string }>(
      "select cip from codes where session_group = $1 and state in ('issuing', 'unknown', 'live', 'voiding')",
      [first.group],
    );
    expect(payable).toHaveLength(1);
    for (const page of [await openPage(first), await openPage(second)])
      expect(page.replaceAll(/\s/g, "")).toContain(payable[0]?.cip);
  });
});
