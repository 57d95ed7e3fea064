/**
 * The documents by which a bank in Peru knows the holder of an account. RUC and DNI prove themselves by a check digit: python-stdnum,
 * stdnum.pe.ruc and stdnum.pe.cui (read 2026-11-29 in its JavaScript edition, stdnum 1.11), which name SUNAT and RENIEC as their
 * sources. Lengths of the others: dLocal, "Peru payouts", document validations (read 2026-11-29).
 */
import { plainDigits, restByEleven } from "./check-digits.ts";
import type { ReadField } from "./read-field.ts";

export const DOCUMENT_KINDS = ["dni", "ce", "ruc", "passport"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export type DocumentProblem =
  | "document-missing"
  | "dni-shape"
  | "dni-check"
  | "ruc-shape"
  | "ruc-check"
  | "ce-shape"
  | "passport-shape";

type ReadDocument = ReadField<DocumentProblem>;

/** The number as it is written into a transfer. A DNI's check character proves the number and is not part of it. */
export function readDocument(kind: DocumentKind, typed: string): ReadDocument {
  const text = plainDigits(typed).toUpperCase();
  if (text === "") return { problem: "document-missing" };
  switch (kind) {
    case "dni":
      return readDni(text);
    case "ruc":
      return readRuc(text);
    case "ce":
      return readForeign(text, "ce-shape");
    case "passport":
      return readForeign(text, "passport-shape");
  }
}

const DNI_WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2];
/** By the rest of the sum: RENIEC prints a digit since 2007, and printed a letter before. */
const DNI_DIGITS = "65432110987";
const DNI_LETTERS = "KJIHGFEDCBA";

function readDni(text: string): ReadDocument {
  const [, number, check] = /^(\d{8})([\dA-K])?$/.exec(text) ?? [];
  if (number === undefined || number === "00000000") return { problem: "dni-shape" };
  const rest = restByEleven(number, DNI_WEIGHTS);
  const isRight = check === undefined || check === DNI_DIGITS[rest] || check === DNI_LETTERS[rest];
  return isRight ? { value: number } : { problem: "dni-check" };
}

const RUC_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
/** Persons (10, 15, 16, 17) and companies (20). */
const RUC = /^(?:10|15|16|17|20)\d{9}$/;

function readRuc(text: string): ReadDocument {
  if (!RUC.test(text)) return { problem: "ruc-shape" };
  const check = (11 - restByEleven(text, RUC_WEIGHTS)) % 10;
  return String(check) === text[10] ? { value: text } : { problem: "ruc-check" };
}

/** Letters and digits, and not letters alone: who types a name here has mistaken the field. */
function readForeign(text: string, problem: "ce-shape" | "passport-shape"): ReadDocument {
  return /^(?=.*\d)[\dA-Z]{4,12}$/.test(text) ? { value: text } : { problem };
}
