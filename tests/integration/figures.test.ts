import { beforeAll, describe, expect, it } from "vitest";
import { exportFigures } from "#app/figures/export-figures.server.ts";
import {
  ofAmounts,
  ofChannel,
  ofDays,
  ofHour,
  whoReached,
  whoStandsAt,
} from "#app/figures/figure-links.ts";
import { MACHINE_FIGURES } from "#app/figures/figures-csv.ts";
import { FUNNEL_STEPS, type FiguresView, type StepCounts } from "#app/figures/figures-view.ts";
import { seeFigures } from "#app/figures/see-figures.server.ts";
import { writeListFilter, type ListFilter } from "#app/payments/payment-list-filter.ts";
import { paymentsOfEveryKind, statementOf } from "../builders/counted-payments.ts";
import { HOUR_MS, NOON, useListedPayments, type ListedShopRows } from "../builders/listed-payments.ts";

const payments = useListedPayments("figures");

const deps = () => ({ db: payments().pool, clock: { now: () => NOON } });

function figures(shop: Pick<ListedShopRows, "shopId">, query = ""): Promise<FiguresView> {
  return seeFigures(deps(), { shopId: shop.shopId, query: new URLSearchParams(query) });
}

/** What the list shows at the address that a figure leads to: every payment of every page. */
async function listed(shop: ListedShopRows, filter: ListFilter) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(writeListFilter(filter))) if (value) query.set(name, value);
  return (await payments().walk(shop, query.toString())).flatMap((page) => page.rows);
}

/** Every count that the page shows, with the filter that it leads to the list with. */
function countsOf(view: FiguresView): { what: string; count: number; filter: ListFilter }[] {
  const { filter } = view;
  const steps = (what: string, counts: StepCounts, under: ListFilter) =>
    FUNNEL_STEPS.map((step) => ({
      what: `${what}: ${step}`,
      count: counts[step],
      filter: whoReached(under, step),
    }));
  return [
    ...steps("all", view.funnel, filter),
    ...view.days.flatMap((day) => steps(day.from, day.steps, ofDays(filter, day))),
    ...view.hours.flatMap(({ hour, steps: counts }) => steps(`${hour} h`, counts, ofHour(filter, hour))),
    ...view.amounts.flatMap((band) => steps(String(band.minCentimos), band.steps, ofAmounts(filter, band))),
    ...view.channels.flatMap(({ channel, steps: counts }) =>
      steps(channel, counts, ofChannel(filter, channel)),
    ),
    ...view.outcomes.map(({ status, count }) => ({
      what: status,
      count,
      filter: whoStandsAt(filter, status),
    })),
    {
      what: "times",
      count: view.times.measured + view.times.unmeasured,
      filter: whoStandsAt(filter, "paid"),
    },
  ];
}

describe("the figures of payments at every state and step", () => {
  let shop: ListedShopRows;

  beforeAll(async () => {
    shop = await payments().newShop();
    await paymentsOfEveryKind(payments(), shop);
  });

  it.each([
    "",
    "from=2026-11-01",
    "to=2026-11-20",
    "from=2026-11-10&to=2026-11-19&mode=all",
    "currency=USD&from=2026-11-01&mode=all",
    "mode=test&from=2026-11-01",
    "view=expired&from=2026-11-01",
    "state=paid,review,voided&from=2026-11-01&min=20&max=99.99",
    "step=issued&from=2026-11-01",
    "step=seen,kept&hour=7&from=2026-11-01",
    "channel=Agente+KasNet&from=2026-11-01",
    "channel=-&view=paid&from=2026-11-01",
    "q=20.00&from=2026-11-01&mode=all",
  ])("are the numbers of the list under the same filter: %s", async (query) => {
    const view = await figures(shop, query);

    const differing: unknown[] = [];
    const counts = countsOf(view).filter(({ count }) => count > 0);
    // All of them once; then some of every kind, as each is a walk through the list.
    const checked = query === "from=2026-11-01" ? counts : counts.filter((_, index) => index % 6 === 0);
    for (const { what, count, filter } of checked) {
      const shown = await listed(shop, filter);
      if (shown.length !== count) differing.push({ what, count, listed: shown.length });
    }
    expect(differing).toEqual([]);
    const all = await listed(shop, view.filter);
    expect(view.funnel.started).toBe(all.length);
    for (const { status, count, centimos } of view.outcomes) {
      const having = all.filter((row) => row.status === status);
      const sum = having.reduce((total, row) => total + row.amountCentimos, 0);
      expect({ status, count, centimos }).toEqual({ status, count: having.length, centimos: sum });
    }
  });

  it("put every payment in exactly one day, hour, band and channel", async () => {
    const view = await figures(shop, "from=2026-11-01");

    for (const parts of [view.days, view.hours, view.amounts, view.channels]) {
      const total = (step: keyof StepCounts) => parts.reduce((sum, part) => sum + part.steps[step], 0);
      expect(Object.fromEntries(FUNNEL_STEPS.map((step) => [step, total(step)]))).toEqual(view.funnel);
    }
    expect(view.funnel.started).toBeGreaterThan(view.funnel.issued);
    expect(Math.min(view.funnel.seen, view.funnel.kept, view.funnel.paid)).toBeGreaterThan(0);
    const collected = view.outcomes.find(({ status }) => status === "paid")?.centimos;
    const expired = view.outcomes.find(({ status }) => status === "expired")?.centimos;
    expect(view.values.reduce((sum, { paidCentimos }) => sum + paidCentimos, 0)).toBe(collected);
    expect(view.values.reduce((sum, { expiredCentimos }) => sum + expiredCentimos, 0)).toBe(expired);
  });

  it("never add up two currencies, and say what there is of each", async () => {
    const soles = await figures(shop, "from=2026-11-01");
    const dollars = await figures(shop, "from=2026-11-01&currency=USD");

    expect(soles.filter.currency).toBe("PEN");
    expect(soles.currencies).toEqual(dollars.currencies);
    expect(soles.currencies.map(({ currency }) => currency)).toEqual(["PEN", "USD"]);
    expect([soles.funnel.started, dollars.funnel.started]).toEqual(
      soles.currencies.map(({ count }) => count),
    );
  });

  it("remember who saw and kept a code that was renewed", async () => {
    const renewed = await payments().newShop();
    const again = { renewals: 1, renewed_at: NOON, renewed_code_id: crypto.randomUUID() };
    const before = await payments().pending(renewed, 2, again);
    await payments().pending(renewed, 3, again);
    for (const event of ["code-seen", "code-kept"])
      await payments().rows.insert("timeline", {
        ...{ payment_id: before.paymentId, at: NOON, actor: "shopper", event },
      });

    expect((await figures(renewed)).funnel).toEqual({ started: 2, issued: 2, seen: 1, kept: 1, paid: 0 });
    expect(await payments().found(renewed, "step=seen,kept")).toEqual([before.paymentId]);
  });

  it("count test payments only where asked, or where there are no others", async () => {
    const both = await payments().newShop();
    const onlyTests = await payments().newShop();
    await payments().pending(both, 1);
    for (const one of [both, onlyTests]) await payments().pending(one, 2, { test: true });

    expect(await figures(both)).toMatchObject({ filter: { mode: "live" }, funnel: { started: 1 } });
    expect((await figures(both, "mode=all")).funnel.started).toBe(2);
    expect(await figures(onlyTests)).toMatchObject({ filter: { mode: "test" }, funnel: { started: 1 } });
  });
});

describe("where a code was paid", () => {
  it("is what the newest statement says that says anything; a test code has no part in it", async () => {
    const shop = await payments().newShop();
    const place = await payments().payment(shop, 1, { told: "resolved" });
    await payments().rows.newCode(place, { state: "paid", cip: "777000111" });
    const tested = await payments().payment(shop, 1, { test: true });
    await payments().rows.newCode(tested, { cip: "777000111", mode: "sandbox" });
    const says = async (hoursAgo: number, channel: string | null) => {
      const uploadedAt = new Date(NOON.getTime() - hoursAgo * HOUR_MS);
      const statement_id = await statementOf(payments(), shop.shopId, uploadedAt);
      await payments().rows.insert("statement_rows", {
        ...{ statement_id, line: 2, cip: "777000111", state: "paid" },
        ...{ amount_centimos: 100, currency: "PEN", channel },
      });
    };
    await says(1, " Yape ");
    await says(3, "BCP");
    await says(0, "-");

    const view = await figures(shop, "mode=all");

    expect(view.channels.map(({ channel, steps }) => [channel, steps.started, steps.paid])).toEqual([
      ["Yape", 1, 1],
      ["-", 1, 0],
    ]);
    expect(await payments().found(shop, "channel=Yape&mode=all")).toEqual([place.paymentId]);
    expect(await payments().found(shop, "channel=-&mode=all")).toEqual([tested.paymentId]);
    expect(await payments().found(shop, "channel=BCP&mode=all")).toEqual([]);
  });
});

describe("the time to pay", () => {
  it("is measured from the code to its payment, of what the list calls paid", async () => {
    const shop = await payments().newShop();
    for (const minutes of [10, 20, 30, 40, 100, 3_000]) {
      const created_at = new Date(NOON.getTime() - 5 * HOUR_MS);
      const place = await payments().payment(shop, 5, { told: "resolved" });
      const paid_at = new Date(created_at.getTime() + minutes * 60_000);
      await payments().rows.newCode(place, { state: "paid", created_at, paid_at });
      // Money that a person must decide about is not counted as paid.
      if (minutes === 3_000) await payments().rows.newCase(place, { payment_id: place.paymentId });
    }

    const { times } = await figures(shop);

    expect(times).toMatchObject({
      measured: 5,
      unmeasured: 0,
      medianMs: 30 * 60_000,
      p90Ms: expect.closeTo(76 * 60_000),
    });
    expect(times.bands.map(({ count }) => count)).toEqual([1, 3, 1, 0, 0, 0, 0, 0]);
  });

  it("is not known where nothing was paid", async () => {
    const { times } = await figures(await payments().newShop());

    expect(times).toMatchObject({ measured: 0, unmeasured: 0, medianMs: null, p90Ms: null });
  });
});

describe("another shop's payments", () => {
  it("count in nobody else's figures, statements neither", async () => {
    const mine = await payments().newShop();
    const theirs = await payments().newShop();
    await paymentsOfEveryKind(payments(), theirs);
    await payments().pending(mine, 1);
    const [own] = (await payments().list(mine, "")).rows;
    const statement_id = await statementOf(payments(), theirs.shopId, NOON);
    await payments().rows.insert("statement_rows", {
      ...{ statement_id, line: 2, cip: own?.cip ?? "", state: "paid", channel: "BCP" },
      ...{ amount_centimos: 12_500, currency: "PEN" },
    });

    for (const query of ["", "mode=all&from=2026-11-01", `shop=${theirs.shopId}`, "q=20.00&mode=all"]) {
      const view = await figures(mine, query);
      expect(view.funnel.started, query).toBe(query.startsWith("q") ? 0 : 1);
      expect(view.channels.filter(({ channel }) => channel !== "-")).toEqual([]);
    }
  });
});

describe("the figures as a file", () => {
  it("hold what the page shows, of each currency, and no formula", async () => {
    const shop = await payments().newShop();
    await paymentsOfEveryKind(payments(), shop);
    const query = new URLSearchParams("from=2026-11-01");

    const file = exportFigures(deps(), { shopId: shop.shopId, query, words: MACHINE_FIGURES });
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      await new Response(file).arrayBuffer(),
    );

    const [head, ...lines] = text.trimEnd().split("\r\n");
    expect(head).toBe("\uFEFFfigure,by,from,to,name,currency,mode,measure,value");
    for (const currency of ["PEN", "USD"]) {
      const { funnel } = await figures(shop, `from=2026-11-01&currency=${currency}`);
      for (const step of FUNNEL_STEPS)
        expect(lines).toContain(`funnel,all,,,,${currency},live,${step},${funnel[step]}`);
    }
    expect(lines.some((line) => line.includes(`,'=cmd|' /C calc'!A0,`))).toBe(true);
    expect(lines.filter((line) => /(^|,)"?[=+@]/.test(line))).toEqual([]);
  });
});
