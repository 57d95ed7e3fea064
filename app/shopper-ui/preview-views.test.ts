import { describe, expect, it } from "vitest";
import { PLAIN_PAGE } from "../../tests/builders/page-choices.ts";
import { PREVIEW_STATES, previewView } from "./preview-views.ts";

const INPUT = {
  storeName: "Tienda X",
  choices: PLAIN_PAGE,
  language: "es",
  now: "2026-11-25T15:00:00.000Z",
} as const;

describe("a sample page", () => {
  it.each(PREVIEW_STATES)("of %s leads to no shop and no payment", (state) => {
    const view = previewView(state, INPUT);

    const addresses = Object.values(view).filter((value) => /^https?:/.test(String(value)));
    expect(addresses.every((address) => new URL(String(address)).hostname === "tienda.example")).toBe(true);
  });

  it("counts its dates from the given moment", () => {
    expect(previewView("open", INPUT)).toMatchObject({ expiresAt: "2026-11-27T15:00:00.000Z" });
    expect(previewView("expired", INPUT)).toMatchObject({ expiresAt: "2026-11-25T14:00:00.000Z" });
  });
});
