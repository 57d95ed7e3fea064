import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { iconOfPage } from "./page-icon.ts";

const PUBLIC = join(import.meta.dirname, "../../public");

describe("the picture in the tab", () => {
  it("turns when the payment is there, and for nothing else", () => {
    const icon = (state: string) =>
      iconOfPage([{ data: { language: "es" } }, { data: { view: { state } } }]);

    expect(icon("paid")).toBe("/favicon-paid.svg");
    for (const state of ["waiting", "late", "review", "expired"]) expect(icon(state)).toBe("/favicon.svg");
  });

  it.each([undefined, null, { view: null }, { view: { state: 1 } }])("is the usual one for %j", (data) => {
    expect(iconOfPage([{ data }])).toBe("/favicon.svg");
  });

  it("is a file of ours", () => {
    for (const state of ["paid", "waiting"])
      expect(existsSync(join(PUBLIC, iconOfPage([{ data: { view: { state } } }])))).toBe(true);
  });
});
