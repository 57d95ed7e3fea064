import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(path.join(root, "docs", "security.md"), "utf8");

interface Line {
  id: string;
  level: string;
  asks: string;
  state: string;
  how: string;
  tests: string[];
}

const lines: Line[] = [...page.matchAll(/^\| (\d+\.\d+\.\d+) +\|(.*)\|$/gm)].map(
  ([, id = "", rest = ""]) => {
    const [level = "", asks = "", state = "", how = "", proof = ""] = rest
      .split("|")
      .map((cell) => cell.trim());
    return {
      id,
      level,
      asks,
      state,
      how,
      tests: [...proof.matchAll(/`([^`]+)`/g)].map(([, test = ""]) => test),
    };
  },
);

/** How many requirements ASVS 5.0.0 has at each level, by chapter (its own list, read 2026-11-29). */
const COUNTED = { level1: 70, level2: 183 };

describe("the checklist of docs/security.md", () => {
  it("has every line of levels 1 and 2, once", () => {
    expect(lines.filter(({ level }) => level === "1")).toHaveLength(COUNTED.level1);
    expect(lines.filter(({ level }) => level === "2")).toHaveLength(COUNTED.level2);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
  });

  it("says of each how it stands, and why", () => {
    const wordless = lines.filter(
      ({ asks, state, how }) =>
        asks === "" || how === "" || !["met", "operator", "n/a", "not met"].includes(state),
    );

    expect(wordless.map(({ id }) => id)).toEqual([]);
  });

  it("names tests that are there", () => {
    const named = [...page.matchAll(/`((?:app|server|scripts|tests)\/[\w./-]+\.test\.tsx?)`/g)].map(
      ([, file = ""]) => file,
    );

    expect(named.length).toBeGreaterThan(150);
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
    expect(lines.flatMap(({ tests }) => tests).filter((test) => !/\.test\.tsx?$/.test(test))).toEqual([]);
  });

  it("proves most of what it says is met by a test", () => {
    const met = lines.filter(({ state }) => state === "met");

    expect(met.filter(({ tests }) => tests.length > 0).length).toBeGreaterThan(0.85 * met.length);
  });
});
