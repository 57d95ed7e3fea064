/**
 * Where a code can be paid, as dated content: `channels.json`, and the shape that it is held to. It is read once, when the
 * process starts: a catalogue that contradicts itself stops the process, and a unit test before that.
 */
import { z } from "zod";
import { CURRENCIES, MAX_CENTIMOS } from "#app/lib/money.ts";
import content from "./channels.json" with { type: "json" };

/** In the order of the page. */
export const CHANNEL_GROUPS = ["app", "agent", "cash-network", "wallet"] as const;
export type ChannelGroup = (typeof CHANNEL_GROUPS)[number];

/**
 * What a source can vouch for: that the channel takes PagoEfectivo at all, a currency that it surely does not take, what it
 * calls the company, between which amounts it takes a code, when it is open, and what its screens say.
 */
const FACT_KINDS = ["accepts", "refuses", "company-code", "limits", "hours", "steps"] as const;
export type FactKind = (typeof FACT_KINDS)[number];

const text = z.string().trim().min(1).max(300);
const inBothLanguages = z.strictObject({ es: text, en: text });
const currency = z.enum(CURRENCIES);

const source = z.strictObject({ title: text, address: z.url().nullable(), note: text });

const fact = z.strictObject({
  what: z.enum(FACT_KINDS),
  source: z.string(),
  readOn: z.iso.date(),
  /** The last day on which a source that was kept up then said so; of a source that names only its year, that year's last. */
  confirmedOn: z.iso.date().nullable(),
});

const limit = z
  .strictObject({
    minCentimos: z.int().positive(),
    maxCentimos: z.int().positive().max(MAX_CENTIMOS),
  })
  .refine(({ minCentimos, maxCentimos }) => minCentimos < maxCentimos, "the least is less than the most");

const steps = z
  .strictObject({ es: z.array(text).min(1).max(6), en: z.array(text).min(1).max(6) })
  .refine(({ es, en }) => es.length === en.length, "both languages have the same steps");

const channel = z.strictObject({
  /** What the operator's switch names. */
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  group: z.enum(CHANNEL_GROUPS),
  displayName: text,
  companyLabel: text,
  companyCode: z
    .string()
    .regex(/^\d{3,10}$/)
    .optional(),
  /** What is in neither list is not known: then the channel is not named, and the steps of its group go for it. */
  currencies: z.strictObject({ takes: z.array(currency).min(1), refuses: z.array(currency) }),
  limits: z.partialRecord(currency, limit).optional(),
  hours: inBothLanguages.optional(),
  steps: z.partialRecord(currency, steps).optional(),
  facts: z.array(fact).min(1),
});
export type Channel = z.infer<typeof channel>;

const catalogue = z
  .strictObject({
    version: z.int().positive(),
    reviewedOn: z.iso.date(),
    sources: z.record(z.string(), source),
    channels: z.array(channel),
  })
  .superRefine(({ sources, channels, reviewedOn }, context) => {
    const complain = (message: string) => context.addIssue({ code: "custom", message });
    const ids = new Set<string>();
    for (const each of channels) {
      if (ids.has(each.id)) complain(`${each.id} stands there twice`);
      ids.add(each.id);
      for (const problem of problemsOf(each, { known: Object.keys(sources), reviewedOn })) {
        complain(`${each.id}: ${problem}`);
      }
    }
  });
export type Catalogue = z.infer<typeof catalogue>;

/** Throws, naming every problem, where a catalogue does not hold together. */
export function readCatalogue(json: unknown): Catalogue {
  return catalogue.parse(json);
}

export const CATALOGUE: Catalogue = readCatalogue(content);

function problemsOf(each: Channel, world: { known: readonly string[]; reviewedOn: string }): string[] {
  const vouchedFor = new Set(each.facts.map(({ what }) => what));
  const unvouched = claimsOf(each).filter((claim) => !vouchedFor.has(claim));
  const { takes, refuses } = each.currencies;
  // The code has a field, a fact and a date of its own: hidden in a step it would be printed without being confirmed.
  const stepTexts = Object.values(each.steps ?? {}).flatMap(({ es, en }) => [...es, ...en]);
  return [
    ...unvouched.map((claim) => `no source says ${claim}`),
    ...each.facts
      .filter(({ source: id }) => !world.known.includes(id))
      .map((one) => `no source ${one.source}`),
    ...each.facts
      .filter(({ readOn, confirmedOn }) => readOn > world.reviewedOn || (confirmedOn ?? "") > readOn)
      .map(({ what }) => `the dates of ${what} are in the wrong order`),
    ...takes.filter((one) => refuses.includes(one)).map((one) => `takes and refuses ${one}`),
    ...stepTexts.filter((one) => /\d{4}/.test(one)).map((one) => `a number in a step: ${one}`),
  ];
}

/** What this channel says of itself, each of which somebody must vouch for. */
function claimsOf(each: Channel): FactKind[] {
  return [
    "accepts",
    ...(each.currencies.refuses.length > 0 ? (["refuses"] as const) : []),
    ...(each.companyCode === undefined ? [] : (["company-code"] as const)),
    ...(each.limits === undefined ? [] : (["limits"] as const)),
    ...(each.hours === undefined ? [] : (["hours"] as const)),
    ...(each.steps === undefined ? [] : (["steps"] as const)),
  ];
}
