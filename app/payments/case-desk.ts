/** What a person of the shop may do with a case, and what it is answered. Pure. */
import { CASE_KINDS, isCaseKind } from "#app/payments/case-kind.ts";

/** How a person closes a case. The first three say what became of its money; only the last is for a case without any. */
export const RESOLUTIONS = ["resolved-at-shopify", "given-back", "kept", "nothing-to-do"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** How a case may have ended: by a person, `answered` by what a machine learnt, or its money was taken back by the collector. */
export type Ending = Resolution | "answered" | "reversed";

export const MOST_CASE_CHARACTERS = 2_000;

/** A case that nobody has taken or noted on for so long needs attention, unless the shop says otherwise. */
export const ATTENTION_HOURS = 24;

export type CaseRefusal =
  /** Shopify is being told at this moment: what it answers decides. */
  | "in-flight"
  /** A refund of its money was opened and has no end yet: paid or refused, it decides first. */
  | "refund-open"
  | "needs-reason"
  | "too-long"
  | "empty"
  /** This case closes in other ways: it holds money, or it holds none. */
  | "not-that-way"
  | "not-of-the-shop"
  | "not-understood";

/** Somebody was first; nothing was done. Who closed it and how, where it is closed. */
export interface MovedCase {
  kind: "moved";
  state: "open" | "closed";
  /** By name; null where a machine did, or nobody has it. */
  closedBy: string | null;
  ending: Ending | null;
  owner: string | null;
}

export type CaseOutcome =
  | { kind: "done" }
  | { kind: "refused"; reason: CaseRefusal }
  | MovedCase
  /** No case of this shop has this id. */
  | { kind: "not-found" };

/** In which ways a case closes: money is never simply put away. */
export function resolutionsOf(held: number): readonly Resolution[] {
  return held > 0 ? ["given-back", "resolved-at-shopify", "kept"] : ["nothing-to-do"];
}

/** Money that stays with the shop is explained in writing. */
export function needsReason(resolution: Resolution): boolean {
  return resolution === "kept";
}

export function isResolution(text: unknown): text is Resolution {
  return RESOLUTIONS.some((resolution) => resolution === text);
}

export function isEnding(text: unknown): text is Ending {
  return text === "answered" || text === "reversed" || isResolution(text);
}

export const ALL_CASE_KINDS = Object.keys(CASE_KINDS).filter(isCaseKind);

/** What a person wrote, as it is kept: no NUL, which a database cannot hold, and no half characters. */
export function cleanText(text: string): string {
  return text.replace(/\0|\p{Cs}/gu, "").trim();
}
