/** One direction of a shop's log, as far back as the shop keeps it. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { loadHealth, loadLogSettings } from "#app/log/log-health-queries.server.ts";
import {
  ENTRIES_A_PAGE,
  readLogCursor,
  readLogFilter,
  type ListedEntry,
  type LogFilter,
  type LogList,
} from "#app/log/log-list.ts";
import { findPaymentsMeant, loadLogPage, placeAt } from "#app/log/log-queries.server.ts";
import { seeSilence } from "#app/log/watch-silence.server.ts";
import { limaDayEnd, limaDayStart } from "#app/payments/payment-list-filter.ts";

const DAY_MS = 86_400_000;

/** What the address asks for; an address that no page of ours has leads to the start of the list. */
export async function listLog(
  deps: { db: Queryable; clock: Clock },
  input: { shopId: string; query: URLSearchParams },
): Promise<LogList> {
  const { shopId, query } = input;
  const now = deps.clock.now();
  const filter = readLogFilter(query);
  const beforePlace = readLogCursor(query.get("after"));
  const dayAgo = new Date(now.getTime() - DAY_MS);
  const [settings, payments, health, silence] = await Promise.all([
    loadLogSettings(deps.db, shopId),
    filter.payment === "" ? null : findPaymentsMeant(deps.db, { shopId, text: filter.payment }),
    loadHealth(deps.db, {
      ...{ shopId, direction: filter.direction },
      ...{ since: dayAgo, sincePlace: placeAt(dayAgo) },
    }),
    filter.direction === "from-pagoefectivo" ? seeSilence(deps, shopId) : null,
  ]);
  const found = await loadLogPage(deps.db, {
    ...{ shopId, filter, payments },
    bounds: { ...daysOf(filter, settings.keepDays, now), beforePlace },
    // One more than is shown says whether there is another page.
    size: ENTRIES_A_PAGE + 1,
  });
  const rows = found.slice(0, ENTRIES_A_PAGE);
  return {
    filter,
    rows: rows.map(({ place: _, ...row }): ListedEntry => row),
    next: found.length > ENTRIES_A_PAGE ? (rows.at(-1)?.place ?? null) : null,
    isFirst: beforePlace === null,
    ...{ health, silence },
    keep: { days: settings.keepDays, version: settings.version },
    now: now.toISOString(),
  };
}

function daysOf({ from, to }: LogFilter, keepDays: number, now: Date): { notBefore: Date; before: Date } {
  const kept = new Date(now.getTime() - keepDays * DAY_MS);
  const asked = from === null ? kept : limaDayStart(from);
  // Another process' clock may be a moment ahead of this one's.
  const tomorrow = new Date(now.getTime() + DAY_MS);
  return { notBefore: asked > kept ? asked : kept, before: to === null ? tomorrow : limaDayEnd(to) };
}
