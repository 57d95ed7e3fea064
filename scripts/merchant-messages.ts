/**
 * Writes the types of the values that the merchant's messages take, read out of the Spanish catalogues. With `--check`
 * only compares. TypeScript cannot read placeholders out of imported JSON, whose texts are typed `string`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { z } from "zod";

const FOLDER = fileURLToPath(new URL("../app/messages", import.meta.url));
const CATALOGUE_END = ".es.json";
const HEAD =
  "/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */";
const Catalogue = z.record(z.string(), z.string());

/** Every value that a message asks for, in the order of its first mention: what a plural counts is a number. */
export function placeholdersOf(text: string): Map<string, "string" | "number"> {
  const found = new Map<string, "string" | "number">();
  const visit = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      switch (element.type) {
        case TYPE.literal:
        case TYPE.pound:
          break;
        case TYPE.plural:
        case TYPE.select:
          note(element.value, element.type === TYPE.plural ? "number" : "string");
          for (const option of Object.values(element.options)) visit(option.value);
          break;
        case TYPE.tag:
          visit(element.children);
          break;
        case TYPE.argument:
          note(element.value, "string");
          break;
        case TYPE.number:
          note(element.value, "number");
          break;
        case TYPE.date:
        case TYPE.time:
          // Instants arrive formatted: ICU's own form names no zone.
          throw new Error(`"${text}" formats a value by itself`);
      }
    }
  };
  const note = (name: string, type: "string" | "number") => {
    if (found.get(name) !== "number") found.set(name, type);
  };
  visit(parse(text));
  return found;
}

/** One file for each area of the admin whose texts take values, and one that gathers them; by path below `FOLDER`. */
function placeholderFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const interfaces: { name: string; file: string }[] = [];
  const catalogues = readdirSync(path.join(FOLDER, "merchant")).filter((name) =>
    name.endsWith(CATALOGUE_END),
  );
  for (const catalogue of catalogues.sort()) {
    const area = catalogue.slice(0, -CATALOGUE_END.length);
    const texts = Catalogue.parse(
      JSON.parse(readFileSync(path.join(FOLDER, "merchant", catalogue), "utf8")),
    );
    const lines = Object.entries(texts).flatMap(([id, text]) => {
      const values = [...placeholdersOf(text)].map(([name, type]) => `${name}: ${type}`);
      return values.length === 0 ? [] : [lineOf(id, values)];
    });
    if (lines.length === 0) continue;
    const name = `${area.charAt(0).toUpperCase()}${area.slice(1)}Placeholders`;
    const file = `merchant/${area}-placeholders.ts`;
    interfaces.push({ name, file });
    files.set(file, [HEAD, `export interface ${name} {`, ...lines, "}", ""].join("\n"));
  }
  files.set(
    "merchant-placeholders.ts",
    [
      HEAD,
      ...interfaces.map(({ name, file }) => `import type { ${name} } from "./${file}";`),
      "",
      `export type MerchantPlaceholders = ${interfaces.map(({ name }) => name).join(" &\n  ")};`,
      "",
    ].join("\n"),
  );
  return files;
}

/** As Prettier would break it. */
function lineOf(id: string, values: string[]): string {
  const line = `  "${id}": { ${values.join("; ")} };`;
  if (line.length <= 108) return line;
  return [`  "${id}": {`, ...values.map((value) => `    ${value};`), "  };"].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, wanted] of placeholderFiles()) {
    const file = path.join(FOLDER, name);
    if (!process.argv.includes("--check")) {
      writeFileSync(file, wanted);
    } else if (!existsSync(file) || readFileSync(file, "utf8") !== wanted) {
      process.stderr.write(`app/messages/${name} is out of date: run \`npm run messages\`.\n`);
      process.exitCode = 1;
    }
  }
}
