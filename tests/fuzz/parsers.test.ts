import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fuzzParsers, tellFinding } from "./fuzz-parsers.ts";
import { FUZZED_PARSERS, READ_NOTHING_FROM_OUTSIDE } from "./parser-table.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** `npm run test:fuzz` draws from a seed of chance: this one is the same each time. */
const SEED = 1;
const INPUTS = 12_000;

/** `app/x.ts:readSomething` of every function in `app` that is named like a parser. */
function namedLikeParsers(): string[] {
  return readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join("app", name.split(path.sep).join("/")))
    .filter(
      (name) =>
        /\.tsx?$/.test(name) && !/\.test\.|(-store|-queries)[^/]*\.server\.ts$|generated/.test(name),
    )
    .flatMap((name) =>
      [
        ...readFileSync(path.join(root, name), "utf8").matchAll(
          /^export (?:async )?function\*? ((?:parse|read|typed)[A-Z]\w*)/gm,
        ),
      ].map(([, found = ""]) => `${name}:${found}`),
    );
}

describe("every parser of outside text", () => {
  it("stands in the table, or reads nothing from outside for a reason", () => {
    const known = new Set([
      ...FUZZED_PARSERS.flatMap(({ parsers }) => parsers),
      ...Object.keys(READ_NOTHING_FROM_OUTSIDE),
    ]);

    const found = namedLikeParsers();

    expect(found.length).toBeGreaterThan(60);
    expect(found.filter((name) => !known.has(name))).toEqual([]);
  });

  it("is there: a name of the table that nothing has is a mistake", () => {
    const gone = [
      ...FUZZED_PARSERS.flatMap(({ parsers }) => parsers),
      ...Object.keys(READ_NOTHING_FROM_OUTSIDE),
    ].filter((name) => {
      const [file = "", fn = ""] = name.split(":");
      return !new RegExp(`\\b${fn}\\b`).test(readFileSync(path.join(root, file), "utf8"));
    });

    expect(gone).toEqual([]);
  });

  it("ends every input in a typed outcome, soon", async () => {
    const { inputs, findings } = await fuzzParsers({ seed: SEED, inputs: INPUTS });

    expect(findings.map(tellFinding)).toEqual([]);
    expect(inputs).toBeGreaterThanOrEqual(INPUTS);
  }, 120_000);
});
