import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCursor, writeCursor } from "./payment-list-cursor.ts";
import { LIST_SORTS } from "./payment-list-filter.ts";

const id = "019374a0-0000-7000-8000-0000000a1b2c";
const written = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");

describe("a cursor", () => {
  it.each([
    ["created-desc", null],
    ["amount-asc", 12_550],
    ["expires-asc", "2026-11-24T04:59:00.000Z"],
    ["expires-desc", null],
  ] as const)("of %s at %s leads back to its place, in that order only", (sort, key) => {
    const cursor = writeCursor(sort, { key, id });

    expect(readCursor(cursor, sort)).toEqual({ key, id });
    expect(cursor).toMatch(/^[\w-]+$/);
    for (const other of LIST_SORTS.filter((known) => known !== sort))
      expect(readCursor(cursor, other)).toBeNull();
  });

  it.each([
    ["nothing", null],
    ["an empty text", ""],
    ["no base64", "%%%"],
    ["no JSON", btoa("{")],
    ["another shape", written({ id })],
    ["an id that is none", written(["created-desc", null, "1 or 1=1"])],
    ["a key that the order has not", written(["created-desc", 5, id])],
    ["an amount that no column holds", written(["amount-desc", 3_000_000_000, id])],
    ["an instant that no column holds", written(["expires-asc", "0000-01-01T00:00:00.000Z", id])],
    ["an instant that is none", written(["expires-asc", "2026-13-45T99:00:00.000Z", id])],
  ])("that is %s is no cursor", (_, text) => {
    for (const sort of LIST_SORTS) expect(readCursor(text, sort)).toBeNull();
  });

  it("never fails, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom(...LIST_SORTS), (text, sort) => {
        expect(readCursor(text, sort)).toBeNull();
      }),
    );
  });
});
