/** Reads when PagoEfectivo's notices of live services came: the last one, and how many in which hour. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { NoticeHour } from "#app/log/silence.ts";

export interface HeardShop {
  shopId: string;
  lastAt: Date;
  silentSince: Date | null;
}

/** Shops that take payments and have had a notice since then, each with its last one. */
export async function findHeardShops(db: Queryable, since: Date): Promise<HeardShop[]> {
  const { rows } = await db.query<HeardShop>({
    name: "find-heard-shops",
    text: `
      select s.id as "shopId", max(last.at) as "lastAt", l.silent_since as "silentSince"
      from shops s join credential_sets k on k.shop_id = s.id and k.mode = 'live'
        cross join lateral (
          select n.received_at as at from notices n where n.set_id = k.id and not n.simulated and n.received_at >= $1
          order by n.received_at desc limit 1
        ) last
        left join log_settings l on l.shop_id = s.id
      where s.uninstalled_at is null and s.ready
      group by s.id, l.silent_since`,
    values: [since],
  });
  return rows;
}

/** Hours with notices, oldest first. */
export async function loadNoticeHours(
  db: Queryable,
  input: { shopId: string; since: Date; until: Date },
): Promise<NoticeHour[]> {
  const { rows } = await db.query<NoticeHour>({
    name: "load-notice-hours",
    text: `
      select date_trunc('hour', n.received_at) as at, count(*)::int as count
      from credential_sets k join notices n on n.set_id = k.id
      where k.shop_id = $1 and k.mode = 'live' and not n.simulated and n.received_at >= $2 and n.received_at <= $3
      group by 1 order by 1`,
    values: [input.shopId, input.since, input.until],
  });
  return rows;
}

/** What makes a silence matter: codes that can still be paid, and payments that were found without a notice. */
export async function countInSilence(
  db: Queryable,
  input: { shopId: string; since: Date },
): Promise<{ payable: number; paidWithout: number }> {
  const { rows } = await db.query<{ payable: number; paidWithout: number }>({
    name: "count-in-silence",
    text: `
      select count(*) filter (where c.state = 'live')::int as payable,
        count(*) filter (where c.state = 'paid' and c.paid_at > $2 and not exists (
          select 1 from notices n where n.cip = c.cip and n.received_at > $2))::int as "paidWithout"
      from codes c where c.shop_id = $1 and c.mode = 'live' and c.state in ('live', 'paid')
        and c.expires_at > $2::timestamptz - interval '1 day'`,
    values: [input.shopId, input.since],
  });
  return rows[0] ?? { payable: 0, paidWithout: 0 };
}
