/**
 * Writes what people say of a close that is done: that they take an exception as it is, that two entries are one, that they answer for
 * it. Their words go when privacy asks for it, and become a dash.
 */
import type { Queryable } from "#app/lib/database.server.ts";

interface Deed {
  shopId: string;
  closeId: string;
  /** Shopify's id of the person. */
  userId: string;
  at: Date;
}

/** Closes in which people still decide: done, not signed, and no later run of the same days. */
const IS_OPEN = `c.shop_id = $1 and c.id = $2 and c.state = 'done'
  and not exists (select 1 from close_signoffs s where s.close_id = c.id)
  and not exists (select 1 from closes n where n.previous_id = c.id and n.state = 'done')`;

/** How many of these exceptions were taken now; those that somebody has taken before keep their note. */
export async function acceptEntries(
  db: Queryable,
  deed: Deed & { numbers: readonly number[]; note: string },
): Promise<number> {
  const { rows } = await db.query<{ accepted: number }>({
    name: "accept-close-entries",
    text: `
      with accepted as (
        insert into close_acceptances (close_id, number, note, accepted_by, accepted_at)
        select e.close_id, e.number, $6, $3, $4
        from closes c join close_entries e on e.close_id = c.id and e.number = any($5::int[]) and cardinality(e.problems) > 0
        where ${IS_OPEN}
        on conflict do nothing returning number
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, after)
        select $1, $4, $3, 'close-exception-accepted', jsonb_build_object('closeId', $2::uuid, 'number', number) from accepted
      )
      select count(*)::int as accepted from accepted`,
    values: [deed.shopId, deed.closeId, deed.userId, deed.at, deed.numbers, deed.note],
  });
  return rows[0]?.accepted ?? 0;
}

/**
 * Says that the row of one entry is the money of another's code: the next run of any close matches them, and both are taken here. Only a
 * pair that the close itself found likely. False when it is none, or the row is somebody's already.
 */
export async function confirmPair(
  db: Queryable,
  deed: Deed & { here: number; there: number; note: string },
): Promise<boolean> {
  const { rows } = await db.query<{ paired: number }>({
    name: "confirm-close-pair",
    text: `
      with pair as (
        select o.facts #>> '{here,codeId}' as code_id, t.facts #>> '{there,statementId}' as statement_id,
          (t.facts #>> '{there,line}')::int as line
        from closes c
          join close_entries o on o.close_id = c.id and o.number = $5
          join close_entries t on t.close_id = c.id and t.number = $6
        where ${IS_OPEN} and c.likely @> jsonb_build_array(jsonb_build_object('here', $5::int, 'there', $6::int))
      ), paired as (
        insert into close_pairs (statement_id, line, shop_id, code_id, confirmed_by, confirmed_at)
        select statement_id::uuid, line, $1, code_id::uuid, $3, $4 from pair
        on conflict do nothing returning line
      ), accepted as (
        insert into close_acceptances (close_id, number, note, accepted_by, accepted_at)
        select $2, n, $7, $3, $4 from paired, unnest(array[$5::int, $6::int]) n
        on conflict do nothing
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, after)
        select $1, $4, $3, 'close-pair-confirmed', jsonb_build_object('closeId', $2::uuid, 'here', $5::int, 'there', $6::int)
        from paired
      )
      select count(*)::int as paired from paired`,
    values: [deed.shopId, deed.closeId, deed.userId, deed.at, deed.here, deed.there, deed.note],
  });
  return rows[0]?.paired === 1;
}

/** Signs a close of which nothing is open. False when something is, it is signed already, or a later run took its place. */
export async function signClose(
  db: Queryable,
  deed: Deed & { name: string; note: string },
): Promise<boolean> {
  const { rows } = await db.query<{ signed: number }>({
    name: "sign-close",
    text: `
      with signed as (
        insert into close_signoffs (close_id, signed_by, name, note, signed_at)
        select c.id, $3, $5, $6, $4 from closes c
        where ${IS_OPEN} and c.exceptions = (select count(*) from close_acceptances a where a.close_id = c.id)
        on conflict do nothing returning close_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, after)
        select $1, $4, $3, 'close-signed', jsonb_build_object('closeId', close_id, 'name', $5::text) from signed
      )
      select count(*)::int as signed from signed`,
    values: [deed.shopId, deed.closeId, deed.userId, deed.at, deed.name, deed.note],
  });
  return rows[0]?.signed === 1;
}

/** Of these payments: what people noted about their exceptions. */
export async function forgetNotesAbout(db: Queryable, paymentIds: readonly string[]): Promise<void> {
  await db.query({
    name: "forget-close-notes",
    text: `
      update close_acceptances a set note = '—' from close_entries e
      where e.close_id = a.close_id and e.number = a.number and e.payment_id = any($1::uuid[]) and a.note <> '—'`,
    values: [paymentIds],
  });
}

/** Everything that people of the shop wrote about its closes, and the names that they signed with. */
export async function forgetWordsOfShop(db: Queryable, shopId: string): Promise<void> {
  await db.query({
    name: "forget-close-words",
    text: `
      with signed as (
        update close_signoffs s set note = '—', name = '—' from closes c
        where c.id = s.close_id and c.shop_id = $1 and (s.note <> '—' or s.name <> '—')
      )
      update close_acceptances a set note = '—' from closes c
      where c.id = a.close_id and c.shop_id = $1 and a.note <> '—'`,
    values: [shopId],
  });
}
