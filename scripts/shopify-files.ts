/** Judges the files that Shopify's CLI is given (scripts/shopify-keys.ts); `npm run check` runs it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import type { z } from "zod";
import { appKeys, extensionKeys, webKeys } from "./shopify-keys.ts";

const EXTENSION = "extensions/pagoefectivo-offsite/shopify.extension.toml";

/** Each file, what it must be, and what no schema of keys says. */
const FILES: readonly { name: string; keys: z.ZodType; isStandalone?: true }[] = [
  // Requirement 5.2.5: a listed payments app is not embedded.
  { name: "shopify.app.toml", keys: appKeys, isStandalone: true },
  { name: "shopify.app.embedded.toml", keys: appKeys },
  { name: EXTENSION, keys: extensionKeys },
  { name: "shopify.web.toml", keys: webKeys },
];

/** What is wrong with them, one line each. `textOf` answers a file's text. */
export function shopifyFileProblems(textOf: (name: string) => string): string[] {
  return FILES.flatMap(({ name, keys, isStandalone }) => {
    const content = parse(textOf(name));
    const { error } = keys.safeParse(content);
    const problems = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
    if (isStandalone && content["embedded"] !== false) {
      problems.push("embedded: must be false (App Store requirement 5.2.5)");
    }
    return problems.map((problem) => `${name}: ${problem}`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = shopifyFileProblems((name) =>
    readFileSync(new URL(`../${name}`, import.meta.url), "utf8"),
  );
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
