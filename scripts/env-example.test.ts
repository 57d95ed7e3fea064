import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { configSchema, readConfig } from "#app/lib/config.server.ts";
import { LOCAL } from "../tests/builders/configuration.ts";
import { envExample } from "./env-example.ts";

const schema = z.object({
  NEEDED: z.string(),
  CHOSEN: z.enum(["a", "b"]).default("a"),
  COUNTED: z.coerce.number().int().min(2).max(9).default(3),
  CHANGED: z
    .string()
    .default("1/2")
    .transform((text) => text.split("/")),
  LEFT: z.string().optional(),
});
const words = (names: readonly string[]) => [
  { title: "some", variables: Object.fromEntries(names.map((name) => [name, { says: `about ${name}` }])) },
];
const NAMES = Object.keys(schema.shape);

/** The lines from a variable's first word to its value. */
function linesOf(name: string, text: string): string {
  return text.split("\n\n").find((block) => block.includes(`\n${name}=`)) ?? "";
}

describe("the example of a configuration", () => {
  it.each([
    ["NEEDED", "# about NEEDED\n# Required.\nNEEDED="],
    ["CHOSEN", "# about CHOSEN\n# Default: a. One of: a, b.\nCHOSEN=a"],
    ["COUNTED", "# about COUNTED\n# Default: 3. From 2 to 9.\nCOUNTED=3"],
    ["CHANGED", "# about CHANGED\n# Default: 1/2.\nCHANGED=1/2"],
    ["LEFT", "# about LEFT\n# Optional.\nLEFT="],
  ])("says of %s what it means, whether it is required, and its default", (name, wanted) => {
    expect(linesOf(name, envExample(schema, words(NAMES))).trimEnd()).toBe(wanted);
  });

  it("is refused when a variable has no words, and when words have no variable", () => {
    expect(() => envExample(schema, words(NAMES.slice(1)))).toThrow("NEEDED has no words");
    expect(() => envExample(schema, words([...NAMES, "GONE"]))).toThrow("GONE, which the schema");
  });

  it("names every variable that the app reads, once", () => {
    const named = [...envExample().matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);

    expect(named.toSorted()).toEqual(Object.keys(configSchema.shape).toSorted());
  });

  // Fault: a default in the example that is not the app's own would change it for whoever copies the file.
  it("changes nothing where it is copied as it is and the required ones are filled in", () => {
    const copied = { ...parseEnv(envExample()), ...LOCAL };

    expect(readConfig(copied)).toEqual(readConfig(LOCAL));
  });
});
