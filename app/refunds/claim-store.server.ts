/** The only writer of claims. Of a token only its SHA-256 is kept: who reads the table or a backup has no link. */
import type { Queryable } from "#app/lib/database.server.ts";

/** Stores a new link and ends the earlier ones. False when nobody waits for the shopper's details any more. */
export async function storeClaim(
  db: Queryable,
  claim: {
    id: string;
    shopId: string;
    refundId: string;
    tokenHash: Buffer;
    createdAt: Date;
    createdBy: string;
    expiresAt: Date;
    openings: number;
  },
): Promise<boolean> {
  const { rows } = await db.query<{ stored: number }>({
    name: "store-claim",
    text: `
      with asked as (
        -- Locked, so that of two links issued at once only the later one lives.
        select id from refunds where id = $3 and shop_id = $2 and state = 'details-asked' for update
      ), earlier as (
        update refund_claims c set expires_at = least(c.expires_at, $5) from asked a
        where c.refund_id = a.id and c.used_at is null
      ), stored as (
        insert into refund_claims (id, refund_id, token_hash, expires_at, opens_left, created_at, created_by)
        select $1, id, $4, $7, $8, $5, $6 from asked returning id
      )
      select count(*)::int as stored from stored`,
    values: [
      claim.id,
      claim.shopId,
      claim.refundId,
      claim.tokenHash,
      claim.createdAt,
      claim.createdBy,
      claim.expiresAt,
      claim.openings,
    ],
  });
  return rows[0]?.stored === 1;
}

/** Counts one opening. False when there is none left. */
export async function countOpening(db: Queryable, tokenHash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query({
    name: "count-claim-opening",
    text: `update refund_claims set opens_left = opens_left - 1 where token_hash = $1 and opens_left > 0`,
    values: [tokenHash],
  });
  return rowCount === 1;
}

export async function markUsed(db: Queryable, key: { tokenHash: Buffer; at: Date }): Promise<void> {
  await db.query({
    name: "mark-claim-used",
    text: `update refund_claims set used_at = $2 where token_hash = $1 and used_at is null`,
    values: [key.tokenHash, key.at],
  });
}
