/** Reads how a shop wants refunds handled. A shop that has never saved anything refuses them at once. */
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";

export interface StoredRefundSettings {
  version: number;
  manualSince: Date | null;
  manualBy: string | null;
  approvalAbovePen: number | null;
  approvalAboveUsd: number | null;
  open: number;
}

export async function loadRefundSettings(db: Queryable, shopId: string): Promise<StoredRefundSettings> {
  const { rows } = await db.query<StoredRefundSettings>({
    name: "load-refund-settings",
    text: `
      select coalesce(t.version, 0) as version, t.manual_since as "manualSince", coalesce(u.name, t.manual_by) as "manualBy",
        t.approval_above_pen_centimos as "approvalAbovePen", t.approval_above_usd_centimos as "approvalAboveUsd",
        (select count(*)::int from refunds where shop_id = $1 and ended_at is null) as open
      from (select $1::uuid as shop_id) asked
        left join refund_settings t on t.shop_id = asked.shop_id
        left join merchant_users u on u.shop_id = t.shop_id and u.user_id = t.manual_by`,
    values: [shopId],
  });
  const [row] = rows;
  invariant(row, "one row is answered for every shop");
  return row;
}
