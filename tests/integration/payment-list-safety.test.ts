import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { LIST_SORTS } from "#app/payments/payment-list-filter.ts";
import { loadStatuses } from "#app/payments/payment-list-queries.server.ts";
import { useListedPayments } from "../builders/listed-payments.ts";

const payments = useListedPayments("payment list safety");

describe("another shop's payments", () => {
  it("never appear, whatever is asked", async () => {
    const mine = await payments().newShop();
    const theirs = await payments().newShop();
    const email = "ana@example.com";
    for (let hour = 1; hour <= 60; hour += 1)
      await payments().pending(theirs, hour, { shopper_email: email });
    const own = await payments().pending(mine, 30, { shopper_email: email });
    await payments().rows.newCase({ ...theirs, group: "", paymentId: "" }, { kind: "notice-not-ours" });
    const [place] = (await payments().list(theirs, "")).rows;
    invariant(place, "they have payments");

    const asked: string[] = [
      ...[place.id, place.sessionId, place.cip, email, "125.00"].map((text) => `q=${String(text)}`),
      ...["view=review", "mode=all", "sort=amount", "sort=expires", `shop=${theirs.shopId}`],
      ...[`shop_id=${theirs.shopId}`, "state=pending", "from=2026-11-01"],
    ];
    const cursors = await Promise.all(
      LIST_SORTS.map(async (sort) => [sort, (await payments().list(theirs, `sort=${sort}`)).next] as const),
    );
    for (const [sort, cursor] of cursors) {
      asked.push(`sort=${sort}&after=${String(cursor)}`, `sort=${sort}&before=${String(cursor)}`);
    }

    for (const query of asked) {
      const shown = await payments().found(mine, query);
      expect(
        shown.filter((id) => id !== own.paymentId),
        query,
      ).toEqual([]);
    }
    expect(await loadStatuses(payments().pool, { shopId: mine.shopId, paymentIds: [place.id] })).toEqual(
      new Map(),
    );
  });
});

describe("a hostile address", () => {
  it("is answered with a list, whatever it holds", async () => {
    const shop = await payments().newShop();
    const own = await payments().pending(shop, 1);
    const nasty = [
      "\u0000",
      "\ud800",
      "'",
      "%00",
      "9".repeat(5_000),
      "[]",
      "-1",
      "1e400",
      "NaN",
      "__proto__",
    ];
    const names = [
      "view",
      "from",
      "to",
      "currency",
      "mode",
      "min",
      "max",
      "sort",
      "after",
      "before",
      "state",
      "step",
      "hour",
    ];

    for (const name of names) {
      for (const value of nasty) {
        const query = new URLSearchParams([[name, value]]).toString();
        expect(await payments().found(shop, query), `${name}=${value}`).toEqual([own.paymentId]);
      }
    }
    for (const value of nasty) {
      for (const sort of LIST_SORTS) {
        const query = new URLSearchParams([["q", value], ["sort", sort]]).toString(); // prettier-ignore
        expect(await payments().found(shop, query), `q=${value}`).toEqual([]);
      }
    }
    // Fault: what can be no payment's was searched for without the rest of the filter, whose values the database then refused.
    const rest =
      "from=2026-11-01&to=2026-11-24&currency=PEN&mode=live&min=10&max=100.50&hour=3&channel=BCP";
    for (const value of ["`2541865", "2=100.50", "\u0000"]) {
      const query = `${rest}&money=unsettled&view=paid&q=${encodeURIComponent(value)}`;
      expect(await payments().list(shop, query)).toMatchObject({ rows: [], count: 0, isExact: true });
    }
    // What may be a channel's name finds what was paid there: nothing.
    for (const value of nasty) {
      const query = new URLSearchParams([["channel", value]]).toString();
      expect([[], [own.paymentId]], `channel=${value}`).toContainEqual(await payments().found(shop, query));
    }
  });
});
