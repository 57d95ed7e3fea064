/** The desk's list for one person of a shop. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import {
  caseCursor,
  CASES_A_PAGE,
  readCaseCursor,
  readCaseFilter,
  type CaseList,
} from "#app/cases/case-list.ts";
import { loadCasePage } from "#app/cases/case-list-queries.server.ts";
import { attentionHours } from "#app/cases/desk-settings-queries.server.ts";

const HOUR_MS = 3_600_000;

/** What the address asks for; an address that no page of ours has leads to the start of the list. */
export async function listCases(
  deps: { db: Queryable; clock: Clock },
  input: { shopId: string; userId: string; query: URLSearchParams },
): Promise<CaseList> {
  const { shopId, userId, query } = input;
  const now = deps.clock.now();
  const filter = readCaseFilter(query);
  const after = readCaseCursor(query.get("after"));
  const hours = await attentionHours(deps.db, shopId);
  const lateSince = new Date(now.getTime() - hours * HOUR_MS);
  // One more than is shown says whether there is another page.
  const size = CASES_A_PAGE + 1;
  const found = await loadCasePage(deps.db, { shopId, userId, filter, after, lateSince, size });
  const rows = found.slice(0, CASES_A_PAGE);
  const last = rows.at(-1);
  return {
    filter,
    rows,
    next: found.length > rows.length && last ? caseCursor(last) : null,
    isFirst: after === null,
    now: now.toISOString(),
  };
}
