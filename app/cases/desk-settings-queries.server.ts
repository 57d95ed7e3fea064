/** Reads how a shop's desk works, and how its alerts went. A shop that has never saved anything has the defaults. */
import type { Queryable } from "#app/lib/database.server.ts";
import { isMerchantLanguage } from "#app/messages/merchant-message.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { ATTENTION_HOURS } from "#app/payments/case-desk.ts";
import type { AlertChannel, ChannelView } from "#app/cases/desk-settings.ts";

export async function attentionHours(db: Queryable, shopId: string): Promise<number> {
  const { rows } = await db.query<{ hours: number }>({
    name: "attention-hours",
    text: `select attention_hours as hours from desk_settings where shop_id = $1`,
    values: [shopId],
  });
  return rows[0]?.hours ?? ATTENTION_HOURS;
}

export interface AlertSettings {
  shopId: string;
  shop: string;
  storeName: string;
  version: number;
  attentionHours: number;
  emails: string[];
  language: MerchantLanguage;
  webhookUrl: string | null;
  sealedSecret: string | null;
  secretMadeAt: Date | null;
  sealedOldSecret: string | null;
  oldSecretUntil: Date | null;
}

/** Null when there is no such shop. */
export async function loadAlertSettings(db: Queryable, shopId: string): Promise<AlertSettings | null> {
  const { rows } = await db.query<Omit<AlertSettings, "language"> & { language: string }>({
    name: "load-alert-settings",
    text: `
      select s.id as "shopId", s.domain as shop, s.display_name as "storeName", coalesce(d.version, 0) as version,
        coalesce(d.attention_hours, ${ATTENTION_HOURS}) as "attentionHours", coalesce(d.alert_emails, '{}') as emails,
        coalesce(d.alert_language, 'es') as language, d.webhook_url as "webhookUrl", d.sealed_secret as "sealedSecret",
        d.secret_made_at as "secretMadeAt", d.sealed_old_secret as "sealedOldSecret", d.old_secret_until as "oldSecretUntil"
      from shops s left join desk_settings d on d.shop_id = s.id where s.id = $1`,
    values: [shopId],
  });
  const [row] = rows;
  return row ? { ...row, language: isMerchantLanguage(row.language) ? row.language : "es" } : null;
}

/** What became of a shop's alerts by one way: the newest that arrived, the newest problem since, and how many still wait. */
export async function loadChannel(
  db: Queryable,
  input: { shopId: string; channel: AlertChannel },
): Promise<ChannelView> {
  const { rows } = await db.query<{
    lastSentAt: Date | null;
    problem: string | null;
    problemAt: Date | null;
    waiting: number;
  }>({
    name: "load-alert-channel",
    text: `
      with lately as (
        select * from alerts where shop_id = $1 and channel = $2 order by made_at desc limit 500
      ), failed as (
        select problem, problem_at from lately where problem is not null order by problem_at desc limit 1
      )
      select (select max(ended_at) from lately where state = 'sent') as "lastSentAt",
        (select problem from failed) as problem, (select problem_at from failed) as "problemAt",
        (select count(*)::int from lately where state = 'due') as waiting`,
    values: [input.shopId, input.channel],
  });
  const { lastSentAt = null, problem = null, problemAt = null, waiting = 0 } = rows[0] ?? {};
  return {
    lastSentAt: lastSentAt?.toISOString() ?? null,
    lastProblem: problem !== null && problemAt ? { problem, at: problemAt.toISOString() } : null,
    waiting,
  };
}
