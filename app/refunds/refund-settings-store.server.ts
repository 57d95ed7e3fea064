/** The only writer of a shop's refund settings. A save carries the version that its page was read at, and is audited with it. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { RefundSettings } from "#app/refunds/refund-settings-form.ts";

/**
 * All or nothing; `conflict`: somebody saved since the version was read. Whoever switches manual refunds on is kept as the one
 * who accepted them; a later save of something else leaves that as it is.
 */
export async function storeRefundSettings(
  db: Queryable,
  save: {
    shopId: string;
    userId: string;
    at: Date;
    version: number;
    before: RefundSettings;
    settings: RefundSettings;
  },
): Promise<"saved" | "conflict"> {
  const { settings } = save;
  const { rows } = await db.query<{ saved: number }>({
    name: "store-refund-settings",
    text: `
      with saved as (
        insert into refund_settings (shop_id, version, manual_since, manual_by, approval_above_pen_centimos, approval_above_usd_centimos)
        select $1, 1, case when $5 then $3::timestamptz end, case when $5 then $2::text end, $6, $7
        where $4 = 0 or exists (select 1 from refund_settings where shop_id = $1)
        on conflict (shop_id) do update set version = refund_settings.version + 1,
          manual_since = case when $5 then coalesce(refund_settings.manual_since, $3) end,
          manual_by = case when $5 then coalesce(refund_settings.manual_by, $2) end,
          approval_above_pen_centimos = $6, approval_above_usd_centimos = $7
          where refund_settings.version = $4
        returning shop_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, before, after)
        select shop_id, $3, $2, 'refund-settings-saved', $8::jsonb, $9::jsonb from saved
      )
      select count(*)::int as saved from saved`,
    values: [
      save.shopId,
      save.userId,
      save.at,
      save.version,
      settings.isManual,
      settings.approvalAbove.PEN,
      settings.approvalAbove.USD,
      JSON.stringify(save.before),
      JSON.stringify(settings),
    ],
  });
  return rows[0]?.saved === 1 ? "saved" : "conflict";
}
