/** What a shopper types who has lost the page of their code. Pure. */

/** As it was typed, to be shown again. */
export interface TypedFind {
  email: string;
  detail: string;
}

export type FindProblem = "email" | "detail";

/** What one mail may be asked with: an address, and something that only who bought knows. */
export interface FindWish {
  email: string;
  /** The amount that was typed, where it can be one. */
  centimos: number | null;
  /** The last digits of the CIP, where it can be these. */
  ending: string | null;
}

export type ReadFind = { kind: "wish"; wish: FindWish } | { kind: "refused"; problem: FindProblem };

/** A form that could not be taken. */
export interface RefusedFind {
  typed: TypedFind;
  problem: FindProblem;
}

/** What of a form could not be taken, or when to come again. */
export type FindAnswer = { refused: RefusedFind } | { againInMs: number };

const MOST_CENTIMOS = 2_000_000_000;

export function typedFind(form: URLSearchParams): TypedFind {
  const field = (name: string, most: number) => (form.get(name) ?? "").trim().slice(0, most);
  return { email: field("email", 254), detail: field("detail", 40) };
}

/** `email`: the address as it is understood, null where it is none. Four digits may be an amount, or the code's last ones. */
export function readFind(typed: TypedFind, email: string | null): ReadFind {
  if (email === null) return { kind: "refused", problem: "email" };
  const centimos = typedAmount(typed.detail);
  const ending = /^\d{4}$/.exec(typed.detail)?.[0] ?? null;
  if (centimos === null && ending === null) return { kind: "refused", problem: "detail" };
  return { kind: "wish", wish: { email, centimos, ending } };
}

/**
 * An amount as people type it: `S/ 1,234.50`, `1234.5`, `1.234,50`, `120`. What follows the last sign is decimals where it is one
 * digit or two, and thousands where it is three. Null for anything else.
 */
export function typedAmount(text: string): number | null {
  const plain = text.replace(/^(s\/\.?|us\$|usd|pen|\$)/i, "").replaceAll(/\s/g, "");
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d{1,8})(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const [, whole = "", decimals = ""] = match;
  const centimos = Number(whole.replaceAll(/[.,]/g, "")) * 100 + Number(decimals.padEnd(2, "0"));
  return centimos > 0 && centimos <= MOST_CENTIMOS ? centimos : null;
}
