/** Watches for shops whose notices stay away longer than they ever do, tells them once, and says when the notices are back. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { alertOfSilence } from "#app/cases/deliver-alerts.server.ts";
import type { AlertDeps } from "#app/cases/alert-deps.server.ts";
import { loadLogSettings } from "#app/log/log-health-queries.server.ts";
import type { Silence } from "#app/log/log-list.ts";
import { storeSilence } from "#app/log/log-store.server.ts";
import {
  countInSilence,
  findHeardShops,
  loadNoticeHours,
  type HeardShop,
} from "#app/log/silence-queries.server.ts";
import { isSilent, readRhythm, RHYTHM_WEEKS, SHORTEST_SILENCE_MS } from "#app/log/silence.ts";

export type WatchDeps = Pick<AlertDeps, "mailer"> & { clock: Clock; db: Queryable; log: Logger };

const WEEK_MS = 7 * 24 * 3_600_000;

/** The job, every quarter of an hour. What it has said of a silence it does not say again. */
export async function watchSilence(deps: WatchDeps): Promise<void> {
  const now = deps.clock.now();
  const since = new Date(now.getTime() - RHYTHM_WEEKS * WEEK_MS);
  for (const shop of await findHeardShops(deps.db, since)) await watchShop(deps, shop, now);
}

async function watchShop(deps: WatchDeps, shop: HeardShop, now: Date): Promise<void> {
  const { shopId, lastAt, silentSince } = shop;
  if (!(await staysAway(deps, shop, now))) {
    if (silentSince) await storeSilence(deps.db, { shopId, since: null });
    return;
  }
  if (silentSince?.getTime() === lastAt.getTime()) return;
  // First the alert: a process that dies in between makes it again, and it is there already.
  await alertOfSilence(deps, { shopId, since: lastAt });
  await storeSilence(deps.db, { shopId, since: lastAt });
  deps.log.warn(
    { alert: true, shop: shopId, reason: "silence" },
    "a shop's notices stay away longer than they ever do",
  );
}

async function staysAway(deps: WatchDeps, { shopId, lastAt }: HeardShop, now: Date): Promise<boolean> {
  if (now.getTime() - lastAt.getTime() < SHORTEST_SILENCE_MS) return false;
  const since = new Date(lastAt.getTime() - (RHYTHM_WEEKS + 1) * WEEK_MS);
  const hours = await loadNoticeHours(deps.db, { shopId, since, until: lastAt });
  const rhythm = readRhythm(hours, lastAt);
  return rhythm !== null && isSilent(rhythm, lastAt, now);
}

/** The silence that a shop is in, as the watch last found it; null while notices come as ever. */
export async function seeSilence(deps: { db: Queryable }, shopId: string): Promise<Silence | null> {
  const { silentSince } = await loadLogSettings(deps.db, shopId);
  if (!silentSince) return null;
  const counts = await countInSilence(deps.db, { shopId, since: silentSince });
  return { since: silentSince.toISOString(), ...counts };
}
