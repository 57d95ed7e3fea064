import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { licenceProblems, lockedPackages, originProblems } from "./dependency-licences.ts";

const lock: unknown = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const packages = lockedPackages(lock);

function locked(licence: string | undefined, more: object = {}) {
  const entry = { version: "1.0.0", ...(licence !== undefined && { license: licence }), ...more };
  return lockedPackages({ packages: { "": {}, "node_modules/@a/b/node_modules/c": entry } });
}

describe("the packages of the lock file", () => {
  it("may all be used under the terms that were agreed to", () => {
    expect(packages.length).toBeGreaterThan(500);
    expect(licenceProblems(packages)).toEqual([]);
  });

  it("all come from the registry, with their fingerprints", () => {
    expect(originProblems(packages)).toEqual([]);
  });
});

describe("a package", () => {
  it.each(["GPL-3.0-only", "AGPL-3.0", "UNLICENSED", "SEE LICENSE IN X", "(MIT AND GPL-2.0)", undefined])(
    "under %s is for a person to read first",
    (licence) => {
      expect(licenceProblems(locked(licence))).toEqual([`c 1.0.0: ${licence ?? "says no licence"}`]);
    },
  );

  it.each(["MIT", "(MIT OR GPL-2.0)", "(Apache-2.0 AND MIT)"])("under %s may be used", (licence) => {
    expect(licenceProblems(locked(licence))).toEqual([]);
  });

  it("that only helps at work may be under terms that what runs may not", () => {
    expect(licenceProblems(locked("MPL-2.0", { dev: true }))).toEqual([]);
    expect(licenceProblems(locked("MPL-2.0"))).toHaveLength(1);
  });

  it("of another place, or without its fingerprint, is told of", () => {
    const resolved = "https://registry.npmjs.org/c/-/c-1.0.0.tgz";

    expect(originProblems(locked("MIT", { resolved: "git+ssh://x", integrity: "sha512-a" }))).toHaveLength(
      1,
    );
    expect(originProblems(locked("MIT", { resolved }))).toHaveLength(1);
    expect(originProblems(locked("MIT", { resolved, integrity: "sha512-a" }))).toEqual([]);
  });
});
