/** Which codes are due to be asked about, and when next. Only this plan's own columns are written here. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Told } from "#app/payments/lifecycle-moves.ts";
import type { Code } from "#app/payments/payment.ts";

export type DueCode = Omit<Code, "cip" | "cipUrl" | "hasQr" | "businessDayGrace" | "failReason"> & {
  cip: string;
  /** When it was to be asked about. */
  dueAt: Date;
  /** Of its payment. */
  told: Told;
  startedAt: Date;
};

const IS_DUE = "next_ask_at <= $1 and (ask_claimed_until is null or ask_claimed_until <= $1)";

/** Keys with due codes, longest waiting first, without those in `except`. */
export async function findVersionsToAsk(
  db: Queryable,
  input: { now: Date; limit: number; except: readonly string[] },
): Promise<string[]> {
  const { rows } = await db.query<{ versionId: string }>({
    name: "find-versions-to-ask",
    text: `select credential_version_id as "versionId" from codes
      where ${IS_DUE} and credential_version_id <> all($3::uuid[])
      group by credential_version_id order by min(next_ask_at) limit $2`,
    values: [input.now, input.limit, input.except],
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
    text: `update codes c set ask_claimed_until = $3 from payments p
      where p.id = c.payment_id and c.id in (
        select id from codes where credential_version_id = $2 and ${IS_DUE} and cip is not null
        order by next_ask_at limit $4 for update skip locked
      )
      returning c.id, c.payment_id as "paymentId", c.credential_version_id as "credentialVersionId", c.mode, c.state, c.cip,
        c.amount_centimos as "amountCentimos", c.currency, c.expires_at as "expiresAt", c.created_at as "createdAt",
        c.paid_at as "paidAt", c.ended_at as "endedAt", c.grace_minutes as "graceMinutes", c.next_ask_at as "dueAt",
        p.told, p.started_at as "startedAt"`,
    values: [input.now, input.versionId, input.until, input.limit],
  });
  return rows;
}

/**
 * Gives claimed codes back with their next time. A code that moved meanwhile has its own plan already and keeps it.
 */
export async function planNextAsks(
  db: Queryable,
  input: { claimedUntil: Date; asks: readonly { id: string; dueAt: Date; at: Date | null }[] },
): Promise<void> {
  await db.query({
    name: "plan-next-asks",
    text: `update codes c set ask_claimed_until = null,
        next_ask_at = case when c.next_ask_at = n."dueAt" then n.at else c.next_ask_at end
      from jsonb_to_recordset($1::jsonb) as n(id uuid, "dueAt" timestamptz, at timestamptz)
      where c.id = n.id and c.ask_claimed_until = $2`,
    values: [JSON.stringify(input.asks), input.claimedUntil],
  });
}

/** The sweep asks about this code as soon as it can. */
export async function askSoon(db: Queryable, input: { codeId: string; now: Date }): Promise<void> {
  await db.query({
    name: "ask-soon",
    text: `update codes set next_ask_at = least(next_ask_at, $2) where id = $1 and cip is not null`,
    values: [input.codeId, input.now],
  });
}

interface AskedCodes {
  shopId: string;
  codeIds: readonly string[];
  at: Date;
}

/** Those of the shop whose CIP is known. One that is planned for earlier stays so. */
export async function askAllSoon(db: Queryable, asked: AskedCodes): Promise<void> {
  await db.query({
    name: "ask-all-soon",
    text: `update codes set next_ask_at = least(next_ask_at, $3)
      where shop_id = $1 and id = any($2::uuid[]) and cip is not null`,
    values: [asked.shopId, asked.codeIds, asked.at],
  });
}

/** How many of them are still due since then, or being asked about. */
export async function countUnanswered(db: Queryable, asked: AskedCodes): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: "count-unanswered",
    text: `select count(*)::int as count from codes
      where shop_id = $1 and id = any($2::uuid[]) and cip is not null and next_ask_at <= $3`,
    values: [asked.shopId, asked.codeIds, asked.at],
  });
  return rows[0]?.count ?? 0;
}
