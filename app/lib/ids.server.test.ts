import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newId, newSlug } from "#app/lib/ids.server.ts";

const at = (ms: number): string => newId({ now: () => new Date(ms) });
const NOW = Date.UTC(2026, 10, 22, 15);

describe("an id", () => {
  it("is a UUID of version 7 in 36 characters, which PagoEfectivo's transactionCode can hold", () => {
    const ids = Array.from({ length: 500 }, () => at(NOW));

    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => id.length !== 36 || !pattern.test(id))).toEqual([]);
  });

  it("carries the clock's millisecond, and so is ordered by time as text", () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2200, 0) });

    fc.assert(
      fc.property(instant, instant, (one, other) => {
        const id = at(one);

        expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(one);
        if (one < other) expect(id < at(other)).toBe(true);
      }),
    );
  });

  it("is another one every time, within one millisecond too", () => {
    const ids = Array.from({ length: 5_000 }, () => at(NOW));

    expect(new Set(ids).size).toBe(5_000);
  });
});

describe("a slug", () => {
  it("hides behind at least 160 random bits, in characters that an address needs not escape", () => {
    const slugs = Array.from({ length: 2_000 }, newSlug);

    const bits = slugs.map((slug) => Buffer.from(slug, "base64url").length * 8);
    expect(Math.min(...bits)).toBeGreaterThanOrEqual(160);
    expect(slugs.filter((slug) => !/^[\w-]+$/.test(slug))).toEqual([]);
    expect(new Set(slugs).size).toBe(2_000);
  });

  it("has no bit that is always the same", () => {
    const slugs = Array.from({ length: 400 }, () => Buffer.from(newSlug(), "base64url"));
    const length = Math.max(...slugs.map((slug) => slug.length));

    const ones = Array.from({ length }, (_, index) =>
      slugs.reduce((all, slug) => all | (slug[index] ?? 0), 0),
    );
    const zeros = Array.from({ length }, (_, index) =>
      slugs.reduce((all, slug) => all & (slug[index] ?? 0), 0xff),
    );
    expect(ones).toEqual(ones.map(() => 0xff));
    expect(zeros).toEqual(zeros.map(() => 0));
  });
});
