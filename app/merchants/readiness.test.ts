import { describe, expect, it } from "vitest";
import { judgeRefusal, missingSteps, tellAgainMs, type Refusal } from "./readiness.ts";

const READY = {
  isInstalled: true,
  hasLive: true,
  hasSandbox: false,
  codeLifeMinutes: 2880,
  graceMinutes: 30,
};

describe("what is missing before a shop can be activated", () => {
  it("is nothing for an installed shop with an account, be it for tests only", () => {
    expect(missingSteps(READY)).toEqual([]);
    expect(missingSteps({ ...READY, hasLive: false, hasSandbox: true })).toEqual([]);
  });

  it("is named in the order in which it is done", () => {
    const nothing = { ...READY, isInstalled: false, hasLive: false, codeLifeMinutes: 60 };

    expect(missingSteps(nothing)).toEqual(["installed", "connected", "rules"]);
  });

  it("is a rule that fits into Shopify's 72 hours with its grace", () => {
    expect(missingSteps({ ...READY, codeLifeMinutes: 70 * 60, graceMinutes: 105 })).toEqual([]);
    expect(missingSteps({ ...READY, codeLifeMinutes: 70 * 60, graceMinutes: 106 })).toEqual(["rules"]);
  });
});

describe("keys that PagoEfectivo refuses", () => {
  const since = new Date("2026-11-27T15:00:00Z");
  const after = (minutes: number): Refusal => ({
    refusedSince: since,
    now: new Date(since.getTime() + minutes * 60_000),
    clockOffsetMs: 500,
    othersRefused: 0,
  });

  it("switch nobody off for one refusal, nor for two within five minutes", () => {
    expect(judgeRefusal(after(0))).toBe("wait");
    expect(judgeRefusal(after(4.9))).toBe("wait");
  });

  it("switch their shop off when they are refused again five minutes later", () => {
    expect(judgeRefusal(after(5))).toBe("switch-off");
  });

  it("switch nobody off when other merchants are refused too, or when our clock is off", () => {
    expect(judgeRefusal({ ...after(60), othersRefused: 1 })).toBe("alert");
    expect(judgeRefusal({ ...after(60), clockOffsetMs: -120_000 })).toBe("alert");
  });
});

it("tells Shopify again soon, then later, never sooner than Shopify asked, and then leaves it to the hourly look", () => {
  expect([0, 1, 2, 3, 4].map((attempt) => tellAgainMs(attempt, null))).toEqual([
    10_000,
    60_000,
    300_000,
    900_000,
    null,
  ]);
  expect(tellAgainMs(0, 30_000)).toBe(30_000);
});
