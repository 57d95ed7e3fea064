import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { iconOf } from "./page-icon.ts";

const PUBLIC = join(import.meta.dirname, "../../public");

describe("the picture in the tab", () => {
  it("turns when the payment is there, and for nothing else", () => {
    expect(iconOf("paid")).toBe("/favicon-paid.svg");
    for (const state of ["waiting", "late", "review", "expired", null] as const)
      expect(iconOf(state)).toBe("/favicon.svg");
  });

  it("is a file of ours", () => {
    for (const state of ["paid", "waiting"] as const)
      expect(existsSync(join(PUBLIC, iconOf(state)))).toBe(true);
  });
});
