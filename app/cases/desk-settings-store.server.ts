/** The only writer of a desk's settings. A save carries the version that its page was read at, and is audited with it. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { DeskSettings } from "#app/cases/desk-settings.ts";

/** All or nothing; `conflict`: somebody saved since the version was read. */
export async function storeDeskSettings(
  db: Queryable,
  save: {
    shopId: string;
    userId: string;
    at: Date;
    version: number;
    before: DeskSettings;
    settings: DeskSettings;
  },
): Promise<"saved" | "conflict"> {
  const { settings } = save;
  const { rows } = await db.query<{ saved: number }>({
    name: "store-desk-settings",
    text: `
      with saved as (
        insert into desk_settings (shop_id, version, attention_hours, alert_emails, alert_language, webhook_url)
        select $1, 1, $5, $6, $7, $8 where $4 = 0 or exists (select 1 from desk_settings where shop_id = $1)
        on conflict (shop_id) do update set version = desk_settings.version + 1, attention_hours = $5,
          alert_emails = $6, alert_language = $7, webhook_url = $8
          where desk_settings.version = $4
        returning shop_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, before, after)
        select shop_id, $3, $2, 'desk-saved', $9::jsonb, $10::jsonb from saved
      )
      select count(*)::int as saved from saved`,
    values: [
      save.shopId,
      save.userId,
      save.at,
      save.version,
      settings.attentionHours,
      settings.emails,
      settings.language,
      settings.webhookUrl,
      JSON.stringify(save.before),
      JSON.stringify(settings),
    ],
  });
  return rows[0]?.saved === 1 ? "saved" : "conflict";
}

/**
 * Puts a new secret in place; the one before signs too until `oldUntil`. False when one was made a moment ago: the secret
 * that its maker has just been shown must not be gone before they have stored it.
 */
export async function storeAlertSecret(
  db: Queryable,
  input: {
    shopId: string;
    userId: string;
    at: Date;
    sealed: string;
    oldUntil: Date;
    notWithinMs: number;
  },
): Promise<boolean> {
  const { rows } = await db.query<{ made: number }>({
    name: "store-alert-secret",
    text: `
      with made as (
        insert into desk_settings (shop_id, sealed_secret, secret_made_at) values ($1, $4, $3)
        on conflict (shop_id) do update set sealed_secret = $4, secret_made_at = $3,
          sealed_old_secret = desk_settings.sealed_secret,
          old_secret_until = case when desk_settings.sealed_secret is not null then $5::timestamptz end
          where desk_settings.secret_made_at is null
            or desk_settings.secret_made_at <= $3::timestamptz - $6 * interval '1 millisecond'
        returning shop_id
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action) select shop_id, $3, $2, 'alert-secret-made' from made
      )
      select count(*)::int as made from made`,
    values: [input.shopId, input.userId, input.at, input.sealed, input.oldUntil, input.notWithinMs],
  });
  return rows[0]?.made === 1;
}
