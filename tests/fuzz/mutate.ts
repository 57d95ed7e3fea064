/** Inputs for a parser: real messages that were damaged, and text of chance. All of it is drawn from one seed. */
import fc from "fast-check";
import { dice, type Dice } from "../storm/dice.ts";
import { jsonOf } from "./fuzzed-parser.ts";

/** What parsers have stumbled over elsewhere. */
const NASTY = [
  ...[
    "\0",
    "\u0000\u0000",
    "\r\n",
    "\n",
    "\t",
    " ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u202e",
    "\ud800",
    "\udfff",
  ],
  ...[
    "'",
    '"',
    "`",
    "\\",
    "/",
    "..",
    "../../etc/passwd",
    "%",
    "%00",
    "%0d%0aSet-Cookie:x",
    "%zz",
    "+",
    "&",
    "=",
    ";",
  ],
  ...[
    "<script>",
    "</script>",
    "{{7*7}}",
    "${7*7}",
    "'; drop table payments;--",
    "__proto__",
    "constructor",
  ],
  ...["-1", "0", "-0", "00", "1e309", "1e-9", "NaN", "Infinity", "0x10", "٣", "１２３", "9007199254740993"],
  ...[
    "2147483648",
    "99999999999999999999",
    "0.1",
    "0,1",
    "1.234,56",
    "12.345",
    "true",
    "null",
    "undefined",
    "[]",
    "{}",
  ],
  ...["2026-02-30T10:00", "0000-00-00", "+275760-09-13T00:00:00Z", "1900-01-01T00:00:00-05:00", "24:00"],
  ...[
    "javascript:alert(1)",
    "//evil.example",
    "https://evil.example",
    "http://169.254.169.254/",
    "http://[::1]/",
  ],
  ...["a@b.pe", "ñandú", "İ", "ß", "ﬃ", "👩‍👩‍👧‍👦", "e\u0301", "=cmd|' /C calc'!A0", "S/ ", "1".repeat(40)],
];

/** A quarter of the inputs are chance alone. */
const OF_CHANCE = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(...Array.from("0123456789.,-+eE /:TZ")), maxLength: 40 }),
  fc.json({ maxDepth: 4 }),
  fc.webUrl(),
  fc.emailAddress(),
);

/** How long an input gets when a piece of it is repeated; one in some hundreds is as long as a door takes. */
const LONG = 4_000;
const LONGEST = 64_000;

export interface Inputs {
  next(): string;
}

export function inputsFrom(seed: number, seeds: readonly string[]): Inputs {
  const drawn = dice(seed);
  const lot = 500;
  let ofChance: string[] = [];
  const chance = () => {
    if (ofChance.length === 0)
      ofChance = fc.sample(OF_CHANCE, { seed: drawn.between(0, 2 ** 31), numRuns: lot });
    return ofChance.pop() ?? "";
  };
  return {
    next: () => {
      if (seeds.length === 0 || drawn.chance(0.25)) return chance();
      let text = drawn.pick(seeds);
      const changes = drawn.between(0, 4);
      for (let n = 0; n < changes; n += 1) text = changed(drawn, text, seeds);
      return text;
    },
  };
}

function changed(drawn: Dice, text: string, seeds: readonly string[]): string {
  const from = drawn.between(0, text.length);
  const to = Math.min(text.length, from + drawn.between(0, 12));
  const [before, piece, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (drawn.between(0, 8)) {
    case 0:
      return before + after;
    case 1:
      return before + drawn.pick(NASTY) + after;
    case 2:
      return before + drawn.pick(NASTY) + piece + after;
    case 3:
      return before;
    case 4:
      return before + String.fromCharCode(drawn.between(0, drawn.chance(0.5) ? 127 : 0xffff)) + after;
    case 5:
      return before + drawn.pick(seeds).slice(drawn.between(0, 40)) + after;
    case 6: {
      const most = drawn.chance(0.01) ? LONGEST : LONG;
      const unit = piece === "" ? drawn.pick(NASTY) : piece;
      return before + unit.repeat(drawn.between(1, Math.ceil(most / unit.length))) + after;
    }
    case 7:
      return changedJson(drawn, text) ?? before + piece + piece + after;
    default:
      return before + after + piece;
  }
}

/** To a list behind its last thing: a name like 999999999 would make it so long that nobody can write it down. */
function add(node: object, name: string, value: unknown): void {
  if (Array.isArray(node)) node.push(value);
  else Reflect.set(node, name, value);
}

/** The same JSON with another value, another name or one thing more somewhere; null for what is no JSON. */
function changedJson(drawn: Dice, text: string): string | null {
  const value = jsonOf(text);
  if (typeof value !== "object" || value === null) return null;
  const odd = (): unknown =>
    drawn.pick<unknown>([null, true, -1, 1.5, 1e21, "", [], {}, [[]], drawn.pick(NASTY), { toString: 1 }]);
  const walk = (node: object): void => {
    const names = Object.keys(node);
    const name = names.length > 0 ? drawn.pick(names) : "x";
    const inner: unknown = Reflect.get(node, name);
    if (typeof inner === "object" && inner !== null && drawn.chance(0.7)) walk(inner);
    else if (drawn.chance(0.8)) Reflect.set(node, name, odd());
    else if (drawn.chance(0.5)) Reflect.deleteProperty(node, name);
    else add(node, drawn.pick(NASTY), odd());
  };
  walk(value);
  return JSON.stringify(value);
}
