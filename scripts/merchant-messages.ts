/**
 * Writes the types of the values that the merchant's messages take, read out of the Spanish catalogues. With `--check`
 * only compares. TypeScript cannot read placeholders out of imported JSON, whose texts are typed `string`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { MERCHANT_CATALOGUES } from "../app/messages/merchant-message.ts";

const FILE = path.join(
  fileURLToPath(new URL("..", import.meta.url)),
  "app/messages/merchant-placeholders.ts",
);

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

function placeholderFile(): string {
  const lines = Object.entries(MERCHANT_CATALOGUES.es).flatMap(([id, text]) => {
    const values = [...placeholdersOf(text)].map(([name, type]) => `${name}: ${type}`);
    return values.length === 0 ? [] : [lineOf(id, values)];
  });
  return [
    "/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */",
    "export interface MerchantPlaceholders {",
    ...lines,
    "}",
    "",
  ].join("\n");
}

/** As Prettier would break it. */
function lineOf(id: string, values: string[]): string {
  const line = `  "${id}": { ${values.join("; ")} };`;
  if (line.length <= 108) return line;
  return [`  "${id}": {`, ...values.map((value) => `    ${value};`), "  };"].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = placeholderFile();
  if (!process.argv.includes("--check")) {
    writeFileSync(FILE, wanted);
  } else if (readFileSync(FILE, "utf8") !== wanted) {
    process.stderr.write("app/messages/merchant-placeholders.ts is out of date: run `npm run messages`.\n");
    process.exitCode = 1;
  }
}
