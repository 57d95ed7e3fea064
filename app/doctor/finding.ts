/**
 * What the doctor looks at, and how it says what it found. A finding is a word of the list in `operator-words.ts` with its values; the
 * word decides the mark, so that the same trouble weighs the same wherever it is met.
 */
import type { Code } from "#app/doctor/operator-words.ts";

/** In the order in which they are looked at and shown. */
export const CHECKS = [
  "runtime",
  "configuration",
  "operator",
  "database",
  "migrations",
  "vault",
  "clock",
  "workers",
  "waiting-jobs",
  "dead-jobs",
  "payments-door",
  "certificate-chain",
  "certificate-dates",
  "public-address",
  "credentials",
  "notices",
  "shopify-tokens",
  "shopify-told",
] as const;
export type Check = (typeof CHECKS)[number];

export interface Said {
  code: Code;
  values: Readonly<Record<string, string | number>>;
  /** The domains of the shops that it is about; shown to the operator, hashed for support. */
  shops: readonly string[];
}

export interface Finding extends Said {
  check: Check;
}

export function said(code: Code, values: Said["values"] = {}, shops: readonly string[] = []): Said {
  return { code, values, shops };
}

/** A number in seconds for people: one place behind the point where it is small. */
export function inSeconds(ms: number): number {
  const seconds = Math.abs(ms) / 1_000;
  return seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
}
