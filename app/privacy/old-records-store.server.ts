/** Removes records of which nothing needs the old ones: messages that were dealt with, and who signed in. No money, no decision. */
import type { Queryable } from "#app/lib/database.server.ts";

/** So many rows go in one statement: the first run of a large installation must not hold a table. */
const AT_ONCE = 5_000;

/** Each shop's by its own place in the index, and those of which nobody said whose they are: an index by time alone would serve nobody else. */
const OLD_ATTEMPTS = `(
  select a.* from shops s cross join lateral (
    select * from report_attempts o where o.shop_id = s.id and o.started_at < $1 offset 0) a
  union all select * from report_attempts o where o.shop_id is null and o.started_at < $1)`;

/** SQL of the rows `t` that go; `$1` is the time before which. */
const OLD = {
  /** A delivery that is repeated after so long is not of Shopify's: it tries for two days. */
  shopify_webhooks: { from: "shopify_webhooks", key: "webhook_id", isOld: "t.received_at < $1" },
  connection_checks: { from: "connection_checks", key: "id", isOld: "t.at < $1" },
  /** Only of reports that Shopify has acknowledged: of the others a person may want to know why. */
  report_attempts: {
    from: OLD_ATTEMPTS,
    key: "id",
    isOld:
      "(select r.state = 'acknowledged' and r.acknowledged_at < $1 from reports r where r.id = t.report_id)",
  },
  /** While its case or refund is open, the alert says that somebody was told. */
  alerts: {
    from: "alerts",
    key: "id",
    isOld: `t.ended_at < $1
      and not exists (select 1 from cases k where k.id = t.case_id and k.state = 'open')
      and not exists (select 1 from refunds f where f.id = t.refund_id and f.ended_at is null)`,
  },
} as const;

export type OldTable = keyof typeof OLD;
export const OLD_TABLES: readonly OldTable[] = [
  "shopify_webhooks",
  "connection_checks",
  "report_attempts",
  "alerts",
];

/** Removes what is older than that, one statement's worth after the other; answers how many. */
export async function removeOld(db: Queryable, table: OldTable, before: Date): Promise<number> {
  const { from, key, isOld } = OLD[table];
  for (let total = 0; ;) {
    const { rowCount } = await db.query({
      name: `remove-old-${table}`,
      text: `delete from ${table} where ${key} = any(array(select t.${key} from ${from} t where ${isOld} limit ${AT_ONCE}))`,
      values: [before],
    });
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return total;
  }
}

/** A person's sign-in that is over: the next one makes another. Sessions of the shop itself have no person and stay. */
export async function removeEndedSignIns(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query({
    name: "remove-ended-sign-ins",
    text: "delete from shopify_sessions where is_online and expires < $1",
    values: [before],
  });
  return rowCount ?? 0;
}

/** Jobs that were given up and hold, sealed, the address of somebody who looked for a code. */
export async function removeGivenUpWishes(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query({
    name: "remove-given-up-wishes",
    text: `select id from graphile_worker.complete_jobs(array(
      select j.id from graphile_worker.jobs j
      where j.task_identifier = 'send-found-codes' and j.attempts >= j.max_attempts and j.locked_at is null and j.updated_at < $1))`,
    values: [before],
  });
  return rowCount ?? 0;
}
