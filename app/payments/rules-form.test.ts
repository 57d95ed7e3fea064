import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { parseRulesForm, rulesFields, type MerchantRules, type RuleFields } from "./rules-form.ts";
import { RULE_BOUNDS } from "./expiry-rules.ts";

const STORED: MerchantRules = {
  codeLifeMinutes: 2_880,
  endsAtDayEnd: false,
  amountBands: [],
  quietFromMinute: null,
  quietToMinute: null,
  graceMinutes: 30,
  businessDayGrace: false,
  limits: { PEN: { min: null, max: null }, USD: { min: null, max: null } },
  atExpiry: "reject",
  confirmTimerSeconds: 90,
};

function parse(typed: Partial<RuleFields>) {
  return parseRulesForm({ ...rulesFields(STORED), ...typed }, STORED);
}

function problems(typed: Partial<RuleFields>) {
  const parsed = parse(typed);
  return parsed.kind === "refused" ? parsed.problems : {};
}

const bands = (...lines: [currency: string, upTo: string, hours: string][]) =>
  JSON.stringify(lines.map(([currency, upTo, hours]) => ({ currency, upTo, hours })));

const amount = fc.integer({ min: 1, max: 2_000_000_000 });
const limits = fc
  .tuple(fc.option(amount), fc.option(amount))
  .map(([one, other]) =>
    one !== null && other !== null
      ? { min: Math.min(one, other), max: Math.max(one, other) }
      : { min: one, max: other },
  );
const life = fc.integer(RULE_BOUNDS.codeLifeMinutes);
const quiet = fc.option(
  fc
    .tuple(fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 720 }))
    .map(([from, length]) => ({ from, to: (from + length) % 1_440 })),
);
const anyRules: fc.Arbitrary<MerchantRules> = fc
  .record({
    codeLifeMinutes: life,
    endsAtDayEnd: fc.boolean(),
    amountBands: fc.uniqueArray(
      fc.record({ currency: fc.constantFrom("PEN", "USD"), upToCentimos: amount, codeLifeMinutes: life }),
      { maxLength: 10, selector: ({ currency, upToCentimos }) => `${currency}${upToCentimos}` },
    ),
    graceMinutes: fc.integer(RULE_BOUNDS.graceMinutes),
    businessDayGrace: fc.boolean(),
    limits: fc.record({ PEN: limits, USD: limits }),
    atExpiry: fc.constantFrom("reject", "lapse"),
    confirmTimerSeconds: fc.integer(RULE_BOUNDS.confirmTimerSeconds),
    quiet,
  })
  .map(({ quiet: hours, ...rest }) => ({
    ...rest,
    quietFromMinute: hours?.from ?? null,
    quietToMinute: hours?.to ?? null,
  }));

describe("the form of the rules", () => {
  it("says every rule so that it is read back as it was", () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        expect(parseRulesForm(rulesFields(rules), STORED)).toEqual({ kind: "parsed", rules });
      }),
    );
  });

  it("reads nothing out of bounds, whatever is sent", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(rulesFields(STORED))), fc.string()),
        (typed) => {
          const parsed = parse(typed);

          if (parsed.kind === "refused") return;
          const { min, max } = RULE_BOUNDS.codeLifeMinutes;
          expect(parsed.rules.codeLifeMinutes).toBeGreaterThanOrEqual(min);
          expect(parsed.rules.codeLifeMinutes).toBeLessThanOrEqual(max);
          expect(parsed.rules.graceMinutes).toBeLessThanOrEqual(RULE_BOUNDS.graceMinutes.max);
        },
      ),
    );
  });

  it.each(["1.9", "71", "", "dos", "-3", "70.5", "1e1"])("refuses %j as hours of life", (lifeHours) => {
    expect(problems({ lifeHours })).toEqual({ lifeHours: "rules.problem.hours" });
  });

  it.each([
    ["2", 120],
    ["2.5", 150],
    [" 70 ", 4_200],
    ["2,25", 135],
  ])("reads %j as hours of life", (lifeHours, minutes) => {
    expect(parse({ lifeHours })).toMatchObject({ rules: { codeLifeMinutes: minutes } });
  });

  it("names the line and the part of a band that is wrong", () => {
    const typed = bands(
      ["PEN", "200.00", "24"],
      ["PEN", "200", "5"],
      ["USD", "200", "1"],
      ["PEN", "x", "9"],
    );

    expect(problems({ bands: typed })).toEqual({
      "bands.1.upTo": "rules.problem.sameAmount",
      "bands.2.hours": "rules.problem.hours",
      "bands.3.upTo": "rules.problem.amount",
    });
  });

  it("reads amounts as they are written in Peru", () => {
    expect(parse({ minPEN: "20", maxPEN: "1,234.50" })).toMatchObject({
      rules: { limits: { PEN: { min: 2_000, max: 123_450 } } },
    });
    expect(problems({ minPEN: "12,34.5", maxPEN: "0" })).toEqual({
      minPEN: "rules.problem.amount",
      maxPEN: "rules.problem.amount",
    });
    expect(problems({ minUSD: "10", maxUSD: "9.99" })).toEqual({ maxUSD: "rules.problem.maxBelowMin" });
  });

  it("wants quiet hours that differ and leave most of the day", () => {
    const on = { quiet: "on", quietFrom: "23:00" };

    expect(parse({ ...on, quietTo: "07:00" })).toMatchObject({
      rules: { quietFromMinute: 1_380, quietToMinute: 420 },
    });
    expect(problems({ ...on, quietTo: "23:00" })).toEqual({ quietTo: "rules.problem.sameTime" });
    expect(problems({ ...on, quietTo: "11:01" })).toEqual({ quietTo: "rules.problem.longQuiet" });
    expect(problems({ ...on, quietTo: "25:00" })).toEqual({ quietTo: "rules.problem.time" });
  });

  it("does not look at fields that a choice has put out of use, and keeps what is stored of them", () => {
    const typed = { ending: "day-end", lifeHours: "x", quiet: "off", quietFrom: "x" };

    expect(parse(typed)).toEqual({ kind: "parsed", rules: { ...STORED, endsAtDayEnd: true } });
  });

  it("refuses choices that nobody was given", () => {
    expect(problems({ ending: "never", atExpiry: "keep", quiet: "", businessDays: "perhaps" })).toEqual({
      ending: "rules.problem.choice",
      atExpiry: "rules.problem.choice",
      quiet: "rules.problem.choice",
      businessDays: "rules.problem.choice",
    });
  });

  it("refuses bands that are no list, or too many", () => {
    expect(Object.keys(problems({ bands: "{" }))).toContain("bands.0.upTo");
    const eleven = Array.from({ length: 11 }, (_, at): [string, string, string] => [
      "PEN",
      `${at + 1}`,
      "24",
    ]);
    expect(problems({ bands: bands(...eleven) })).toEqual({ bands: "rules.problem.tooManyBands" });
  });
});
