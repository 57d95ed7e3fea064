import { describe, expect, it } from "vitest";
import file from "./qu.json" with { type: "json" };
import { QUECHUA, readQuechua } from "./quechua.ts";

// No Quechua here: nobody who speaks it has written any yet.
const panel = Object.fromEntries(
  ["language", "heading", "status", "amount", "code", "deadline", "step1", "step2", "step3"].map((id) => [
    id,
    `«${id}»`,
  ]),
);
const reviewer = { name: "Nombre Apellido", from: "Cusco", reviewedOn: "2026-11-29" };

describe("the panel in Quechua", () => {
  it("is off as it is shipped: without a speaker's name, and without a word", () => {
    expect(QUECHUA).toBeNull();
    expect(file).toEqual({ reviewer: null, panel: {} });
  });

  // Fault: somebody fills in texts, from a machine or a dictionary, and they reach people with cash in their hand.
  it("stays off while nobody has put their name to its words, however complete they are", () => {
    expect(readQuechua({ reviewer: null, panel })).toBeNull();
  });

  it("speaks once a named speaker has reviewed all of it", () => {
    expect(readQuechua({ reviewer, panel })).toEqual(panel);
  });

  it.each([
    ["no name", { ...reviewer, name: "" }],
    ["one name only", { ...reviewer, name: "Rosa" }],
    ["a word for nobody", { ...reviewer, name: "n/a" }],
    ["no place", { ...reviewer, from: " " }],
    ["no day", { name: reviewer.name, from: reviewer.from }],
    ["something that is no day", { ...reviewer, reviewedOn: "soon" }],
    ["a text in its place", "reviewed"],
    ["true in its place", true],
  ])("is refused with a reviewer who has %s", (_, unnamed) => {
    expect(() => readQuechua({ reviewer: unnamed, panel })).toThrow();
  });

  it("is refused with a gap, with a word that no panel has, and with markup or a placeholder in one", () => {
    const { step3: _, ...gap } = panel;

    expect(() => readQuechua({ reviewer, panel: gap })).toThrow("step3");
    expect(() => readQuechua({ reviewer: null, panel: { ...panel, "voucher.copy": "x" } })).toThrow(
      "voucher.copy",
    );
    expect(() => readQuechua({ reviewer, panel: { ...panel, step1: "<b>x</b>" } })).toThrow("step1");
    expect(() => readQuechua({ reviewer, panel: { ...panel, step1: "{amount}" } })).toThrow("step1");
  });
});
