/** The desk's list: what it can be asked for and what it shows, as plain values. Instants are ISO text, UTC. Pure. */
import type { Money } from "#app/lib/money.ts";
import type { Ending } from "#app/payments/case-desk.ts";
import { isCaseKind, type CaseKind } from "#app/payments/case-kind.ts";

export const CASE_VIEWS = ["open", "mine", "late", "closed"] as const;
/** `late`: open, and nobody has taken it or noted anything for as long as the shop allows. */
export type CaseView = (typeof CASE_VIEWS)[number];

export interface CaseFilter {
  view: CaseView;
  kind: CaseKind | null;
}

/** The last row of the page before: its instant (ms since 1970) and id. */
export interface CaseCursor {
  atMs: number;
  id: string;
}

export interface ListedCase {
  id: string;
  kind: CaseKind;
  held: Money | null;
  openedAt: string;
  times: number;
  owner: string | null;
  /** Shopify's id of the payment; null where none is known. */
  sessionId: string | null;
  test: boolean;
  closed: { at: string; ending: Ending | null } | null;
}

export interface CaseList {
  filter: CaseFilter;
  rows: ListedCase[];
  /** The address part of the next page; null on the last one. */
  next: string | null;
  isFirst: boolean;
  /** When this was read: ages are counted from it. */
  now: string;
}

export const CASES_A_PAGE = 50;

export function readCaseFilter(query: URLSearchParams): CaseFilter {
  const kind = query.get("kind") ?? "";
  const view = CASE_VIEWS.find((known) => known === query.get("view")) ?? "open";
  return { view, kind: isCaseKind(kind) ? kind : null };
}

/** Null for what no page of ours links to: the list then begins at its start. */
export function readCaseCursor(text: string | null): CaseCursor | null {
  const [, at = "", id = ""] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text ?? "") ?? [];
  const isWhole = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  return isWhole ? { atMs: Number(at), id } : null;
}

export function caseCursor(row: Pick<ListedCase, "id" | "openedAt" | "closed">): string {
  return `${Date.parse(row.closed?.at ?? row.openedAt)}.${row.id}`;
}
