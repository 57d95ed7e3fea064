import { describe, expect, it } from "vitest";
import { nextAsk, type PlannedCode } from "./ask-plan.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CREATED = new Date("2026-11-25T13:00:00Z");

const LIVE: PlannedCode = {
  state: "live",
  mode: "live",
  cip: "311100001",
  createdAt: CREATED,
  expiresAt: new Date(CREATED.getTime() + 3 * HOUR_MS + 30 * MINUTE_MS),
  paidAt: null,
  endedAt: null,
};

/** All times of the plan, in minutes after `from`, as they follow from one another. */
function planOf(code: PlannedCode, from: Date, most: number): number[] {
  const minutes: number[] = [];
  let after = from;
  while (minutes.length < most) {
    const next = nextAsk(code, after);
    if (!next) break;
    minutes.push((next.getTime() - from.getTime()) / MINUTE_MS);
    after = next;
  }
  return minutes;
}

describe("a code that can be paid", () => {
  it("is asked about soon, hourly, around its end, and daily while nothing is proved", () => {
    const end = 210;
    const day = 24 * 60;

    expect(planOf(LIVE, CREATED, 13)).toEqual([
      ...[2, 5, 15, 60, 120, 180],
      ...[end + 5, end + 30, end + day, end + 2 * day, end + 3 * day],
      ...[end + 4 * day, end + 5 * day],
    ]);
  });

  it("is asked about once for all the times that an outage missed", () => {
    const after = new Date(CREATED.getTime() + 2 * HOUR_MS + 10 * MINUTE_MS);

    expect(nextAsk(LIVE, after)).toEqual(new Date(CREATED.getTime() + 3 * HOUR_MS));
  });
});

it("expired unpaid, it is asked about for three more days", () => {
  const code = { ...LIVE, state: "expired" as const };

  expect(planOf(code, LIVE.expiresAt, 9)).toEqual([5, 30, 1_440, 2_880, 4_320]);
});

it("paid, it is watched for three days", () => {
  const code = { ...LIVE, state: "paid" as const, endedAt: CREATED };

  expect(planOf(code, CREATED, 9)).toEqual([60, 1_440, 2_880, 4_320]);
});

it("paid in the sandbox, it is not asked about: the money may have been simulated", () => {
  expect(nextAsk({ ...LIVE, state: "paid", mode: "sandbox", endedAt: CREATED }, CREATED)).toBeNull();
});

it.each(["issuing", "unknown", "failed"] as const)("%s, there is nothing to ask about", (state) => {
  expect(nextAsk({ ...LIVE, state }, CREATED)).toBeNull();
  expect(nextAsk({ ...LIVE, cip: null }, new Date(CREATED.getTime() + DAY_MS))).toBeNull();
});
