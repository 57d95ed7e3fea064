/** Which codes are due to be asked about, and when next. Only this plan's own column is written here. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Code } from "#app/payments/payment.ts";

export type DueCode = Omit<Code, "cip" | "cipUrl" | "graceMinutes" | "businessDayGrace" | "failReason"> & {
  cip: string;
};

/** Keys with due codes, longest waiting first. */
export async function findVersionsToAsk(
  db: Queryable,
  input: { now: Date; limit: number },
): Promise<string[]> {
  const { rows } = await db.query<{ versionId: string }>({
    name: "find-versions-to-ask",
    text: `select credential_version_id as "versionId" from codes where next_ask_at <= $1
      group by credential_version_id order by min(next_ask_at) limit $2`,
    values: [input.now, input.limit],
  });
  return rows.map((row) => row.versionId);
}

/**
 * Takes due codes of these keys until `until`: nobody else takes them before, and whoever dies with them leaves them to
 * the next run after it.
 */
export async function claimCodesToAsk(
  db: Queryable,
  input: { versionId: string; now: Date; until: Date; limit: number },
): Promise<DueCode[]> {
  const { rows } = await db.query<DueCode>({
    name: "claim-codes-to-ask",
    text: `update codes c set next_ask_at = $3
      where c.id in (
        select id from codes where credential_version_id = $1 and next_ask_at <= $2 and cip is not null
        order by next_ask_at limit $4 for update skip locked
      )
      returning c.id, c.payment_id as "paymentId", c.credential_version_id as "credentialVersionId", c.mode, c.state, c.cip,
        c.amount_centimos as "amountCentimos", c.currency, c.expires_at as "expiresAt", c.created_at as "createdAt",
        c.paid_at as "paidAt", c.ended_at as "endedAt"`,
    values: [input.versionId, input.now, input.until, input.limit],
  });
  return rows;
}

/** Plans the next time of claimed codes. A code that moved meanwhile has its own plan already and keeps it. */
export async function planNextAsks(
  db: Queryable,
  input: { claimedUntil: Date; asks: readonly { id: string; at: Date | null }[] },
): Promise<void> {
  await db.query({
    name: "plan-next-asks",
    text: `update codes c set next_ask_at = n.at from jsonb_to_recordset($1::jsonb) as n(id uuid, at timestamptz)
      where c.id = n.id and c.next_ask_at = $2`,
    values: [JSON.stringify(input.asks), input.claimedUntil],
  });
}
