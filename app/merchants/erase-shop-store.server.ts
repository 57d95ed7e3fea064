import type { Queryable } from "#app/lib/database.server.ts";

/** One statement: a shop is erased whole, or not at all. */
export async function wipeShop(
  db: Queryable,
  input: { shopId: string; triggeredAt: Date; now: Date; endedBefore: Date },
): Promise<boolean> {
  const { rows } = await db.query<{ erased: number }>({
    name: "wipe-shop",
    text: `
      with erased as (
        update shops set display_name = split_part(domain, '.', 1), ready = false, help_url = null, support_email = null,
          support_phone = null, support_whatsapp = null, accent_color = null, account_state = 'unknown', account_note = null,
          configured_ready = null, configured_at = null, configured_problem = null, switched_off_reason = null,
          setup_dismissed_at = null, page_previewed_at = null,
          -- A tab that was left open must not write the old texts back.
          page_version = page_version + 1, connection_version = connection_version + 1
        where id = $1 and installed_at <= $2 and uninstalled_at is not null returning id, domain
      ), sessions as (
        delete from shopify_sessions t using erased e where t.shop = e.domain
      ), people as (
        delete from merchant_users u using erased e where u.shop_id = e.id
      ), checks as (
        delete from connection_checks c using erased e where c.shop_id = e.id
      ), audited as (
        update audit_log a set before = null, after = null from erased e
        where a.shop_id = e.id and a.payment_id is null
      ), discussed as (
        update case_lines l set text = null from cases k, erased e
        where k.id = l.case_id and k.shop_id = e.id and l.text is not null
      ), explained as (
        -- Money that is kept needs a reason: that there was one stays.
        update cases k set reason = '—' from erased e where k.shop_id = e.id and k.reason is not null
      ), desk as (
        -- With its addresses and secrets; who was not told yet will not be.
        delete from desk_settings d using erased e where d.shop_id = e.id
      ), alerts as (
        update alerts a set state = 'failed', ended_at = $3, problem = 'erased', problem_at = $3
        from erased e where a.shop_id = e.id and a.state = 'due'
      ), currencies as (
        delete from credential_set_currencies c using erased e where c.shop_id = e.id
      ), sets as (
        update credential_sets k set disconnected_at = coalesce(k.disconnected_at, $3) from erased e where k.shop_id = e.id
      ), needed as (
        select c.credential_version_id as id from codes c join erased e on e.id = c.shop_id
        where c.state in ('issuing', 'unknown', 'live', 'voiding')
          or greatest(coalesce(c.ended_at, c.expires_at), c.paid_at) > $4
      ), keys as (
        update credential_versions v set retired_at = coalesce(v.retired_at, $3), created_by = null,
          sealed_access_key = case when v.id in (select id from needed) then v.sealed_access_key end,
          sealed_secret_key = case when v.id in (select id from needed) then v.sealed_secret_key end,
          wiped_at = case when v.id in (select id from needed) then v.wiped_at else coalesce(v.wiped_at, $3) end
        from credential_sets k, erased e where k.id = v.set_id and k.shop_id = e.id
      )
      select count(*)::int as erased from erased`,
    values: [input.shopId, input.triggeredAt, input.now, input.endedBefore],
  });
  return rows[0]?.erased === 1;
}
