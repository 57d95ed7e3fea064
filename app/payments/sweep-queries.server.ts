/** For how long codes wait to be asked about. */
import type { Queryable } from "#app/lib/database.server.ts";

/** When the code that waits longest was to be asked about; null while none is late. */
export async function findOldestUnasked(db: Queryable, now: Date): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>({
    name: "find-oldest-unasked",
    // By each key's own place in the index: which leads with the key, so that a plain minimum reads all of it.
    text: `
      select min(late.at) as at
      from credential_versions v cross join lateral (
        select c.next_ask_at as at from codes c
        where c.credential_version_id = v.id and c.next_ask_at <= $1 order by c.next_ask_at limit 1
      ) late`,
    values: [now],
  });
  return rows[0]?.at ?? null;
}

/** The same among the codes of one shop, by the index of each of its keys. */
export async function findOldestUnaskedOfShop(
  db: Queryable,
  input: { shopId: string; before: Date },
): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>({
    name: "find-oldest-unasked-of-shop",
    text: `
      select min(late.at) as at
      from credential_sets k join credential_versions v on v.set_id = k.id
      cross join lateral (
        select c.next_ask_at as at from codes c
        where c.credential_version_id = v.id and c.next_ask_at <= $2 order by c.next_ask_at limit 1
      ) late
      where k.shop_id = $1`,
    values: [input.shopId, input.before],
  });
  return rows[0]?.at ?? null;
}
