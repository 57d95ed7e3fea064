/**
 * The summary panel in Quechua: the mechanism, ready and off. Machine-made Quechua on a page about money does harm, so words
 * count only with the name of the native speaker who wrote or checked them (`qu.json`; how to fill it in: decision 23).
 */
import { z } from "zod";
import file from "./qu.json" with { type: "json" };

// CLDR has no plural rules for qu, and nothing here needs a value inside a sentence: braces would be shown as they are.
const word = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^{}<>]+$/);

/** All that the panel says. There are no others: the rest of the page stays in Spanish, which the counter speaks. */
const words = z.strictObject({
  /** The language's own name, for the link that leads to the panel. */
  language: word,
  heading: word,
  status: word,
  amount: word,
  code: word,
  deadline: word,
  step1: word,
  step2: word,
  step3: word,
});
export type QuechuaWords = z.infer<typeof words>;

const reviewed = z.strictObject({
  /** Given name and surname of a person who can be asked. */
  name: z.string().regex(/^\p{Lu}[\p{L}'’.-]*(?: \p{L}[\p{L}'’.-]*)+$/u),
  /** Where their Quechua is spoken: the panel is in Southern Quechua, and not every valley's. */
  from: z.string().trim().min(1),
  reviewedOn: z.iso.date(),
});

const draft = z.strictObject({ reviewer: reviewed.nullable(), panel: words.partial() });
const released = z.strictObject({ reviewer: reviewed, panel: words });

/**
 * The words, or null while nobody has put their name to them, whatever texts stand there. Throws where the file has other
 * keys, a reviewer who is no named person, or a reviewed panel with gaps.
 */
export function readQuechua(json: unknown): QuechuaWords | null {
  return draft.parse(json).reviewer === null ? null : released.parse(json).panel;
}

export const QUECHUA: QuechuaWords | null = readQuechua(file);
