/** A parser of text that somebody else wrote, and what it is fuzzed with. */
export interface FuzzedParser {
  /** The functions that each input goes through: `app/lib/money.ts:parseDecimalAmount`. */
  parsers: readonly string[];
  /** Real messages: inputs begin as one of them, or as text of chance. */
  seeds: readonly string[];
  /** Reads one input as the product does. Throws for nothing but a bug. */
  read: (text: string) => unknown;
}

/** The fields of a form, as a browser writes them into a body. */
export function fieldsOf(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** What an answer's JSON holds; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Letters beyond one byte become two: a seed of bytes is written in Latin 1. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, /^[\0-\xff]*$/.test(text) ? "latin1" : "utf8");
}
