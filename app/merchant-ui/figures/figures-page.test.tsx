import { describe, expect, it } from "vitest";
import {
  funnelOf,
  outcomesOf,
  timeBandsOf,
  valuesOf,
  type FiguresView,
} from "#app/figures/figures-view.ts";
import { MERCHANT_CATALOGUES } from "#app/messages/merchant-message.ts";
import { readListFilter } from "#app/payments/payment-list-filter.ts";
import { merchantHtml, words } from "../../../tests/builders/merchant-page.tsx";
import { FigureTable, LinkedCount } from "./figure-table.tsx";
import { FiguresPage } from "./figures-page.tsx";

const period = { from: "2026-11-23", to: "2026-11-24" };
const steps = { started: 1_250, issued: 1_000, seen: 900, kept: 250, paid: 600 };

function viewOf(query = "", more: Partial<FiguresView> = {}): FiguresView {
  const asked = readListFilter(new URLSearchParams(query));
  const rows = [
    { currency: "PEN", day: "2026-11-24", status: "paid", count: 600, centimos: 123_450 },
    { currency: "PEN", day: "2026-11-23", status: "expired", count: 400, centimos: 99_900 },
  ] as const;
  return {
    filter: { ...asked, ...period, mode: "live", currency: "PEN" },
    asked,
    hasPayments: true,
    currencies: [
      { currency: "PEN", count: 1_250 },
      { currency: "USD", count: 1 },
    ],
    outcomes: outcomesOf(rows),
    ...funnelOf(period, [
      { dimension: "all", part: null, ...steps },
      { dimension: "day", part: "2026-11-24", ...steps },
      { dimension: "hour", part: "19", ...steps },
      { dimension: "amount", part: "1", ...steps },
      { dimension: "channel", part: "<b>Yape</b>", ...steps },
    ]),
    times: {
      ...{ measured: 598, unmeasured: 2, medianMs: 5_400_000, p90Ms: 93_600_000 },
      bands: timeBandsOf(new Map([[1, 598]])),
    },
    values: valuesOf(period, rows),
    ...more,
  };
}

const html = (view: FiguresView, frame = {}) =>
  merchantHtml(<FiguresPage view={view} />, frame, "/app/figures");

describe("the page of figures", () => {
  it.each(["es", "en", "zh-CN"] as const)("in %s says everything in that language", async (language) => {
    const shown = words(await html(viewOf("step=seen&hour=7&channel=-"), { language }));

    const own = MERCHANT_CATALOGUES[language];
    const expected = [
      ...(["figures.title", "figures.funnel.title", "figures.days.title", "figures.hours.title"] as const),
      ...(["figures.amounts.title", "figures.channels.title", "figures.times.title"] as const),
      ...(["figures.values.title", "figures.outcomes.title", "figures.channel.unknown"] as const),
    ];
    expect(expected.filter((id) => !shown.includes(own[id]))).toEqual([]);
    const foreign = Object.entries(MERCHANT_CATALOGUES)
      .filter(([other]) => other !== language)
      .flatMap(([, catalogue]) => Object.entries(catalogue))
      .filter(([id, text]) => id.startsWith("figures.") && text.length > 6 && !text.includes("{"))
      .filter(([, text]) => !Object.values<string>(own).some((said) => said.includes(text)));
    expect(foreign.filter(([, text]) => shown.includes(text))).toEqual([]);
  });

  it("says how far the payments came, in counts and in parts of those that had a code", async () => {
    const shown = words(await html(viewOf()));

    expect(shown).toContain("900 (90 %)");
    expect(shown).toContain("600 (60 %)");
    expect(shown).toContain("1 h 30 min");
    expect(shown).toContain("1 d 2 h");
    expect(shown).toContain("S/ 1,234.50");
    expect(shown).toContain("S/ 999.00");
    expect(shown).toContain("<b>Yape</b>".replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
  });

  it("leads from each step to the payments that it counts", async () => {
    const page = await html(viewOf("currency=PEN&min=10"));

    const shown = "from=2026-11-23&amp;to=2026-11-24&amp;currency=PEN&amp;mode=live&amp;min=10.00";
    expect(page).toContain(`href="/app/payments?${shown}"`);
    for (const step of ["issued", "seen", "kept"])
      expect(page).toContain(`href="/app/payments?${shown}&amp;step=${step}"`);
    expect(page).toContain(`href="/app/payments?state=paid&amp;${shown}"`);
    expect(page).toContain(`href="/app/figures/export?${shown}"`);
    expect(page).toContain('href="/app/figures?currency=USD&amp;min=10.00"');
  });

  it("says that it counts test payments where there are no others", async () => {
    const asked = readListFilter(new URLSearchParams());
    const tests = viewOf("", { filter: { ...asked, ...period, mode: "test", currency: "PEN" } });

    expect(words(await html(tests))).toContain(MERCHANT_CATALOGUES.es["home.figures.testOnly"]);
    expect(words(await html(viewOf()))).not.toContain(MERCHANT_CATALOGUES.es["home.figures.testOnly"]);
  });

  it("shows one sentence before the first payment, and says so where no payment matches", async () => {
    const none = viewOf("", {
      ...{ outcomes: outcomesOf([]), ...funnelOf(period, []), values: valuesOf(period, []) },
      times: { measured: 0, unmeasured: 0, medianMs: null, p90Ms: null, bands: timeBandsOf(new Map()) },
    });

    const first = words(await html({ ...none, hasPayments: false }));
    expect(first).toContain(MERCHANT_CATALOGUES.es["figures.first"]);
    expect(first).not.toContain(MERCHANT_CATALOGUES.es["figures.funnel.title"]);
    expect(words(await html(none)).split(MERCHANT_CATALOGUES.es["figures.empty"])).toHaveLength(9);
  });
});

describe("a figure as a table", () => {
  it("names its rows and columns, and leads nowhere from nothing", async () => {
    const filter = readListFilter(new URLSearchParams("hour=3"));
    const page = await merchantHtml(
      <FigureTable
        caption="Por hora"
        headings={["Hora", "Pagados"]}
        rows={[
          { key: "3", label: "03:00", cells: [<LinkedCount key="a" text="4" count={4} filter={filter} />] },
          { key: "4", label: "04:00", cells: [<LinkedCount key="a" text="0" count={0} filter={filter} />] },
        ]}
      />,
    );

    expect(page).toContain('<th scope="col">Pagados</th>');
    expect(page).toContain('<th scope="row">03:00</th>');
    expect(page).toMatch(/<td><a[^>]*href="\/app\/payments\?hour=3"[^>]*>4<\/a><\/td>/);
    expect(page).toContain("<td>0</td>");
  });
});
