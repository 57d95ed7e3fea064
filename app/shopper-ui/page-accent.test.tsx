import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { AccentStyle, accentOfPage, accentRule } from "./page-accent.tsx";

const page = (accentColor: unknown) => [{ data: { language: "es" } }, { data: { view: { accentColor } } }];

describe("the store's colour on the shopper's page", () => {
  it("is what the page was loaded with", () => {
    expect(accentOfPage(page("#8a1c4a"))).toBe("#8a1c4a");
  });

  it.each([null, undefined, "red", "#8a1c4a;}body{display:none", "#8A1C4A</style>"])(
    "is never %j",
    (color) => {
      expect(accentOfPage(page(color))).toBeNull();
    },
  );

  it("is one rule, as the policy's hash was taken of it", () => {
    const html = renderToStaticMarkup(<AccentStyle color="#8a1c4a" />);

    expect(html).toBe(`<style>${accentRule("#8a1c4a")}</style>`);
    expect(html).toBe("<style>:root{--action:#8a1c4a}</style>");
    expect(renderToStaticMarkup(<AccentStyle color={null} />)).toBe("");
  });
});
