import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CURRENCIES } from "#app/lib/money.ts";
import { CATALOGUE, CHANNEL_GROUPS, readCatalogue, type FactKind } from "./channel-catalogue.ts";
import { CONFIRMED_SINCE, offerChannels, type Order } from "./channels.ts";

const READ = "2026-11-29";
const OLD = "2018-12-31";
const soles = (centimos: number, more: Partial<Order> = {}): Order => ({
  amount: { centimos, currency: "PEN" },
  language: "es",
  off: [],
  ...more,
});
const dollars = (centimos: number): Order => ({ ...soles(0), amount: { centimos, currency: "USD" } });

/** One channel that claims everything, each fact confirmed on the day given for it, else today. */
function agentWith(confirmed: Partial<Record<FactKind, string | null>> = {}) {
  const fact = (what: FactKind) => {
    const confirmedOn = confirmed[what];
    return {
      what,
      source: "help",
      readOn: READ,
      confirmedOn: confirmedOn === undefined ? READ : confirmedOn,
    };
  };
  return readCatalogue({
    version: 1,
    reviewedOn: READ,
    sources: { help: { title: "Help", address: null, note: "Kept up." } },
    channels: [
      {
        id: "agent-bank",
        group: "agent",
        displayName: "Agente Banco",
        companyLabel: "PagoEfectivo",
        companyCode: "02186",
        currencies: { takes: ["PEN"], refuses: ["USD"] },
        limits: { PEN: { minCentimos: 1_000, maxCentimos: 50_000 } },
        hours: { es: "de 8 a 20", en: "8 to 20" },
        steps: { PEN: { es: ["Di «PagoEfectivo»."], en: ["Say “PagoEfectivo”."] } },
        facts: (["accepts", "refuses", "company-code", "limits", "hours", "steps"] as const).map(fact),
      },
    ],
  });
}
const agents = (catalogue: ReturnType<typeof agentWith>, order: Order) => {
  const found = offerChannels(catalogue, order).find(({ group }) => group === "agent");
  if (!found) throw new Error("every group is offered");
  return found;
};

describe("a channel whose facts are confirmed", () => {
  it("is offered with its own steps, company code and hours, in the page's language", () => {
    const channel = {
      id: "agent-bank",
      name: "Agente Banco",
      company: { label: "PagoEfectivo", code: "02186" },
    };

    expect(agents(agentWith(), soles(20_000)).usable).toEqual([
      { ...channel, steps: ["Di «PagoEfectivo»."], hours: "de 8 a 20" },
    ]);
    expect(agents(agentWith(), soles(20_000, { language: "en" })).usable).toEqual([
      { ...channel, steps: ["Say “PagoEfectivo”."], hours: "8 to 20" },
    ]);
  });

  it.each([
    [50_001, { kind: "above", most: { centimos: 50_000, currency: "PEN" } }],
    [999, { kind: "below", least: { centimos: 1_000, currency: "PEN" } }],
  ])("refuses %d céntimos and says which amount it takes", (centimos, refusal) => {
    const { usable, refused, isUsable } = agents(agentWith(), soles(centimos));

    expect(refused).toEqual([{ id: "agent-bank", name: "Agente Banco", refusal }]);
    expect({ usable, isUsable }).toEqual({ usable: [], isUsable: false });
  });

  it.each([1_000, 50_000])("takes %d céntimos, which is just within its limits", (centimos) => {
    expect(agents(agentWith(), soles(centimos)).usable).toHaveLength(1);
  });

  it("refuses a currency that it surely does not take", () => {
    expect(agents(agentWith(), dollars(20_000)).refused).toMatchObject([
      { refusal: { kind: "currency", takes: ["PEN"] } },
    ]);
  });
});

describe("a fact that nobody has confirmed since 2024", () => {
  it.each([OLD, "2023-12-31", null])("is not said (confirmed on %s)", (day) => {
    const old = agentWith({ steps: day, "company-code": day, hours: day });

    expect(agents(old, soles(20_000)).usable).toEqual([
      { id: "agent-bank", name: "Agente Banco", steps: null, company: null, hours: null },
    ]);
  });

  it("is said from the first day of 2024 on", () => {
    expect(CONFIRMED_SINCE).toBe("2024-01-01");
    expect(agents(agentWith({ steps: "2024-01-01" }), soles(20_000)).usable[0]?.steps).not.toBeNull();
  });

  it("keeps nobody away: an old limit or currency refuses no order", () => {
    const old = agentWith({ limits: OLD, refuses: OLD });

    expect(agents(old, soles(999_999)).usable).toHaveLength(1);
    expect(agents(old, dollars(20_000)).refused).toEqual([]);
  });

  it("that a channel takes the code at all leaves it unnamed, and its group with the steps that hold everywhere", () => {
    const { usable, refused, isUsable } = agents(agentWith({ accepts: OLD }), soles(20_000));

    expect({ usable, refused, isUsable }).toEqual({ usable: [], refused: [], isUsable: true });
  });
});

describe("a channel that the operator has switched off", () => {
  it("is refused whatever the amount, and its group with it when it is the last", () => {
    const { refused, isUsable } = agents(agentWith(), soles(20_000, { off: ["agent-bank"] }));

    expect(refused).toMatchObject([{ id: "agent-bank", refusal: { kind: "switched-off" } }]);
    expect(isUsable).toBe(false);
  });

  it("of an unknown name changes nothing", () => {
    expect(agents(agentWith(), soles(20_000, { off: ["agent-gone"] })).usable).toHaveLength(1);
  });
});

describe("the catalogue that is shipped", () => {
  const offered = (order: Order) =>
    new Map(offerChannels(CATALOGUE, order).map((each) => [each.group, each]));
  const names = (channels: readonly { name: string }[] = []) => channels.map(({ name }) => name);

  it("prints no company code and no steps of a bank's own: none has been confirmed since 2018", () => {
    const usable = offerChannels(CATALOGUE, soles(20_000)).flatMap((group) => group.usable);

    expect(usable.filter(({ company, steps, hours }) => company ?? steps ?? hours)).toEqual([]);
    expect(usable.length).toBeGreaterThan(25);
  });

  it("takes S/ 200 everywhere that it names", () => {
    expect(offerChannels(CATALOGUE, soles(20_000)).flatMap(({ refused }) => refused)).toEqual([]);
  });

  it("sends nobody with S/ 250.01 to Disashop, nor with S/ 500.01 to a wallet", () => {
    expect(names(offered(soles(25_000)).get("cash-network")?.refused)).toEqual([]);
    expect(names(offered(soles(25_001)).get("cash-network")?.refused)).toEqual(["Disashop"]);
    expect(offered(soles(50_000)).get("wallet")?.isUsable).toBe(true);
    expect(offered(soles(50_001)).get("wallet")?.isUsable).toBe(false);
  });

  it("names no place for dollars, and keeps the steps that hold everywhere", () => {
    const groups = offered(dollars(20_000));

    expect([...groups.values()].flatMap(({ usable }) => usable)).toEqual([]);
    expect(groups.get("app")?.isUsable).toBe(true);
    expect(groups.get("wallet")?.isUsable).toBe(false);
  });

  it("names no network that only old lists have", () => {
    expect(names(offered(soles(20_000)).get("cash-network")?.usable)).not.toContain("FullCarga");
  });

  it("leaves a way to pay for every order, whatever the amount and the currency", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000_000 }),
        fc.constantFrom(...CURRENCIES),
        (centimos, currency) => {
          const groups = offerChannels(CATALOGUE, { ...soles(0), amount: { centimos, currency } });

          expect(groups.map(({ group }) => group)).toEqual([...CHANNEL_GROUPS]);
          expect(groups.filter(({ isUsable }) => isUsable).map(({ group }) => group)).toContain("app");
        },
      ),
    );
  });
});
