import { describe, expect, it } from "vitest";
import { CATALOGUE, readCatalogue, type Channel } from "./channel-catalogue.ts";

const DAY = "2026-11-29";
const accepts = { what: "accepts", source: "bank", readOn: DAY, confirmedOn: DAY } as const;
const plain = {
  id: "app-bank",
  group: "app",
  displayName: "Bank",
  companyLabel: "PagoEfectivo",
  currencies: { takes: ["PEN"], refuses: [] },
  facts: [accepts],
} as const;

const read = (...channels: unknown[]) =>
  readCatalogue({
    version: 1,
    reviewedOn: DAY,
    sources: { bank: { title: "The bank's help", address: "https://bank.example/help", note: "Kept up." } },
    channels,
  });

describe("the catalogue that is shipped", () => {
  it("holds together, and names a source with its date for everything that it claims", () => {
    expect(CATALOGUE.channels.length).toBeGreaterThan(25);
    expect(CATALOGUE.channels.every(({ facts }) => facts.length > 0)).toBe(true);
  });

  it("was reviewed on or after the day on which its newest fact was read", () => {
    const newest = CATALOGUE.channels
      .flatMap(({ facts }) => facts.map(({ readOn }) => readOn))
      .sort()
      .at(-1);

    expect(newest && newest <= CATALOGUE.reviewedOn).toBe(true);
  });

  it("uses every source that it names", () => {
    const used = new Set(CATALOGUE.channels.flatMap(({ facts }) => facts.map(({ source }) => source)));

    expect(Object.keys(CATALOGUE.sources).filter((id) => !used.has(id))).toEqual([]);
  });
});

describe("a catalogue is refused", () => {
  const fact = (what: Channel["facts"][number]["what"]) => ({ ...accepts, what });
  const steps = { PEN: { es: ["Entra."], en: ["Open."] } };
  it.each([
    ["two channels of one name", [plain, plain], "stands there twice"],
    ["a code that no source gives", [{ ...plain, companyCode: "02186" }], "no source says company-code"],
    [
      "limits that no source gives",
      [{ ...plain, limits: { PEN: { minCentimos: 1, maxCentimos: 2 } } }],
      "limits",
    ],
    ["steps that no source gives", [{ ...plain, steps }], "no source says steps"],
    ["hours that no source gives", [{ ...plain, hours: { es: "24 horas", en: "24 hours" } }], "hours"],
    [
      "a currency that no source says it refuses",
      [{ ...plain, currencies: { takes: ["PEN"], refuses: ["USD"] } }],
      "no source says refuses",
    ],
    [
      "a source that nobody knows",
      [{ ...plain, facts: [{ ...accepts, source: "hearsay" }] }],
      "no source hearsay",
    ],
    [
      "a fact that was confirmed after it was read",
      [{ ...plain, facts: [{ ...accepts, readOn: "2026-01-01" }] }],
      "the dates of",
    ],
    [
      "a fact that was read after the review",
      [{ ...plain, facts: [{ ...accepts, readOn: "2026-12-01" }] }],
      "the dates of",
    ],
    [
      "a currency both taken and refused",
      [{ ...plain, currencies: { takes: ["PEN"], refuses: ["PEN"] }, facts: [accepts, fact("refuses")] }],
      "takes and refuses PEN",
    ],
    [
      "a least amount above the most",
      [{ ...plain, limits: { PEN: { minCentimos: 2, maxCentimos: 1 } }, facts: [accepts, fact("limits")] }],
      "the least is less than the most",
    ],
    [
      "more steps in one language than in the other",
      [
        {
          ...plain,
          steps: { PEN: { es: ["Uno.", "Dos."], en: ["One."] } },
          facts: [accepts, fact("steps")],
        },
      ],
      "both languages have the same steps",
    ],
    // Fault: a code inside a step is printed although nobody has confirmed the code.
    [
      "a company code hidden in a step",
      [
        {
          ...plain,
          steps: { PEN: { es: ["Di 02186."], en: ["Say 02186."] } },
          facts: [accepts, fact("steps")],
        },
      ],
      "a number in a step",
    ],
    ["a field that nobody knows", [{ ...plain, colour: "red" }], "colour"],
  ])("with %s", (_, channels, complaint) => {
    expect(() => read(...channels)).toThrow(complaint);
  });

  it("and otherwise read", () => {
    expect(read(plain).channels).toEqual([plain]);
  });
});
