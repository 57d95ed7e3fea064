/** How long records are kept that nobody asked to forget. docs/privacy.md has the table; what has a job of its own is not here. */
import type { Clock } from "#app/lib/clock.ts";
import type { InTransaction, Queryable } from "#app/lib/database.server.ts";
import type { KeepConfig } from "#app/lib/keep-config.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { archiveTimelines } from "#app/payments/archive-timeline.server.ts";
import { forgetOldPayers } from "#app/payments/payer-contact.server.ts";
import {
  OLD_TABLES,
  removeEndedSignIns,
  removeGivenUpWishes,
  removeOld,
} from "#app/privacy/old-records-store.server.ts";

export interface KeepDeps {
  clock: Clock;
  db: Queryable;
  inTransaction: InTransaction;
  log: Logger;
  keep: KeepConfig;
}

const DAY_MS = 86_400_000;

/** The daily job: it may stop anywhere and begin again. */
export async function clearOldRecords(deps: KeepDeps): Promise<void> {
  const { db, keep } = deps;
  const now = deps.clock.now().getTime();
  const daysAgo = (days: number) => new Date(now - days * DAY_MS);
  const cleared: [string, number][] = [];
  for (const table of OLD_TABLES)
    cleared.push([table, await removeOld(db, table, daysAgo(keep.messagesDays))]);
  cleared.push(["sign-ins", await removeEndedSignIns(db, daysAgo(1))]);
  cleared.push(["wishes", await removeGivenUpWishes(db, daysAgo(1))]);
  cleared.push(["payers", await forgetOldPayers(db, { receivedUntil: daysAgo(keep.payersDays) })]);
  cleared.push(["timeline", await archiveTimelines(deps, keep.timelineDays)]);
  const done = cleared.filter(([, count]) => count > 0).map(([what, count]) => `${what} ${count}`);
  if (done.length > 0) deps.log.info(`old records were cleared: ${done.join(", ")}`);
}
