import { describe, expect, it } from "vitest";
import { readListFilter } from "#app/payments/payment-list-filter.ts";
import { AMOUNT_BANDS } from "./figure-bands.ts";
import { ofAmounts, whoReached } from "./figure-links.ts";
import { currenciesOf, funnelOf, outcomesOf, periodOf, valuesOf, type FunnelRow } from "./figures-view.ts";

const filter = (query: string) => readListFilter(new URLSearchParams(query));
const outcome = { currency: "PEN", day: "2026-11-20", status: "paid", count: 1, centimos: 1_000 } as const;

describe("the period of the figures", () => {
  it("is what was asked for; where an end is open, it reaches as far as there are payments, and to today", () => {
    const rows = [{ ...outcome, day: "2026-10-02" }, outcome];

    expect(periodOf(filter("from=2026-11-01&to=2026-11-02"), rows, "2026-11-24")).toEqual({
      ...{ from: "2026-11-01", to: "2026-11-02" },
    });
    expect(periodOf(filter("to=2026-11-22"), rows, "2026-11-24")).toEqual({
      ...{ from: "2026-10-02", to: "2026-11-22" },
    });
    expect(periodOf(filter("from=2026-11-01"), rows, "2026-11-24").to).toBe("2026-11-24");
    expect(periodOf(filter("from=2026-11-01"), [{ ...outcome, day: "2026-11-25" }], "2026-11-24").to).toBe(
      "2026-11-25",
    );
    expect(periodOf(filter("to=2026-11-22"), [], "2026-11-24").from).toBe("2026-11-22");
  });
});

describe("the figures of one day after the other", () => {
  const period = { from: "2026-11-19", to: "2026-11-21" };

  it("show days without any payment, and the money of each day by itself", () => {
    const rows = [
      outcome,
      { ...outcome, status: "expired", centimos: 700 } as const,
      { ...outcome, day: "2026-11-21", status: "review" } as const,
    ];

    expect(valuesOf(period, rows)).toEqual([
      { from: "2026-11-19", to: "2026-11-19", paidCentimos: 0, expiredCentimos: 0 },
      { from: "2026-11-20", to: "2026-11-20", paidCentimos: 1_000, expiredCentimos: 700 },
      { from: "2026-11-21", to: "2026-11-21", paidCentimos: 0, expiredCentimos: 0 },
    ]);
    expect(outcomesOf(rows).filter(({ count }) => count > 0)).toHaveLength(3);
    expect(outcomesOf([])).toHaveLength(8);
  });

  it("show every hour and band, and channels by what was paid there, the unknown last", () => {
    const steps = { started: 3, issued: 3, seen: 2, kept: 1, paid: 1 };
    const row = (more: Partial<FunnelRow>): FunnelRow => ({
      ...{ dimension: "all", part: null, ...steps },
      ...more,
    });

    const funnel = funnelOf(period, [
      row({}),
      row({ dimension: "day", part: "2026-11-20" }),
      row({ dimension: "hour", part: "7" }),
      row({ dimension: "amount", part: "2" }),
      row({ dimension: "channel", part: null, paid: 9 }),
      row({ dimension: "channel", part: "BCP", paid: 2 }),
      row({ dimension: "channel", part: "Yape", paid: 5 }),
    ]);

    expect(funnel.funnel).toEqual(steps);
    expect(funnel.days.map((day) => day.steps.started)).toEqual([0, 3, 0]);
    expect(funnel.hours.map(({ steps: { seen } }) => seen)).toEqual([
      ...Array<number>(7).fill(0),
      2,
      ...Array<number>(16).fill(0),
    ]);
    expect(funnel.amounts.map((band) => band.steps.issued)).toEqual([0, 0, 3, 0, 0, 0, 0]);
    expect(funnel.channels.map(({ channel }) => channel)).toEqual(["Yape", "BCP", "-"]);
  });

  it("know the currencies that have payments", () => {
    expect(currenciesOf([{ ...outcome, currency: "USD", count: 2 }])).toEqual([
      { currency: "USD", count: 2 },
    ]);
  });
});

describe("the way from a figure to its payments", () => {
  it("keeps what was asked for, and asks for the step besides", () => {
    expect(whoReached(filter("step=kept&hour=4"), "seen")).toEqual(filter("step=seen,kept&hour=4"));
    expect(whoReached(filter("state=paid,expired"), "paid")).toEqual(filter("state=paid"));
    expect(whoReached(filter("view=paid"), "started")).toEqual(filter("view=paid"));
  });

  it("asks for amounts within the band and within what was asked for", () => {
    const [first, second] = AMOUNT_BANDS;
    const last = AMOUNT_BANDS.at(-1);

    expect(first && ofAmounts(filter(""), first)).toEqual(filter("max=19.99"));
    expect(second && ofAmounts(filter("min=25.50&max=30"), second)).toEqual(filter("min=25.50&max=30"));
    expect(last && ofAmounts(filter("min=2000"), last)).toEqual(filter("min=2000"));
  });
});
