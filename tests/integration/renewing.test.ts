import type pg from "pg";
import { describe, expect, it } from "vitest";
import { closeUnseen } from "#app/payments/give-up-payment.server.ts";
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
  withCode,
} from "../builders/payment.ts";
import {
  isTold,
  unpaid,
  newCode,
  getNewCode,
  renewed,
  advance,
  atPagoEfectivo,
  offersNewCode,
  shortLived,
  RELEASE_MS,
} from "../builders/renewal.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("renewing", { tls: "off" });

const MINUTE_MS = 60_000;

describe("a shopper whose code has expired", () => {
  it("gets a new one with one press, makes the order of it and pays it", async () => {
    const old = await unpaid(world());
    expect(await offersNewCode(old)).toBe(true);

    const [fresh, sentTo] = await Promise.all([newCode(world(), old), pressRenew(old)]);

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
    const old = await unpaid(world());

    const presses = Array.from({ length: 20 }, () => pressRenew(old));
    await newCode(world(), old);

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

    const fresh = await getNewCode(world(), old);
    advance(world(), RELEASE_MS);
    await world().run("end-code", { codeId: old.codeId });
    await world().run("sweep-codes", {});

    expect((await paymentRow(world(), old)).told).toBe("open");
    expect(await codesOf(world(), old)).toMatchObject([
      { state: "live", cip: fresh.cip },
      { state: "expired", cip: old.cip },
    ]);
    expect(await pageState(old)).toBe("waiting");
  });

  it("keeps it when the payment was just being closed because nobody had come", async () => {
    const old = await withCode(world());
    await moveToExpiry(world(), old, MINUTE_MS);
    await world().run("look-up-code", { codeId: old.codeId });
    const { deps } = world().system;
    const pressed = { yet: false };
    // They press after the job has looked and before it decides.
    const db = {
      async query<Row extends pg.QueryResultRow>(question: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
        const answer = await deps.db.query<Row>(question);
        if (!pressed.yet) {
          pressed.yet = true;
          await getNewCode(world(), old);
        }
        return answer;
      },
    };

    await closeUnseen({ ...deps, db }, old.paymentId);

    expect((await paymentRow(world(), old)).told).toBe("open");
    expect((await codesOf(world(), old))[0]?.state).toBe("live");
  });

  it("loses the new one too when nobody pays it, and may ask three times and no more", async () => {
    const shop = await shortLived(world());
    const old = await unpaid(world(), { shop: shop.domain });
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
      await isTold(world(), old, "released");
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
    await isTold(world(), old, "released");
    await getNewCode(world(), old);
    await openPage(old);

    advance(world(), 2 * MINUTE_MS);
    await world().run("confirmation-timer", { paymentId: old.paymentId });

    expect(told(world(), old)).toEqual([]);
    expect((await paymentRow(world(), old)).told).toBe("open");
  });

  it("may go back to checkout from the new one, and gets no third", async () => {
    const { old, fresh } = await renewed(world());
    await openPage(old);

    await pressCancel(old);

    await isTold(world(), old, "released");
    expect(atPagoEfectivo(world(), fresh)).toBe("deleted");
    expect(await offersNewCode(old)).toBe(false);
    await pressRenew(old);
    expect((await paymentRow(world(), old)).told).toBe("released");
  });
});

describe("a shopper who was never shown their code", () => {
  it("gets a new one when they come", async () => {
    const old = await withCode(world());
    world().clock.shift(31 * MINUTE_MS);
    await isTold(world(), old, "released");
    expect(await pageState(old)).toBe("voided");

    const fresh = await getNewCode(world(), old);

    expect(atPagoEfectivo(world(), old)).toBe("deleted");
    expect(atPagoEfectivo(world(), fresh)).toBe("pending");
    await openPage(old);
    await pressContinue(old);
    await world().until("pending", () => sessionState(world(), old) === "pending");
  });
});

describe("two attempts of one checkout that both ask for a new code", () => {
  it("share one", async () => {
    const shop = (await shortLived(world())).domain;
    const first = await unpaid(world(), { shop });
    const second = await arrive(world(), { group: first.group, shop });
    await world().until("its code", async () => (await codesOf(world(), second))[0]?.state === "live");
    await moveToExpiry(world(), second, RELEASE_MS);
    await isTold(world(), second, "released");

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
