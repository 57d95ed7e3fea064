/**
 * The telephone number by which Yape and Plin find a person ("utilizando solo el número de celular": apnoticias.pe on both, read
 * 2026-11-29): a Peruvian mobile, nine digits that begin with nine.
 */
import type { ReadField } from "./read-field.ts";

const MOBILE = /^9\d{8}$/;
const PERU = /^(?:\+|00)?51(?=9\d{8}$)/;

export type PhoneProblem = "phone-missing" | "phone-foreign" | "phone-mobile";

/** Nine digits, with or without Peru's `+51` in front. */
export function readWalletPhone(typed: string): ReadField<PhoneProblem> {
  const text = typed.normalize("NFKC").replace(/[\s.()\-\u2010-\u2015\u2212]/gu, "");
  if (text === "") return { problem: "phone-missing" };
  const national = text.replace(PERU, "");
  if (MOBILE.test(national)) return { value: national };
  const isForeign = /^(?:\+|00)\d+$/.test(text) && !/^(?:\+|00)51/.test(text);
  return { problem: isForeign ? "phone-foreign" : "phone-mobile" };
}
