/** The name of an account's holder: as typed, shortened to initials, and held against the name of who bought. */
import type { DocumentKind } from "./identity-document.ts";
import type { ReadField } from "./read-field.ts";

export type HolderProblem = "holder-missing" | "holder-letters" | "holder-full";

const LONGEST = 100;
const OF_A_PERSON = /^[\p{L}\p{M}'’´.\- ]+$/u;
const OF_A_COMPANY = /^[\p{L}\p{M}\p{N}'’´.,&+/()\- ]+$/u;

/** The name with single spaces. A Peruvian has a first name and a surname, so that a DNI's holder has two words at least. */
export function readHolder(typed: string, document: DocumentKind | null): ReadField<HolderProblem> {
  const holder = typed.normalize("NFC").replace(/\s+/gu, " ").trim();
  if (holder === "") return { problem: "holder-missing" };
  const allowed = document === "ruc" ? OF_A_COMPANY : OF_A_PERSON;
  if (holder.length > LONGEST || !allowed.test(holder) || !/\p{L}.*\p{L}/u.test(holder))
    return { problem: "holder-letters" };
  if (document === "dni" && wordsOf(holder).length < 2) return { problem: "holder-full" };
  return { value: holder };
}

/** `A. P. Q.`: enough to tell two refunds apart, too little to know a person. */
export function initialsOf(holder: string): string {
  const letters = holder.split(/[\s-]+/u).flatMap((word) => /\p{L}/u.exec(word.normalize("NFC")) ?? []);
  return letters
    .slice(0, 4)
    .map((letter) => `${letter.toUpperCase()}.`)
    .join(" ");
}

export type NameMatch = "matches" | "differs" | "unknown";

/** Little words between names, and what a company adds to its own: banks and shops leave them out or put them in. */
const LITTLE_WORDS = new Set(
  "de del la las los el y e da das do dos di van von der san santa sa sac saa srl eirl scrl".split(" "),
);

/**
 * Whether the holder may be who bought. A hint for a person, never a decision: names are compared without accents, case and
 * order, and one of the two may leave out second names and surnames. `unknown` where one side says too little.
 */
export function nameMatch(holder: string, buyer: string | null): NameMatch {
  const [one, other] = [new Set(wordsOf(holder)), new Set(wordsOf(buyer ?? ""))];
  if (one.size === 0 || other.size === 0) return "unknown";
  const shared = [...one].filter((word) => other.has(word)).length;
  if (shared < Math.min(one.size, other.size)) return "differs";
  return shared >= 2 ? "matches" : "unknown";
}

/** The words that tell one person from another, as they are compared. An initial tells too little. */
function wordsOf(name: string): string[] {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[.'’´]/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !LITTLE_WORDS.has(word));
}
