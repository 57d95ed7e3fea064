import { describe, expect, it } from "vitest";
import {
  publicStatus,
  standingOf,
  type ResolveTimes,
  type ServiceState,
} from "#app/metrics/service-state.ts";

const WELL: ServiceState = {
  at: new Date("2026-11-29T12:00:00Z"),
  queue: { due: 3, oldestDueSeconds: 0 },
  unresolved: { count: 1, oldestSeconds: 2 },
  reportOverdueSeconds: 0,
  cases: { holdingMoney: 4, others: 9, oldestHoldingMoneySeconds: 7_200 },
  sweepOldestUnaskedSeconds: 0,
  workersAlive: 2,
  parties: { pagoefectivo: { shops: 40, unanswered: 1 }, shopify: { shops: 0, unanswered: 0 } },
};
const TIMES: ResolveTimes = {
  payments: 812,
  paidMs: { p50: 640, p99: 2_100 },
  noticedMs: { p50: 41, p99: 300 },
};

describe("a party", () => {
  it.each([
    [{ shops: 0, unanswered: 0 }, "not-asked"],
    [{ shops: 1, unanswered: 0 }, "well"],
    [{ shops: 1, unanswered: 1 }, "trouble"],
    [{ shops: 40, unanswered: 19 }, "well"],
    [{ shops: 40, unanswered: 20 }, "trouble"],
  ])("of which %o is known stands %s", (asked, standing) => {
    expect(standingOf(asked)).toBe(standing);
  });
});

describe("what everybody may know", () => {
  it("is how fast payments become orders, and who is in trouble", () => {
    expect(publicStatus(WELL, TIMES)).toEqual({
      status: "well",
      at: "2026-11-29T12:00:00.000Z",
      paidToResolvedMs: { p50: 640, p99: 2_100 },
      noticedToResolvedMs: { p50: 41, p99: 300 },
      oldestUnresolvedSeconds: 2,
      parties: { pagoefectivo: "well", shopify: "not-asked" },
    });
  });

  it.each<[string, Partial<ServiceState>]>([
    ["nobody works", { workersAlive: 0 }],
    ["jobs wait for minutes", { queue: { due: 9, oldestDueSeconds: 300 } }],
    ["codes wait to be asked about", { sweepOldestUnaskedSeconds: 300 }],
    [
      "a party does not answer",
      { parties: { ...WELL.parties, pagoefectivo: { shops: 2, unanswered: 1 } } },
    ],
  ])("says that there is trouble when %s", (_, change) => {
    expect(publicStatus({ ...WELL, ...change }, TIMES).status).toBe("trouble");
  });

  it("is not one merchant's trouble: a frozen shop's payment waits, and all is well", () => {
    const waiting = { ...WELL, unresolved: { count: 1, oldestSeconds: 80_000 } };

    expect(publicStatus(waiting, TIMES)).toMatchObject({ status: "well", oldestUnresolvedSeconds: 80_000 });
  });
});
