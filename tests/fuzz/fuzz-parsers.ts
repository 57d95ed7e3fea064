/** Sends so many inputs through every parser, and says of each that did not end as a parser's input must. */
import { FUZZED_PARSERS } from "./parser-table.ts";
import { inputsFrom } from "./mutate.ts";

export interface FuzzFinding {
  parser: string;
  seed: number;
  /** Which of the seed's inputs. */
  number: number;
  text: string;
  what: string;
}

export interface FuzzedParsers {
  inputs: number;
  /** The slowest input of all. */
  slowestMs: number;
  findings: FuzzFinding[];
}

/** An input is at most 64,000 characters; what takes this long is not linear, and a longer one would hang the process. */
const AT_MOST_MS = 5_000;
const MOST_FINDINGS = 20;

/** `onInput` is told before each, so that whoever watches from outside knows where it hung. */
export async function fuzzParsers(
  run: { seed: number; inputs: number },
  onInput: (parser: number, number: number) => void = () => {},
): Promise<FuzzedParsers> {
  const findings: FuzzFinding[] = [];
  const each = Math.max(1, Math.ceil(run.inputs / FUZZED_PARSERS.length));
  let slowestMs = 0;
  for (const [index, { parsers, seeds, read }] of FUZZED_PARSERS.entries()) {
    const inputs = inputsFrom(run.seed + index, seeds);
    for (let number = 0; number < each && findings.length < MOST_FINDINGS; number += 1) {
      const text = inputs.next();
      onInput(index, number);
      const began = performance.now();
      const what = await complaint(read, text);
      const tookMs = performance.now() - began;
      slowestMs = Math.max(slowestMs, tookMs);
      const late = tookMs > AT_MOST_MS ? `took ${Math.round(tookMs)} ms` : null;
      const wrong = what ?? late;
      if (wrong !== null)
        findings.push({ parser: parsers.join(", "), seed: run.seed, number, text, what: wrong });
    }
  }
  return { inputs: each * FUZZED_PARSERS.length, slowestMs, findings };
}

async function complaint(read: (text: string) => unknown, text: string): Promise<string | null> {
  try {
    return untyped(await read(text), "the outcome");
  } catch (error) {
    return `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
}

const DEEPEST = 6;

/** What no outcome may hold: a number that is none, céntimos that are not whole, a moment that is none. */
function untyped(value: unknown, where: string, depth = 0): string | null {
  if (value === undefined && depth > 0) return null;
  if (typeof value === "number" && !Number.isFinite(value)) return `${where} is ${value}`;
  if (typeof value === "number" && /centimos/i.test(where) && !Number.isSafeInteger(value))
    return `${where} is ${value}`;
  if (value instanceof Date && Number.isNaN(value.getTime())) return `${where} is no moment`;
  if (typeof value !== "object" || value === null || depth > DEEPEST) return null;
  if (value instanceof Uint8Array) return null;
  for (const [name, inner] of Object.entries(value)) {
    const found = untyped(inner, `${where}.${name}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

export function tellFinding({ parser, seed, number, text, what }: FuzzFinding): string {
  return `${parser} ${what}\n  seed ${seed}, input ${number}: ${JSON.stringify(text.slice(0, 600))}`;
}
