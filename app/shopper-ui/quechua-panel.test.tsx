import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { readQuechua } from "#app/messages/quechua.ts";
import type { VoucherView } from "#app/payments/voucher-view.ts";
import { WithQuechua } from "./quechua-panel.tsx";
import { html, NOW, waiting, words } from "./voucher-samples.tsx";
import { VoucherPage } from "./voucher-page.tsx";

// Words that stand for those of a speaker: no Quechua is made up here.
const reviewed = readQuechua({
  reviewer: { name: "Nombre Apellido", from: "Cusco", reviewedOn: "2026-11-29" },
  panel: {
    language: "«language»",
    heading: "«heading»",
    status: "«status»",
    amount: "«amount»",
    code: "«code»",
    deadline: "«deadline»",
    step1: "«step1»",
    step2: "«step2»",
    step3: "«step3»",
  },
});
const spoken = (view: VoucherView) =>
  renderToStaticMarkup(
    <WithQuechua value={reviewed}>
      <VoucherPage view={view} now={NOW} />
    </WithQuechua>,
  );
const shown = { ...waiting, quechua: "shown" } as const;
const panel = (page: string) => /<section class="quechua.*?<\/section>/.exec(page)?.[0] ?? "";

describe("the summary in Quechua, with words that a named speaker has reviewed", () => {
  it("stands above the Spanish page, marked as Quechua, with amount, code, deadline and three steps", () => {
    const page = spoken(shown);

    expect(panel(page)).toMatch(/^<section class="quechua screen-only" lang="qu">/);
    expect(words(panel(page))).toMatch(
      /«heading» «status» «amount» S\/ 1,234\.50 «code».*«deadline» martes, 24 de/,
    );
    expect(panel(page).match(/<li>«step\d»<\/li>/g)).toHaveLength(3);
    expect(words(page)).toContain("¿Dónde vas a pagar?");
  });

  it("is one link away by its own name where it is offered", () => {
    const page = spoken({ ...waiting, quechua: "offered" });

    expect(page).toMatch(/<a href="\?lang=qu" lang="qu" hrefLang="qu">QU<span class="spoken"> «language»</);
    expect(panel(page)).toBe("");
  });

  it("stays in the addresses of the page while it is shown", () => {
    const page = spoken(shown);

    expect(page).toMatch(/lang="qu"[^>]* aria-current="true">QU/);
    expect(page).toMatch(/action="\/v\/[^"]+\/continue\?lang=qu"/);
  });

  it("is nowhere without reviewed words, whatever is asked for", () => {
    for (const quechua of ["shown", "offered"] as const) {
      const page = html({ ...waiting, quechua });

      expect(panel(page)).toBe("");
      expect(page).not.toMatch(/lang="qu"|>QU</);
    }
  });
});
