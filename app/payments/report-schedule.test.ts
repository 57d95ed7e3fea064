import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeReportAnswer, REPORT_ATTEMPTS, REPORT_WAITS_MS } from "#app/payments/report-schedule.ts";
import type { ReportAnswer } from "#app/shopify/payments-apps-client.ts";

const MINUTE = 60_000;
const ANSWERED = new Date("2026-11-22T15:00:00.000Z");

const failed = {
  kind: "failed",
  reason: "timeout",
  outcome: "unknown",
  retryable: true,
  retryAfterMs: null,
  httpStatus: null,
} as const satisfies ReportAnswer;
const refused: ReportAnswer = {
  kind: "refused",
  userErrors: [
    { code: "PENDING_INVALID_STATE", field: ["id"], message: "Not in a state that allows it." },
    { code: null, field: [], message: "Try later." },
  ],
};

function judge(
  answer: ReportAnswer,
  more: { attempts?: number; sinceAnswerMs?: number; jitter?: number; hasCase?: boolean } = {},
) {
  return judgeReportAnswer({
    answer,
    attempts: more.attempts ?? 1,
    sessionAnsweredAt: ANSWERED,
    decidedAt: ANSWERED,
    hasCase: more.hasCase ?? false,
    now: new Date(ANSWERED.getTime() + (more.sinceAnswerMs ?? 60 * MINUTE)),
    jitter: more.jitter ?? 0,
  });
}

/** Repeats a failing report from its first attempt until it is given up. */
function waitsOf(answer: ReportAnswer, jitter: number): number[] {
  const waits: number[] = [];
  for (let attempts = 1; attempts <= 100; attempts += 1) {
    const verdict = judge(answer, { attempts, jitter });
    if (verdict.kind !== "again") return waits;
    waits.push(verdict.waitMs);
  }
  return waits;
}

describe("a report that is not sent because nobody answers", () => {
  const stopped = { ...failed, reason: "stopped", outcome: "not-done", retryAfterMs: 30_000 } as const;

  it("uses no attempt and comes back when its shop is asked again, not at once with all others", () => {
    expect(judge(stopped, { attempts: 18 })).toEqual({ kind: "held", waitMs: 30_000, why: "stopped" });
    expect(judge(stopped, { jitter: 1 })).toMatchObject({ waitMs: 40_000 });
  });

  it("goes to a person after a day, once", () => {
    const day = { sinceAnswerMs: 24 * 60 * MINUTE };

    expect(judge(stopped, { ...day, attempts: 2 })).toEqual({ kind: "dead", why: "stopped" });
    expect(judge(stopped, { ...day, hasCase: true })).toMatchObject({ kind: "held" });
  });
});

describe("a report that keeps failing", () => {
  it("is attempted 18 times, over 23 h 59 min 30 s without jitter", () => {
    const waits = waitsOf(failed, 0);

    const seconds = waits.map((ms) => ms / 1_000);
    const minutes = [1, 2, 5, 12, 38, 60, 120, 240, 240, 240, 240, 240].map((minute) => minute * 60);
    expect(seconds).toEqual([0, 5, 10, 30, 45, ...minutes]);
    expect(waits.length + 1).toBe(18);
    expect(REPORT_ATTEMPTS).toBe(18);
    expect(seconds.reduce((sum, wait) => sum + wait, 0)).toBe(23 * 3_600 + 59 * 60 + 30);
  });

  it("is dead after the last attempt, with the failure as the reason", () => {
    expect(judge(failed, { attempts: 17 })).toMatchObject({ kind: "again" });
    expect(judge(failed, { attempts: 18 })).toEqual({ kind: "dead", why: "timeout" });
    expect(judge(failed, { attempts: 19 })).toEqual({ kind: "dead", why: "timeout" });
  });

  it("is dead at once when repeating cannot help", () => {
    const answer = { ...failed, reason: "shop-not-found", outcome: "refused", retryable: false } as const;

    expect(judge(answer)).toEqual({ kind: "dead", why: "shop-not-found" });
  });

  it("has each wait shortened by at most a tenth, and never lengthened", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 17 }),
        fc.integer({ min: 0, max: 1_000 }),
        (attempts, mille) => {
          const verdict = judge(failed, { attempts, jitter: mille / 1_000 });

          const waitMs = REPORT_WAITS_MS[attempts - 1] ?? Number.NaN;
          const got = verdict.kind === "again" ? verdict.waitMs : Number.NaN;
          expect(got).toBeGreaterThanOrEqual(waitMs * 0.9);
          expect(got).toBeLessThanOrEqual(waitMs);
        },
      ),
    );
  });

  it("is attempted 18 times within 24 hours, however its waits are spread", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (jitter) => {
        const waits = waitsOf(failed, jitter);

        expect(waits).toHaveLength(17);
        expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(24 * 60 * MINUTE);
      }),
    );
  });

  it("is not sent all at once with the others that failed in the same outage", () => {
    const spread = [0, 0.25, 0.5, 0.75, 1].map((jitter) => judge(failed, { attempts: 10, jitter }));

    expect(new Set(spread.map((verdict) => verdict.kind === "again" && verdict.waitMs)).size).toBe(5);
  });

  it("waits as long as Shopify asked, when that is longer", () => {
    const asked = { ...failed, reason: "throttled", retryAfterMs: 90_000 } as const;

    expect(judge(asked, { attempts: 1 })).toEqual({ kind: "again", waitMs: 90_000, why: "throttled" });
    expect(judge(asked, { attempts: 10 })).toMatchObject({ kind: "again", waitMs: 38 * MINUTE });
  });
});

describe("a report to a shop that is frozen, or gave us no usable token", () => {
  const reasons = ["shop-inactive", "unauthorized"] as const;

  it.each(reasons)("is held for a quarter of an hour and looked at again: %s", (reason) => {
    for (const retryable of [true, false]) {
      const verdict = judge({ ...failed, reason, retryable }, { jitter: 1 });

      expect(verdict).toEqual({ kind: "held", waitMs: 15 * MINUTE, why: reason });
    }
  });

  it.each(reasons)("never dies of it, however often it was attempted before: %s", (reason) => {
    for (const attempts of [1, 17, 18, 19, 1_000]) {
      expect(judge({ ...failed, reason }, { attempts })).toMatchObject({ kind: "held" });
    }
  });

  it.each(reasons)(
    "goes to a person after a day, once, and is looked at every hour from then: %s",
    (reason) => {
      const answer = { ...failed, reason } as const;
      const day = { sinceAnswerMs: 24 * 60 * MINUTE };

      expect(judge(answer, { sinceAnswerMs: day.sinceAnswerMs - 1 })).not.toHaveProperty("isOverdue");
      const overdue = { kind: "held", waitMs: 60 * MINUTE, why: reason, isOverdue: true };
      expect(judge(answer, { ...day, attempts: 2 })).toEqual({ ...overdue, needsPerson: true });
      expect(judge(answer, { ...day, hasCase: true })).toEqual({ ...overdue, needsPerson: false });
    },
  );
});

describe("a report that Shopify refused", () => {
  it("is repeated within ten minutes of our answer to the session: Shopify may not have read it", () => {
    const verdict = judge(refused, { attempts: 2, sinceAnswerMs: 10 * MINUTE - 1 });

    expect(verdict).toMatchObject({ kind: "again", waitMs: 5_000 });
  });

  it("is refused for good from ten minutes on, with Shopify's codes or words as the reason", () => {
    const verdict = judge(refused, { sinceAnswerMs: 10 * MINUTE });

    expect(verdict).toEqual({ kind: "refused", why: "PENDING_INVALID_STATE; Try later." });
  });

  it("does not outlive its attempts within the ten minutes either", () => {
    expect(judge(refused, { attempts: 18, sinceAnswerMs: MINUTE })).toMatchObject({ kind: "dead" });
  });
});

describe("a report that Shopify acknowledged", () => {
  it("is over, however many attempts it took, and brings the shopper's way back", () => {
    const answer = {
      kind: "acknowledged",
      state: "PENDING",
      redirectUrl: "https://tienda-x.pe/ok",
    } as const;

    const verdict = judge(answer, { attempts: 18 });

    expect(verdict).toEqual({ kind: "acknowledged", redirectUrl: "https://tienda-x.pe/ok" });
  });
});
