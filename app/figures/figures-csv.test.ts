import { describe, expect, it } from "vitest";
import { readListFilter } from "#app/payments/payment-list-filter.ts";
import { figuresLines, MACHINE_FIGURES } from "./figures-csv.ts";
import { funnelOf, outcomesOf, timeBandsOf, valuesOf, type FiguresView } from "./figures-view.ts";

const steps = { started: 4, issued: 3, seen: 2, kept: 1, paid: 1 };
const period = { from: "2026-11-24", to: "2026-11-24" };
const asked = readListFilter(new URLSearchParams(period));

const view: FiguresView = {
  filter: { ...asked, mode: "live", currency: "PEN" },
  asked,
  hasPayments: true,
  currencies: [{ currency: "PEN", count: 4 }],
  outcomes: outcomesOf([]),
  ...funnelOf(period, [
    { dimension: "all", part: null, ...steps },
    { dimension: "hour", part: "23", ...steps },
    { dimension: "channel", part: '=HYPERLINK("https://x.example")', ...steps },
  ]),
  times: {
    measured: 1,
    unmeasured: 0,
    medianMs: 90_000,
    p90Ms: null,
    bands: timeBandsOf(new Map([[0, 1]])),
  },
  values: valuesOf(period, [
    { currency: "PEN", day: "2026-11-24", status: "expired", count: 1, centimos: 123_450 },
  ]),
};

describe("the figures as CSV", () => {
  const lines = [...figuresLines(view, MACHINE_FIGURES)];

  it("are one number a line, with what it is of", () => {
    expect(lines).toContain("funnel,all,,,,PEN,live,issued,3\r\n");
    expect(lines).toContain("funnel,hour,23,23,,PEN,live,kept,1\r\n");
    expect(lines).toContain("funnel,amount,20.00,49.99,,PEN,live,started,0\r\n");
    expect(lines).toContain("funnel,amount,1000.00,,,PEN,live,started,0\r\n");
    expect(lines).toContain("times,minutes,0,15,,PEN,live,payments,1\r\n");
    expect(lines).toContain("times,all,,,,PEN,live,median_minutes,2\r\n");
    expect(lines).toContain("times,all,,,,PEN,live,p90_minutes,\r\n");
    expect(lines).toContain("values,day,2026-11-24,2026-11-24,,PEN,live,expired_amount,1234.50\r\n");
  });

  it("run no formula that a statement has for a channel", () => {
    const ofChannel = lines.filter((line) => line.includes("HYPERLINK"));

    expect(ofChannel).toHaveLength(5);
    expect(ofChannel[0]).toBe(
      `funnel,channel,,,"'=HYPERLINK(""https://x.example"")",PEN,live,started,4\r\n`,
    );
  });
});
