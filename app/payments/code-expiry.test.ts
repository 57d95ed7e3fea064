import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PLAIN_RULES } from "../../tests/builders/expiry-rules.ts";
import type { Money } from "#app/lib/money.ts";
import type { ExpiryRules } from "#app/payments/expiry-rules.ts";
import {
  askAgainMs,
  codeExpiry,
  releaseTime,
  sessionStart,
  SHOPIFY_LIMIT_MS,
} from "#app/payments/code-expiry.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = new Date("2026-11-22T15:00:00.000Z");
const AMOUNT: Money = { centimos: 12_550, currency: "PEN" };
const rulesWith = (more: Partial<ExpiryRules>): ExpiryRules => ({ ...PLAIN_RULES, ...more });
const later = (ms: number): Date => new Date(START.getTime() + ms);

/** A session seen up to 80 hours after its start, with settings in the bounds that the shop may choose. */
const request = fc.record({
  startedAt: fc.integer({ min: 0, max: MINUTE }).map(later),
  now: fc.integer({ min: MINUTE, max: 80 * HOUR }).map(later),
  amount: fc.constant(AMOUNT),
  rules: fc.record({
    codeLifeMinutes: fc.integer({ min: 120, max: 4_200 }),
    graceMinutes: fc.integer({ min: 0, max: 1_440 }),
    endsAtDayEnd: fc.constant(false),
    amountBands: fc.constant([]),
    quietFromMinute: fc.constant(null),
    quietToMinute: fc.constant(null),
    businessDayGrace: fc.boolean(),
  }),
});

describe("the start of a session", () => {
  it("is what Shopify proposed when that is earlier than our receipt", () => {
    expect(sessionStart(START, later(5_000))).toEqual(START);
  });

  it("is our receipt when Shopify's clock is ahead of ours", () => {
    expect(sessionStart(later(5_000), START)).toEqual(START);
  });
});

describe("the expiry of a code", () => {
  it("is the life that the merchant chose, rounded up to the minute", () => {
    const settings = { startedAt: START, amount: AMOUNT, rules: rulesWith({ graceMinutes: 30 }) };

    const expiresAt = codeExpiry({ ...settings, now: new Date("2026-11-22T15:00:42.500Z") });

    expect(expiresAt).toEqual(new Date("2026-11-23T15:01:00.000Z"));
    expect(codeExpiry({ ...settings, now: START })).toEqual(new Date("2026-11-23T15:00:00.000Z"));
  });

  it("exists for the shortest life of two hours at any second of the minute", () => {
    const settings = { startedAt: START, amount: AMOUNT, rules: rulesWith({ codeLifeMinutes: 120 }) };

    fc.assert(
      fc.property(fc.integer({ min: 0, max: MINUTE }), (ms) => {
        expect(codeExpiry({ ...settings, now: later(ms) })).toEqual(
          later(2 * HOUR + Math.ceil(ms / MINUTE) * MINUTE),
        );
      }),
    );
  });

  it("is cut so that its grace and a quarter of an hour fit below 72 hours", () => {
    const expiresAt = codeExpiry({
      startedAt: START,
      now: later(10 * HOUR),
      amount: AMOUNT,
      rules: rulesWith({ codeLifeMinutes: 4_200 }),
    });

    expect(expiresAt).toEqual(new Date("2026-11-25T13:45:00.000Z"));
  });

  it("is rounded down to the minute where it is cut", () => {
    const expiresAt = codeExpiry({
      startedAt: later(59_999),
      now: later(10 * HOUR),
      amount: AMOUNT,
      rules: rulesWith({ codeLifeMinutes: 4_200 }),
    });

    expect(expiresAt).toEqual(new Date("2026-11-25T13:45:00.000Z"));
  });

  it("leaves two hours to the last code that is made, and a minute later none is made", () => {
    const lastCode = 72 * HOUR - 15 * MINUTE - 60 * MINUTE - 2 * HOUR;
    const settings = { startedAt: START, amount: AMOUNT, rules: PLAIN_RULES };

    expect(codeExpiry({ ...settings, now: later(lastCode) })).toEqual(later(lastCode + 2 * HOUR));
    expect(codeExpiry({ ...settings, now: later(lastCode + MINUTE) })).toBeNull();
  });

  it("never goes beyond start + 72 h − 15 min − grace, and leaves at least two hours", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const expiresAt = codeExpiry(asked);

        if (expiresAt === null) return;
        const latest = 72 * HOUR - 15 * MINUTE - asked.rules.graceMinutes * MINUTE;
        expect(expiresAt.getTime() - asked.startedAt.getTime()).toBeLessThanOrEqual(latest);
        expect(expiresAt.getTime() - asked.now.getTime()).toBeGreaterThanOrEqual(2 * HOUR);
        expect(expiresAt.getTime() % MINUTE).toBe(0);
      }),
    );
  });

  it("is never later than the life that the merchant chose, rounded up to the minute", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const wished = asked.now.getTime() + asked.rules.codeLifeMinutes * MINUTE;

        expect(codeExpiry(asked)?.getTime() ?? 0).toBeLessThan(wished + MINUTE);
      }),
    );
  });

  it("exists whenever the cap leaves two hours and a minute, also for the shortest life", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const capMinutes = 72 * 60 - 15 - asked.rules.graceMinutes;
        const leftMs = asked.startedAt.getTime() + capMinutes * MINUTE - asked.now.getTime();
        fc.pre(leftMs >= 2 * HOUR + MINUTE);

        expect(codeExpiry(asked)).not.toBeNull();
      }),
    );
  });
});

describe("the end of an unpaid payment", () => {
  it("is the code's expiry plus its grace", () => {
    expect(releaseTime(START, { expiresAt: later(HOUR), graceMinutes: 45 })).toEqual(
      later(HOUR + 45 * MINUTE),
    );
  });

  it("leaves every code that we ask for its whole grace", () => {
    fc.assert(
      fc.property(request, (asked) => {
        const expiresAt = codeExpiry(asked);
        fc.pre(expiresAt !== null);

        const end = releaseTime(asked.startedAt, { expiresAt, graceMinutes: asked.rules.graceMinutes });

        expect(end.getTime() - expiresAt.getTime()).toBe(asked.rules.graceMinutes * MINUTE);
      }),
    );
  });

  it("is a quarter of an hour before 72 hours when PagoEfectivo made the code live longer", () => {
    const end = releaseTime(START, { expiresAt: later(30 * DAY), graceMinutes: 60 });

    expect(end).toEqual(later(72 * HOUR - 15 * MINUTE));
    expect(SHOPIFY_LIMIT_MS).toBe(72 * HOUR);
  });

  it("never comes later than that, whatever the code's expiry and grace", () => {
    const anyMs = fc.integer({ min: 0, max: 30 * DAY });

    fc.assert(
      fc.property(anyMs, fc.integer({ min: 0, max: 1_440 }), (ms, graceMinutes) => {
        const end = releaseTime(START, { expiresAt: later(ms), graceMinutes });

        expect(end.getTime()).toBeLessThanOrEqual(later(72 * HOUR - 15 * MINUTE).getTime());
      }),
    );
  });
});

describe("asking again after the end", () => {
  const since = fc.integer({ min: 0, max: 30 * DAY });

  it("waits at least a minute; at most an hour for three days, then a day", () => {
    expect(askAgainMs(0)).toBe(MINUTE);
    expect(askAgainMs(20 * MINUTE)).toBe(10 * MINUTE);
    expect(askAgainMs(3 * DAY)).toBe(HOUR);
    expect(askAgainMs(3 * DAY + 1)).toBe(DAY);
    fc.assert(
      fc.property(since, (ms) => {
        const waitMs = askAgainMs(ms);

        expect(waitMs).toBeGreaterThanOrEqual(MINUTE);
        expect(waitMs).toBeLessThanOrEqual(ms > 3 * DAY ? DAY : HOUR);
      }),
    );
  });

  it("never becomes more frequent as time goes by", () => {
    fc.assert(
      fc.property(since, since, (one, other) => {
        const [sooner, longer] = [Math.min(one, other), Math.max(one, other)];

        expect(askAgainMs(sooner)).toBeLessThanOrEqual(askAgainMs(longer));
      }),
    );
  });
});
