/** The only writer of claims. Of a token only its SHA-256 is kept: who reads the table or a backup has no link. */
import type { Queryable } from "#app/lib/database.server.ts";

/**
 * Stores a new link and ends the earlier ones. False when nobody waits for the shopper's details any more, or somebody did something with the
 * refund since `version`: another link may have been asked for.
 */
export async function storeClaim(
  db: Queryable,
  claim: {
    id: string;
    shopId: string;
    refundId: string;
    /** The refund's, as the asking for this link left it. */
    version: number;
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
        -- Of two links asked for at once, only the one that was asked for last has the version. A lock alone would not do: a statement
        -- that has waited for it still sees the table as it was before, without the other link.
        select id from refunds where id = $3 and shop_id = $2 and state = 'details-asked' and version = $9 for update
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
      claim.version,
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
