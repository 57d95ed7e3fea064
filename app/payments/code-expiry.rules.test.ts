import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeExpiry, rejectTime, releaseTime } from "#app/payments/code-expiry.ts";
import type { AmountBand, ExpiryRules } from "#app/payments/expiry-rules.ts";
import type { Money } from "#app/lib/money.ts";
import { PLAIN_RULES } from "../../tests/builders/expiry-rules.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A Friday, 20:00 in Lima. */
const FRIDAY = new Date("2026-11-28T01:00:00Z");
const soles = (centimos: number): Money => ({ centimos, currency: "PEN" });

/** The expiry of a code of this moment, in Lima's own writing: `2026-11-29 23:59`. */
function expiryOf(rules: Partial<ExpiryRules>, input: { now?: Date; amount?: Money } = {}): string | null {
  const now = input.now ?? FRIDAY;
  const expiresAt = codeExpiry({
    startedAt: now,
    now,
    amount: input.amount ?? soles(12_550),
    rules: { ...PLAIN_RULES, ...rules },
  });
  return expiresAt && lima(expiresAt);
}

const lima = (instant: Date) =>
  new Date(instant.getTime() - 5 * HOUR).toISOString().slice(0, 16).replace("T", " ");

const at = (limaTime: string) => new Date(`${limaTime.replace(" ", "T")}:00-05:00`);

describe("a code that ends with the day", () => {
  it("ends at 23:59 in Lima of the same day", () => {
    expect(expiryOf({ endsAtDayEnd: true }, { now: at("2026-11-27 09:00") })).toBe("2026-11-27 23:59");
  });

  it("ends the day after where 23:59 is nearer than twelve hours", () => {
    expect(expiryOf({ endsAtDayEnd: true }, { now: at("2026-11-27 11:59") })).toBe("2026-11-27 23:59");
    expect(expiryOf({ endsAtDayEnd: true }, { now: at("2026-11-27 12:00") })).toBe("2026-11-28 23:59");
    expect(expiryOf({ endsAtDayEnd: true })).toBe("2026-11-28 23:59");
  });
});

describe("the life by amount", () => {
  const amountBands: AmountBand[] = [
    { currency: "PEN", upToCentimos: 50_000, codeLifeMinutes: 48 * 60 },
    { currency: "PEN", upToCentimos: 10_000, codeLifeMinutes: 12 * 60 },
    { currency: "USD", upToCentimos: 90_000, codeLifeMinutes: 6 * 60 },
  ];

  it.each([
    [10_000, "2026-11-28 08:00"],
    [10_001, "2026-11-29 20:00"],
    [50_001, "2026-11-28 20:00"],
  ])("of %i céntimos is that of the smallest band that fits, else the usual one", (centimos, expiry) => {
    expect(expiryOf({ amountBands }, { amount: soles(centimos) })).toBe(expiry);
  });

  it("in another currency is of that currency's bands", () => {
    expect(expiryOf({ amountBands }, { amount: { centimos: 10_000, currency: "USD" } })).toBe(
      "2026-11-28 02:00",
    );
  });
});

describe("the hours between which no code ends", () => {
  const night = { quietFromMinute: 22 * 60, quietToMinute: 7 * 60 };

  it("move an expiry to their end, over midnight too", () => {
    expect(expiryOf({ ...night, codeLifeMinutes: 27 * 60 })).toBe("2026-11-29 07:00");
    expect(expiryOf({ ...night, codeLifeMinutes: 34 * 60 })).toBe("2026-11-29 07:00");
  });

  it("leave alone what ends outside of them, also exactly at their end", () => {
    expect(expiryOf({ ...night, codeLifeMinutes: 35 * 60 })).toBe("2026-11-29 07:00");
    expect(expiryOf({ ...night, codeLifeMinutes: 25 * 60 })).toBe("2026-11-28 21:00");
  });

  it("move it to their beginning where their end is beyond Shopify's limit", () => {
    // 72 hours less a quarter and an hour of grace: Monday 18:45.
    const evening = { quietFromMinute: 18 * 60, quietToMinute: 23 * 60 };

    expect(expiryOf({ ...evening, codeLifeMinutes: 70 * 60 })).toBe("2026-11-30 18:00");
  });

  it("within one day work the same", () => {
    const noon = { quietFromMinute: 12 * 60, quietToMinute: 14 * 60 };

    expect(expiryOf({ ...noon, codeLifeMinutes: 17 * 60 })).toBe("2026-11-28 14:00");
  });
});

const minutes = fc.integer({ min: 0, max: 1_439 });
const anyRules: fc.Arbitrary<ExpiryRules> = fc
  .record({
    codeLifeMinutes: fc.integer({ min: 120, max: 4_200 }),
    endsAtDayEnd: fc.boolean(),
    amountBands: fc.array(
      fc.record({
        currency: fc.constantFrom("PEN" as const, "USD" as const),
        upToCentimos: fc.integer({ min: 1, max: 1_000_000 }),
        codeLifeMinutes: fc.integer({ min: 120, max: 4_200 }),
      }),
      { maxLength: 4 },
    ),
    quiet: fc.option(fc.tuple(minutes, minutes)),
    graceMinutes: fc.integer({ min: 0, max: 1_440 }),
    businessDayGrace: fc.boolean(),
  })
  .map(({ quiet, ...rules }) => ({
    ...rules,
    quietFromMinute: quiet?.[0] ?? null,
    quietToMinute: quiet?.[1] ?? null,
  }));
const moment = fc
  .integer({ min: 0, max: 400 * 24 * 60 })
  .map((n) => new Date(FRIDAY.getTime() + n * MINUTE));

describe("whatever the rules", () => {
  const asked = fc.record({
    startedAt: moment,
    ageMs: fc.integer({ min: 0, max: 75 * HOUR }),
    rules: anyRules,
    centimos: fc.integer({ min: 1, max: 2_000_000 }),
  });

  it("a code ends at least two hours from now, and its grace fits below Shopify's limit", () => {
    fc.assert(
      fc.property(asked, ({ startedAt, ageMs, rules, centimos }) => {
        const now = new Date(startedAt.getTime() + ageMs);
        const expiresAt = codeExpiry({ startedAt, now, amount: soles(centimos), rules });

        if (expiresAt === null) return;
        expect(expiresAt.getTime() - now.getTime()).toBeGreaterThanOrEqual(2 * HOUR);
        const withGrace = expiresAt.getTime() + rules.graceMinutes * MINUTE - startedAt.getTime();
        expect(withGrace).toBeLessThanOrEqual(72 * HOUR - 15 * MINUTE);
        expect(expiresAt.getTime() % MINUTE).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it("no code ends in the quiet hours", () => {
    fc.assert(
      fc.property(asked, ({ startedAt, ageMs, rules, centimos }) => {
        const { quietFromMinute: from, quietToMinute: to } = rules;
        const now = new Date(startedAt.getTime() + ageMs);
        const expiresAt = codeExpiry({ startedAt, now, amount: soles(centimos), rules });

        if (expiresAt === null || from === null || to === null || from === to) return;
        const minute = Math.floor((expiresAt.getTime() / MINUTE + 24 * 60 - 5 * 60) % (24 * 60));
        // Their first minute is allowed: it is where an expiry goes that cannot move on.
        const isQuiet = from < to ? minute > from && minute < to : minute > from || minute < to;
        expect(isQuiet).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it("a later code never ends earlier, and a longer life never ends it earlier", () => {
    fc.assert(
      fc.property(
        asked,
        fc.integer({ min: 0, max: 600 }),
        ({ startedAt, ageMs, rules, centimos }, more) => {
          const amount = soles(centimos);
          const now = new Date(startedAt.getTime() + ageMs);
          const ends = (input: { now: Date; rules: ExpiryRules }) =>
            codeExpiry({ startedAt, amount, ...input })?.getTime() ?? null;
          const first = ends({ now, rules });
          const second = ends({ now: new Date(now.getTime() + more * MINUTE), rules });
          const longer = { ...rules, amountBands: [], codeLifeMinutes: rules.codeLifeMinutes + more };
          const usual = ends({ now, rules: { ...rules, amountBands: [] } });

          if (first !== null && second !== null) expect(second).toBeGreaterThanOrEqual(first);
          if (usual !== null) expect(ends({ now, rules: longer })).toBeGreaterThanOrEqual(usual);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("our own reject", () => {
  const code = { expiresAt: at("2026-12-07 23:00"), graceMinutes: 120, businessDayGrace: true };
  const startedAt = at("2026-12-06 23:00");

  it("waits for the same hour of the next business day, over Peru's holidays", () => {
    // Tuesday 8 and Wednesday 9 December are holidays.
    expect(lima(releaseTime(startedAt, code))).toBe("2026-12-08 01:00");
    expect(lima(rejectTime(startedAt, code))).toBe("2026-12-10 01:00");
  });

  it("comes at the release time where the merchant does not wait", () => {
    expect(rejectTime(startedAt, { ...code, businessDayGrace: false })).toEqual(
      releaseTime(startedAt, code),
    );
  });
});
