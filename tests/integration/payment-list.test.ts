import { beforeAll, describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { CODE_STATES, TOLD_STATES } from "#app/payments/lifecycle-moves.ts";
import { LIST_SORTS } from "#app/payments/payment-list-filter.ts";
import { loadStatuses } from "#app/payments/payment-list-queries.server.ts";
import { PAYMENT_STATUSES, paymentStatus } from "#app/payments/payment-status.ts";
import {
  HOUR_MS,
  idsOf,
  NOON,
  useListedPayments,
  type ListedShopRows,
} from "../builders/listed-payments.ts";
import type { Place } from "../builders/rows.ts";

const payments = useListedPayments("payment list");

describe("a list of many pages", () => {
  let shop: ListedShopRows;
  let ids: string[];

  beforeAll(async () => {
    shop = await payments().newShop();
    ids = [];
    for (let hour = 1; hour <= 130; hour += 1) {
      const kind = hour % 10;
      // Equal amounts and equal expiries stand on both sides of a page's end; some never had a code.
      const amount = { amount_centimos: 1_000 * (1 + (hour % 3)) };
      const place =
        kind === 0
          ? await payments().payment(shop, hour, { told: "released", ...amount })
          : await payments().pending(shop, hour - (hour % 4), amount);
      ids.push(place.paymentId);
    }
  });

  it.each(LIST_SORTS)("shows every payment once, by %s, while new ones arrive", async (sort) => {
    const arriving = await payments().newShop();
    const before: string[] = [];
    for (let hour = 1; hour <= 110; hour += 1) {
      const place =
        hour % 9 === 0
          ? await payments().payment(arriving, hour)
          : await payments().pending(arriving, hour);
      before.push(place.paymentId);
    }

    let late = 0;
    const pages = await payments().walk(arriving, `sort=${sort}`, () =>
      payments().pending(arriving, -(late += 1)),
    );

    const shown = pages.flatMap(idsOf);
    expect(new Set(shown).size).toBe(shown.length);
    expect(before.filter((id) => !shown.includes(id))).toEqual([]);
    expect(pages.length).toBeGreaterThan(2);
  });

  it.each(LIST_SORTS)("leads back over the same pages, by %s", async (sort) => {
    const [first, second, third] = await payments().walk(shop, `sort=${sort}`);
    invariant(first && second && third, "there are three pages");

    const back = await payments().list(shop, `sort=${sort}&before=${String(third.previous)}`);
    const backAgain = await payments().list(shop, `sort=${sort}&before=${String(back.previous)}`);

    expect(idsOf(back)).toEqual(idsOf(second));
    expect(idsOf(backAgain)).toEqual(idsOf(first));
    expect(backAgain.previous).toBeNull();
    expect(first.previous).toBeNull();
    expect([first, second, third].map(({ count }) => count)).toEqual([130, 130, 130]);
    expect([...idsOf(first), ...idsOf(second), ...idsOf(third)].toSorted()).toEqual(ids.toSorted());
  });

  it("is in the order that was asked for", async () => {
    const amounts = (await payments().walk(shop, "sort=amount-asc"))
      .flatMap((page) => page.rows)
      .map((row) => row.amountCentimos);
    const expiries = (await payments().walk(shop, "sort=expires"))
      .flatMap((page) => page.rows)
      .map((row) => row.expiresAt);
    const created = (await payments().walk(shop, ""))
      .flatMap((page) => page.rows)
      .map((row) => row.createdAt);

    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
    const known = expiries.filter((at) => at !== null);
    expect(expiries).toEqual([...known.toSorted(), ...Array<null>(130 - known.length).fill(null)]);
    expect(created).toEqual(created.toSorted().reverse());
  });
});

describe("the voided ones", () => {
  it.each(LIST_SORTS)("are shown once each, forwards and back, by %s", async (sort) => {
    const shop = await payments().newShop();
    const voided: string[] = [];
    for (let hour = 1; hour <= 120; hour += 1) {
      const isPaid = hour % 5 === 0;
      const place = await payments().payment(shop, hour, { told: isPaid ? "resolved" : "rejected" });
      const code = (state: string, minute: number) =>
        payments().rows.newCode(place, {
          state,
          created_at: new Date(NOON.getTime() + minute * 60_000),
          expires_at: new Date(NOON.getTime() + (hour % 7) * HOUR_MS),
        });
      await code("voided", 1);
      // Some have a second voided code, some a later one that expired, some were paid with the first.
      if (hour % 4 === 0) await code("voided", 2);
      if (hour % 6 === 0) await code("expired", 3);
      if (!isPaid && hour % 6 !== 0) voided.push(place.paymentId);
    }

    const pages = await payments().walk(shop, `view=voided&sort=${sort}`);
    const [first, second] = pages;
    invariant(first && second, "there are two pages");
    const back = await payments().list(shop, `view=voided&sort=${sort}&before=${String(second.previous)}`);

    expect(pages.flatMap(idsOf).toSorted()).toEqual(voided.toSorted());
    expect(idsOf(back)).toEqual(idsOf(first));
    expect(pages.map(({ count, isExact }) => ({ count, isExact }))).toEqual(
      pages.map(() => ({ count: voided.length, isExact: true })),
    );
  });
});

describe("a search", () => {
  let shop: ListedShopRows;
  let live: Place;
  let other: Place;

  beforeAll(async () => {
    shop = await payments().newShop();
    live = await payments().payment(shop, 3, {
      told: "pending",
      session_id: "u0nwmSrNntjIWozmNslK5Tlq",
      shopper_email: "Rosa.Quispe@Example.com",
      amount_centimos: 123_450,
    });
    await payments().rows.newCode(live, { cip: "987654321" });
    other = await payments().payment(shop, 2, {
      test: true,
      shopper_email: "ana@example.com",
      currency: "USD",
    });
    await payments().rows.newCode({ ...other }, { cip: "123450", mode: "sandbox", currency: "USD" });
  });

  it.each([
    "u0nwmSrNntjIWozmNslK5Tlq",
    "gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq",
    "payment_id:u0nwmSrNntjIWozmNslK5Tlq",
    "987654321",
    "rosa.quispe@example.com",
    "S/ 1,234.50",
    "1234.50",
  ])("for %s finds its payment", async (text) => {
    expect(await payments().found(shop, `q=${encodeURIComponent(text)}`)).toEqual([live.paymentId]);
  });

  it("finds a payment by a code that it had before", async () => {
    const again = await payments().payment(shop, 1);
    await payments().rows.newCode(again, { cip: "555000111", state: "voided" });
    await payments().rows.newCode(again, { cip: "555000222", created_at: NOON });

    expect(await payments().found(shop, "q=555000111")).toEqual([again.paymentId]);
  });

  it("finds a test payment unasked, as whoever types its code means it", async () => {
    expect(await payments().found(shop, "q=ana@example.com")).toEqual([other.paymentId]);
    expect(await payments().found(shop, "q=ana@example.com&mode=live")).toEqual([]);
    expect(await payments().found(shop, "mode=test")).toEqual([other.paymentId]);
    expect(await payments().found(shop, "")).not.toContain(other.paymentId);
  });

  it("finds by digits what has them as a code, and what has them as an amount", async () => {
    const amount = await payments().payment(shop, 5, { amount_centimos: 12_345_000 });

    expect(await payments().found(shop, "q=123450")).toEqual([other.paymentId, amount.paymentId]);
  });

  it("for nothing that we know finds nothing", async () => {
    for (const text of ["nobody@example.com", "000", "rosa quispe", "%", "'; drop table payments"])
      expect(await payments().found(shop, `q=${encodeURIComponent(text)}`)).toEqual([]);
  });
});

describe("a filter", () => {
  it("by days goes by midnight in Lima, both days included", async () => {
    const shop = await payments().newShop();
    const at = (iso: string) => payments().payment(shop, (NOON.getTime() - Date.parse(iso)) / HOUR_MS);
    await at("2026-11-23T04:59:59.999Z");
    const first = await at("2026-11-23T05:00:00.000Z");
    const last = await at("2026-11-25T04:59:59.999Z");
    await at("2026-11-25T05:00:00.000Z");

    const days = "from=2026-11-23&to=2026-11-24";

    expect(await payments().found(shop, days)).toEqual([last.paymentId, first.paymentId]);
    expect(await payments().found(shop, `${days}&sort=amount`)).toHaveLength(2);
  });

  it("by amount and currency has both bounds in it, and compares nothing across currencies", async () => {
    const shop = await payments().newShop();
    for (const amount_centimos of [999, 1_000, 2_000, 2_001])
      await payments().payment(shop, 1, { amount_centimos });
    await payments().payment(shop, 1, { amount_centimos: 1_500, currency: "USD" });

    const amounts = async (query: string) =>
      (await payments().list(shop, query)).rows.map(({ amountCentimos }) => amountCentimos).toSorted();

    expect(await amounts("min=10&max=20")).toEqual([1_000, 1_500, 2_000]);
    expect(await amounts("min=10&max=20&currency=PEN")).toEqual([1_000, 2_000]);
    expect(await amounts("min=20&max=10")).toEqual([]);
  });

  it("by status agrees with the badge on every payment there can be", async () => {
    const shop = await payments().newShop();
    const expected = new Map<string, string>();
    for (const told of TOLD_STATES) {
      for (const state of [null, ...CODE_STATES]) {
        for (const needsPerson of [false, true]) {
          const place = await payments().payment(shop, 1, { told, ...(told === "pending" && {}) });
          if (state) {
            const hasCip = !["issuing", "failed", "unknown", "lost"].includes(state);
            await payments().rows.newCode(place, { state, ...(!hasCip && { cip: null }) });
          }
          if (needsPerson) await payments().rows.newCase(place, { payment_id: place.paymentId });
          expected.set(place.paymentId, paymentStatus({ told, codeState: state, needsPerson }));
        }
      }
    }

    for (const sort of LIST_SORTS) {
      for (const status of PAYMENT_STATUSES) {
        const shown = (await payments().walk(shop, `sort=${sort}&state=${status}`)).flatMap(
          (page) => page.rows,
        );
        const wanted = [...expected].filter(([, known]) => known === status).map(([id]) => id);
        expect(shown.map(({ id }) => id).toSorted(), `${status} by ${sort}`).toEqual(wanted.toSorted());
        expect(shown.every((row) => row.status === status)).toBe(true);
      }
    }
    const statuses = await loadStatuses(payments().pool, {
      shopId: shop.shopId,
      paymentIds: [...expected.keys()],
    });
    expect(new Map(statuses)).toEqual(expected);
  });
});

describe("an empty list", () => {
  it("says whether nothing can come, nothing has come, or nothing matches", async () => {
    const unconnected = await payments().rows.newShop();
    const connected = await payments().newShop();
    const busy = await payments().newShop();
    await payments().pending(busy, 1);

    const none = { shopId: unconnected, versionId: "" };
    expect((await payments().list(none, "")).shop).toEqual({
      hasPayments: false,
      isConnected: false,
      isLive: false,
    });
    expect((await payments().list(connected, "")).shop).toEqual({
      hasPayments: false,
      isConnected: true,
      isLive: true,
    });
    const narrowed = await payments().list(busy, "view=paid");
    expect(narrowed).toMatchObject({ rows: [], count: 0, next: null, previous: null });
    expect(narrowed.shop.hasPayments).toBe(true);
  });
});
