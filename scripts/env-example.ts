/** Writes `.env.example` from the configuration's schema and from the words for each variable; `--check` only compares. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { configSchema } from "#app/lib/config.server.ts";
import { ENV_SECTIONS, type EnvSection, type EnvWords } from "./env-words.ts";

const FILE = fileURLToPath(new URL("../.env.example", import.meta.url));
const WIDTH = 118;

const HEAD =
  "Configuration of the running app, written from the schema that checks it at start (app/lib/config.server.ts, which names what is " +
  "wrong) and from scripts/env-words.ts: change those, then `npm run env:example`. Copy it to .env and fill it in. An empty value means " +
  '"not set". `npm run demo` and `npm test` need none of this and read none of it.';

/** What JSON Schema says of one variable, as far as a person wants to know. */
const variableSchema = z.object({
  default: z.union([z.string(), z.number()]).optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
const wholeSchema = z.object({
  properties: z.record(z.string(), variableSchema),
  required: z.array(z.string()).default([]),
});

/**
 * The file's text. Throws with the name of a variable that has no words, and of words that have no variable: either would leave an operator
 * without what they need.
 */
export function envExample(
  schema: z.ZodType = configSchema,
  sections: readonly EnvSection[] = ENV_SECTIONS,
): string {
  const known = wholeSchema.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  const worded = sections.flatMap(({ variables }) => Object.keys(variables));
  for (const name of Object.keys(known.properties)) {
    if (!worded.includes(name)) throw new Error(`${name} has no words: add them to scripts/env-words.ts`);
  }
  const blocks = sections.flatMap(({ title, variables }) => [
    heading(title),
    ...Object.entries(variables).map(([name, words]) => {
      const variable = known.properties[name];
      if (!variable)
        throw new Error(`scripts/env-words.ts explains ${name}, which the schema does not know`);
      return block({ name, words, variable, isRequired: known.required.includes(name) });
    }),
  ]);
  return `${[comment(HEAD), ...blocks].join("\n\n")}\n`;
}

function heading(title: string): string {
  return `# --- ${title} `.padEnd(WIDTH, "-");
}

interface Block {
  name: string;
  words: EnvWords;
  variable: z.infer<typeof variableSchema>;
  isRequired: boolean;
}

function block({ name, words, variable, isRequired }: Block): string {
  const byDefault = variable.default === undefined ? undefined : String(variable.default);
  const facts = [need(words, byDefault, isRequired), choices(variable)].filter((fact) => fact !== "");
  return [comment(words.says), comment(facts.join(" ")), `${name}=${byDefault ?? words.start ?? ""}`].join(
    "\n",
  );
}

function need(words: EnvWords, byDefault: string | undefined, isRequired: boolean): string {
  if (isRequired) return "Required.";
  if (words.requiredWith) return `Required with ${words.requiredWith}.`;
  return byDefault === undefined ? "Optional." : `Default: ${byDefault}.`;
}

function choices({ enum: words, minimum, maximum }: z.infer<typeof variableSchema>): string {
  if (words) return `One of: ${words.join(", ")}.`;
  return minimum === undefined || maximum === undefined ? "" : `From ${minimum} to ${maximum}.`;
}

/** Kept line breaks, and new ones before the line gets too long. */
function comment(text: string): string {
  return text.split("\n").flatMap(wrapped).join("\n");
}

function wrapped(line: string): string[] {
  const lines: string[] = [];
  let current = "#";
  // An indented line is an example or a list: it stays as it is.
  if (line.startsWith(" ")) return [`#${line}`];
  for (const word of line.split(" ")) {
    if (current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = "#";
    }
    current += ` ${word}`;
  }
  return [...lines, current];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = envExample();
  const isCurrent = existsSync(FILE) && readFileSync(FILE, "utf8") === wanted;
  if (!process.argv.includes("--check")) {
    if (!isCurrent) writeFileSync(FILE, wanted);
  } else if (!isCurrent) {
    console.error(`${path.basename(FILE)} is not what the schema says: run \`npm run env:example\`.`);
    process.exitCode = 1;
  }
}
