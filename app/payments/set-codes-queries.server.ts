import type { Queryable } from "#app/lib/database.server.ts";

export interface LiveCodeOfSet {
  codeId: string;
  paymentId: string;
  shopId: string;
}

/** Codes that can still be paid and were made with keys of this set up to that number. */
export async function findLiveCodesOfSet(
  db: Queryable,
  input: { setId: string; upTo: number },
): Promise<LiveCodeOfSet[]> {
  const { rows } = await db.query<LiveCodeOfSet>({
    name: "find-live-codes-of-set",
    text: `
      select c.id as "codeId", c.payment_id as "paymentId", c.shop_id as "shopId" from credential_sets k
      join credential_versions v on v.set_id = k.id and v.number <= $2
      join codes c on c.shop_id = k.shop_id and c.credential_version_id = v.id
        -- All states of the partial index, so that it is used.
        and c.state in ('issuing', 'unknown', 'live', 'voiding') and c.state = 'live'
      where k.id = $1 order by c.created_at`,
    values: [input.setId, input.upTo],
  });
  return rows;
}
