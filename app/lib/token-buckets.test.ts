import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTokenBuckets } from "./token-buckets.ts";

const NOON = Date.UTC(2026, 10, 29, 17);
const SECOND = 1_000;

describe("a bucket of 3 tokens that gets one a second", () => {
  const create = (maxKeys = 10) => createTokenBuckets({ burst: 3, perMinute: 60 }, maxKeys);

  it("lets three come at once, and says to the fourth how long to wait", () => {
    const buckets = create();

    const waits = [1, 2, 3, 4].map(() => buckets.take("rosa", NOON));

    expect(waits).toEqual([0, 0, 0, SECOND]);
    expect(buckets.take("rosa", NOON + 400)).toBe(600);
    expect(buckets.take("rosa", NOON + SECOND)).toBe(0);
  });

  it("keeps nobody out longer because they kept asking", () => {
    const buckets = create();
    for (let n = 0; n < 1_000; n += 1) buckets.take("rosa", NOON);

    expect(buckets.take("rosa", NOON + SECOND)).toBe(0);
  });

  it("saves up no more than it holds", () => {
    const buckets = create();
    buckets.take("rosa", NOON);

    const muchLater = NOON + 3_600 * SECOND;
    const waits = [1, 2, 3, 4].map(() => buckets.take("rosa", muchLater));

    expect(waits).toEqual([0, 0, 0, SECOND]);
  });

  it("is nobody else's", () => {
    const buckets = create();
    for (let n = 0; n < 4; n += 1) buckets.take("rosa", NOON);

    expect(buckets.take("ana", NOON)).toBe(0);
  });

  // Fault: a clock that ran ahead and was set right shuts people out for as long as it was ahead.
  it("shuts nobody out when the clock is set back", () => {
    const buckets = create();
    for (let n = 0; n < 4; n += 1) buckets.take("rosa", NOON + 50 * 3_600 * SECOND);

    expect(buckets.take("rosa", NOON)).toBe(0);
  });

  it("keeps a bounded number of keys, and of those the ones used last", () => {
    const buckets = create(2);
    for (let n = 0; n < 3; n += 1) buckets.take("rosa", NOON);
    for (let n = 0; n < 500; n += 1) {
      buckets.take(`stranger ${n}`, NOON);
      buckets.take("rosa", NOON + SECOND);
    }

    expect(buckets.size()).toBe(2);
    expect(buckets.take("rosa", NOON + SECOND)).toBeGreaterThan(0);
  });
});

it("never lets more come than the burst and what was added since, whoever asks when", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 600 }),
      fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }),
      (burst, perMinute, pausesMs) => {
        const buckets = createTokenBuckets({ burst, perMinute }, 5);
        let atMs = NOON;
        let taken = 0;
        for (const pauseMs of pausesMs) {
          atMs += pauseMs;
          if (buckets.take("rosa", atMs) === 0) taken += 1;
        }
        const added = ((atMs - NOON) / 60_000) * perMinute;
        expect(taken).toBeLessThanOrEqual(burst + added + 1e-6);
      },
    ),
  );
});
