/**
 * What the help says, as dated content: `help-book.json`, and the shape that it is held to. Facts about outside parties name the source
 * that said so and the day on which it was read. Only the server reads it: the whole book would be a burden on every page of the admin.
 */
import { z } from "zod";
import { HELP_LINKS, HELP_TOPICS, type HelpLink } from "#app/help/help-view.ts";
import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import content from "./help-book.json" with { type: "json" };

function isHelpLink(path: string): path is HelpLink {
  return Object.hasOwn(HELP_LINKS, path);
}

const text = z.string().trim().min(1).max(600);

const words = z.strictObject({
  question: text,
  /** Paragraphs; one that begins with `- ` is a line of a list. */
  answer: z.array(text).min(1).max(10),
  /** What else people call it; found by, never shown. */
  words: text,
});

const entry = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  topic: z.enum(HELP_TOPICS),
  links: z.array(z.string().refine(isHelpLink, "an address that the help may lead to")),
  sources: z.array(z.string()),
  ...{ es: words, en: words, "zh-CN": words },
});
export type HelpEntry = z.infer<typeof entry>;

const book = z
  .strictObject({
    version: z.int().positive(),
    reviewedOn: z.iso.date(),
    sources: z.record(
      z.string(),
      z.strictObject({ title: text, address: z.url().nullable(), readOn: z.iso.date() }),
    ),
    entries: z.array(entry).min(1),
  })
  .superRefine(({ sources, entries, reviewedOn }, context) => {
    const complain = (message: string) => context.addIssue({ code: "custom", message });
    for (const [id, { readOn }] of Object.entries(sources)) {
      if (readOn > reviewedOn) complain(`source ${id} was read after the review`);
      if (!entries.some((one) => one.sources.includes(id))) complain(`nothing comes from source ${id}`);
    }
    for (const [index, one] of entries.entries()) {
      if (entries.findIndex(({ id }) => id === one.id) !== index) complain(`${one.id} stands there twice`);
      for (const id of one.sources) if (!(id in sources)) complain(`${one.id}: no source ${id}`);
      const shapes = MERCHANT_LANGUAGES.map((language) => shapeOf(one[language].answer));
      if (new Set(shapes).size !== 1) complain(`${one.id} does not say the same in every language`);
    }
  });
export type HelpBook = z.infer<typeof book>;

/** Paragraphs and lines of a list, in their order. */
function shapeOf(answer: readonly string[]): string {
  return answer.map((line) => (line.startsWith("- ") ? "-" : "p")).join("");
}

/** Throws, naming every problem, where the book does not hold together. */
export function readHelpBook(json: unknown): HelpBook {
  return book.parse(json);
}

let read: HelpBook | null = null;

/** The book, read once. */
export function helpBook(): HelpBook {
  return (read ??= readHelpBook(content));
}
