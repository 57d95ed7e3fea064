import { describe, expect, it } from "vitest";
import { newId } from "#app/lib/ids.server.ts";
import type { SetupFacts } from "#app/merchants/setup-steps.ts";
import { firstIdAt, homeBanner, lastDays, sumDays } from "./home-view.ts";

const NOW = new Date("2026-11-25T04:59:00.000Z");

const works: SetupFacts = {
  connectedModes: ["live"],
  isVerified: true,
  isRefused: false,
  rulesSaved: true,
  pagePreviewed: true,
  configuredReady: true,
  switchedOffReason: null,
  hasPayment: true,
  isDismissed: false,
};
const calm = {
  late: 0,
  attentionHours: 24,
  cases: 0,
  reports: 0,
  held: [],
  codesOfDisconnected: 0,
  unansweredSince: null,
};

describe("the banner", () => {
  it("says nothing where nothing is wrong", () => {
    expect(homeBanner(works, { ...calm, cases: 3 })).toBeNull();
  });

  it("says only the worst", () => {
    const all = { ...works, isRefused: true, switchedOffReason: "credentials" };

    expect(homeBanner(all, { ...calm, reports: 1 })).toBe("refused");
    expect(homeBanner({ ...all, isRefused: false }, { ...calm, reports: 1 })).toBe("switchedOff");
    expect(homeBanner(works, { ...calm, reports: 1 })).toBe("reports");
  });

  it("warns of a shop that takes orders with test keys only", () => {
    expect(homeBanner({ ...works, connectedModes: ["sandbox"] }, calm)).toBe("testOnly");
    expect(homeBanner({ ...works, connectedModes: ["sandbox"], configuredReady: null }, calm)).toBeNull();
  });
});

describe("the days", () => {
  it("are Lima's, today the last", () => {
    expect(lastDays(NOW, 3)).toEqual(["2026-11-22", "2026-11-23", "2026-11-24"]);
    expect(lastDays(NOW)).toHaveLength(30);
  });

  it("are all there, and each currency is summed by itself", () => {
    const row = { day: "2026-11-23", created: 2, paid: 1, paidCentimos: 500 };

    const summed = sumDays(
      ["2026-11-22", "2026-11-23"],
      [
        { ...row, currency: "USD" },
        { ...row, currency: "PEN", paidCentimos: 12_345 },
      ],
    );

    expect(summed).toEqual({
      days: [
        { day: "2026-11-22", created: 0, paid: 0 },
        { day: "2026-11-23", created: 4, paid: 2 },
      ],
      created: 4,
      paid: 2,
      collected: [
        { currency: "PEN", centimos: 12_345 },
        { currency: "USD", centimos: 500 },
      ],
    });
  });
});

describe("firstIdAt", () => {
  it("is not above any id of that instant and above all earlier ones", () => {
    const bound = firstIdAt(NOW);

    expect(newId({ now: () => NOW }) >= bound).toBe(true);
    expect(newId({ now: () => new Date(NOW.getTime() - 1) }) < bound).toBe(true);
  });
});
