/** Under which terms the packages of the lock file may be used; whatever is not listed here is for a person to read first. */
import { z } from "zod";

/** Permissive ones (SPDX, spdx.org/licenses): they ask for a notice at most. */
const ANYWHERE = [
  ...["MIT", "MIT-0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"],
  ...["Unlicense", "CC0-1.0", "Python-2.0"],
];

/** Of what helps to build or to test, and is no part of what runs. */
const AT_WORK_ONLY = ["MPL-2.0", "CC-BY-3.0", "CC-BY-4.0"];

/** Packages whose manifest does not say it in SPDX's words, as their own files were read on 2026-11-29. */
const READ_BY_A_PERSON: Readonly<Record<string, string>> = {
  // For apps of Shopify's platform, which this one is.
  "@shopify/polaris": "SEE LICENSE IN LICENSE.md",
  "@shopify/polaris-icons": "SEE LICENSE IN LICENSE.md",
  "@shopify/polaris-tokens": "SEE LICENSE IN LICENSE.md",
  // All of MIT: its text lies in the package, or its address stands in the manifest's older form.
  "png-js": "",
  eval: "",
  format: "",
  "require-like": "",
};

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
    }),
  ),
});

export interface LockedPackage {
  name: string;
  version: string;
  licence: string;
  isDev: boolean;
  resolved: string | null;
  integrity: string | null;
}

/** Every package that `npm ci` puts here. */
export function lockedPackages(lock: unknown): LockedPackage[] {
  const { packages } = lockFile.parse(lock);
  return Object.entries(packages).flatMap(([place, entry]) => {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place) ?? [];
    if (name === undefined || entry.link === true) return [];
    return [
      {
        ...{ name, version: entry.version ?? "", licence: entry.license ?? "", isDev: entry.dev ?? false },
        ...{ resolved: entry.resolved ?? null, integrity: entry.integrity ?? null },
      },
    ];
  });
}

/** One line for each package whose terms nobody has agreed to. */
export function licenceProblems(packages: readonly LockedPackage[]): string[] {
  return packages
    .filter(({ name, licence, isDev }) => !mayUse(licence, isDev) && READ_BY_A_PERSON[name] !== licence)
    .map(({ name, version, licence }) => `${name} ${version}: ${licence || "says no licence"}`);
}

/** `(A OR B)` needs one that may be used, `(A AND B)` needs both. */
function mayUse(licence: string, isDev: boolean): boolean {
  const known = (one: string) => ANYWHERE.includes(one) || (isDev && AT_WORK_ONLY.includes(one));
  const plain = licence.replaceAll(/[()]/g, "");
  if (plain.includes(" OR ")) return plain.split(" OR ").some(known);
  return plain.split(" AND ").every(known);
}

const REGISTRY = /^https:\/\/registry\.npmjs\.org\//;

/** One line for each package that does not come from the registry with its fingerprint. */
export function originProblems(packages: readonly LockedPackage[]): string[] {
  return packages
    .filter(({ resolved, integrity }) => {
      // Without an address it comes from the registry that npm is set to; its fingerprint decides what is taken from there.
      const isElsewhere = resolved !== null && !REGISTRY.test(resolved);
      return isElsewhere || !/^sha512-/.test(integrity ?? "");
    })
    .map(({ name, version }) => `${name} ${version}: not from the registry, or without its SHA-512`);
}
