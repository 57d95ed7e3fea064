/**
 * Amounts as other people's files write them: `1,234.50`, `1.234,50`, `S/ 12.00`, `(3.50)`, `12.00-`, `1 234,5`. Read digit by
 * digit as céntimos, never through a float. Pure.
 *
 * A lone `1.234` may be a thousand or one and a bit. What the rest of the file does with its signs decides; where nothing does, the
 * amount is refused: guessed wrong it would be a thousand times too much.
 */
import { MAX_CENTIMOS, type Currency } from "#app/lib/money.ts";
import type { Cell } from "./statement-table.ts";

export type AmountProblem = "bad-amount" | "mixed-separators" | "ambiguous-amount" | "too-large";

export type ReadAmount =
  | { kind: "none" }
  | { kind: "amount"; centimos: number; currency: Currency | null }
  | { kind: "problem"; reason: AmountProblem };

export interface AmountReader {
  read(cell: Cell | undefined, line: number): ReadAmount;
  /** At the end of the file: the line of an amount that could have meant two things, and still can. */
  ambiguousLine(): number | null;
}

type Sign = "." | ",";

/** The largest amount with its currency and spaces has thirty characters. The pattern's time grows with the cube of the length. */
const LONGEST_AMOUNT = 64;

const CURRENCY_OF: Record<string, Currency> = {
  "s/": "PEN",
  "s/.": "PEN",
  pen: "PEN",
  us$: "USD",
  $: "USD",
  usd: "USD",
};

const MARK = String.raw`S\/\.?|PEN|US\$|USD|\$`;
const AMOUNT = new RegExp(
  String.raw`^([-−+]?)\s*(${MARK})?\s*([-−+]?)\s*([\d.,][\d.,'’\s]*?)\s*(${MARK})?\s*([-−]?)$`,
  "iu",
);

/** One for each file: it remembers which sign the file puts before its decimals. */
export function amountReader(): AmountReader {
  let decimalSign: Sign | null = null;
  let pending: { sign: Sign; line: number } | null = null;

  /** Takes what an amount shows of the file's signs. False: another amount has shown the contrary. */
  const learn = (sign: Sign): boolean => {
    if (decimalSign !== null) return decimalSign === sign;
    if (pending?.sign === sign) return false;
    decimalSign = sign;
    pending = null;
    return true;
  };
  const readDigits = (digits: string, line: number): Digits | AmountProblem => {
    const shape = shapeOf(digits);
    if (shape === null) return "bad-amount";
    if (shape.kind === "plain") return shape;
    if (shape.kind === "clear") return learn(shape.decimalSign) ? shape : "mixed-separators";
    if (decimalSign === shape.sign) return { whole: shape.whole, decimals: shape.rest };
    if (decimalSign === null) pending ??= { sign: shape.sign, line };
    return { whole: shape.whole + shape.rest, decimals: "" };
  };
  return {
    read(cell, line) {
      if (cell !== undefined && typeof cell !== "string") return readNumber(cell.number);
      const text = (cell ?? "").trim();
      if (text === "" || /^[-–—]$/.test(text)) return { kind: "none" };
      const parts = text.length > LONGEST_AMOUNT ? null : partsOf(text);
      if (parts === null) return { kind: "problem", reason: "bad-amount" };
      const read = readDigits(parts.digits, line);
      if (typeof read === "string") return { kind: "problem", reason: read };
      return inCentimos(read, parts);
    },
    ambiguousLine: () => pending?.line ?? null,
  };
}

interface Digits {
  whole: string;
  decimals: string;
}

interface Parts {
  digits: string;
  isNegative: boolean;
  currency: Currency | null;
}

function partsOf(text: string): Parts | null {
  const inside = /^\((.*)\)$/.exec(text)?.[1];
  const match = AMOUNT.exec(inside?.trim() ?? text);
  if (!match) return null;
  const [, first = "", before, second = "", digits = "", after, last = ""] = match;
  const signs = [first, second, last].filter((sign) => sign !== "");
  if (signs.length + (inside === undefined ? 0 : 1) > 1) return null;
  if (before !== undefined && after !== undefined) return null;
  const mark = before ?? after;
  return {
    digits,
    isNegative: inside !== undefined || (signs[0] !== undefined && signs[0] !== "+"),
    currency: mark === undefined ? null : (CURRENCY_OF[mark.toLowerCase()] ?? null),
  };
}

type Shape =
  | ({ kind: "plain" } & Digits)
  /** Shows which sign stands before decimals. */
  | ({ kind: "clear"; decimalSign: Sign } & Digits)
  /** One sign with three digits after it. */
  | { kind: "either"; sign: Sign; whole: string; rest: string };

function shapeOf(digits: string): Shape | null {
  const spaced = /^\d{1,3}(?:[\s'’]\d{3})+(?=[.,]|$)/u.exec(digits);
  const text = spaced ? spaced[0].replaceAll(/\D/g, "") + digits.slice(spaced[0].length) : digits;
  if (/^\d+$/.test(text)) return { kind: "plain", whole: text, decimals: "" };
  const lone = /^(\d*)([.,])(\d+)$/.exec(text);
  if (lone) {
    const [, whole = "", mark, rest = ""] = lone;
    const sign = mark === "." ? "." : ",";
    const mayBeThousands = rest.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && !spaced;
    if (mayBeThousands) return { kind: "either", sign, whole, rest };
    return { kind: "clear", decimalSign: sign, whole, decimals: rest };
  }
  const grouped =
    /^(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(text) ?? /^(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/.exec(text);
  if (!grouped || spaced) return null;
  const [, whole = "", decimals = ""] = grouped;
  return {
    kind: "clear",
    decimalSign: whole.includes(",") ? "." : ",",
    whole: whole.replaceAll(/\D/g, ""),
    decimals,
  };
}

function inCentimos({ whole, decimals }: Digits, { isNegative, currency }: Parts): ReadAmount {
  const cut = decimals.replace(/^(\d{2})0+$/, "$1");
  if (cut.length > 2) return { kind: "problem", reason: "bad-amount" };
  if (whole.replace(/^0+/, "").length > 12) return { kind: "problem", reason: "too-large" };
  return within(Number(whole) * 100 + Number(cut.padEnd(2, "0")), isNegative, currency);
}

function within(centimos: number, isNegative: boolean, currency: Currency | null): ReadAmount {
  if (centimos > MAX_CENTIMOS) return { kind: "problem", reason: "too-large" };
  // Not -0, which is another value to whoever compares.
  return { kind: "amount", centimos: isNegative && centimos !== 0 ? -centimos : centimos, currency };
}

/**
 * A workbook keeps numbers as binary fractions and writes 17 digits of them: 160.35 that was added up stands as 160.34999999999999.
 * What is that near to a whole céntimo is that céntimo; anything else has more decimals than money.
 */
const NEARNESS = 100_000n;

function readNumber(text: string): ReadAmount {
  const match = /^(-?)(\d{1,20})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text.trim());
  if (!match) return { kind: "problem", reason: "bad-amount" };
  const [, sign, whole = "", decimals = "", exponent = "0"] = match;
  const digits = BigInt(whole + decimals) * 100n;
  const places = decimals.length - Number(exponent);
  const divisor = places > 0 ? 10n ** BigInt(places) : 1n;
  const scaled = places < 0 ? digits * 10n ** BigInt(-places) : digits;
  const rest = scaled % divisor;
  const isUp = rest * 2n > divisor;
  const distance = isUp ? divisor - rest : rest;
  if (distance * NEARNESS > divisor) return { kind: "problem", reason: "bad-amount" };
  const centimos = scaled / divisor + (isUp ? 1n : 0n);
  if (centimos > BigInt(MAX_CENTIMOS)) return { kind: "problem", reason: "too-large" };
  return within(Number(centimos), sign === "-", null);
}
