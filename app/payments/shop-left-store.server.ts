/** What is left to settle of a shop that removed the app, and the cases that it leaves. */
import type { Queryable } from "#app/lib/database.server.ts";
import { CASE_KINDS, type CaseKind } from "#app/payments/case-kind.ts";
import { caseOfReport } from "#app/payments/payment-store-reports.server.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

const KIND: CaseKind = "paid-shop-away";

/** Since when the shop is without the app; null while it has it. */
export async function awaySince(
  db: Queryable,
  shopId: string,
): Promise<{ since: Date; shop: ShopDomain } | null> {
  const { rows } = await db.query<{ since: Date; shop: ShopDomain }>({
    name: "away-since",
    text: `select uninstalled_at as since, domain as shop from shops where id = $1 and uninstalled_at is not null`,
    values: [shopId],
  });
  return rows[0] ?? null;
}

export async function findLiveCodes(db: Queryable, shopId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-live-codes-of-shop",
    text: `select id from codes where shop_id = $1 and state = 'live' order by id`,
    values: [shopId],
  });
  return rows.map((row) => row.id);
}

/** Resolves of the shop that Shopify has not been told and that nobody has a case for, open or closed. */
export async function findHeldResolves(db: Queryable, shopId: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-held-resolves",
    text: `
      select r.id from payments p join reports r on r.payment_id = p.id
      where p.shop_id = $1 and p.told = 'resolved' and r.kind = 'resolve' and r.state = 'due'
        and not exists (select 1 from cases k where k.payment_id = p.id and k.merge_key = 'report:' || r.id)
      order by r.id`,
    values: [shopId],
  });
  return rows.map((row) => row.id);
}

/**
 * Opens the case of each of these resolves, unless the shop is back or Shopify was told meanwhile. It is the report's one case: an
 * acknowledgement closes it. Returns how many were opened.
 */
export async function openAwayCases(
  db: Queryable,
  input: { shopId: string; at: Date; cases: readonly { id: string; reportId: string }[] },
): Promise<number> {
  if (input.cases.length === 0) return 0;
  const rows = input.cases.map((one) => ({ ...one, mergeKey: caseOfReport(one.reportId) }));
  const { rowCount } = await db.query({
    name: "open-away-cases",
    text: `
      insert into cases (id, shop_id, payment_id, kind, merge_key, held_centimos, currency, evidence, opened_at, last_seen_at)
      select k.id, p.shop_id, p.id, $3, k."mergeKey", case when $5 then p.amount_centimos else 0 end, p.currency,
        jsonb_build_object('report', r.kind, 'shopLeftAt', s.uninstalled_at), $4, $4
      from jsonb_to_recordset($2::jsonb) as k(id uuid, "reportId" uuid, "mergeKey" text)
        join reports r on r.id = k."reportId" and r.state = 'due'
        join payments p on p.id = r.payment_id and p.shop_id = $1
        join shops s on s.id = p.shop_id and s.uninstalled_at is not null
      on conflict (merge_key) where state = 'open' do nothing`,
    values: [input.shopId, JSON.stringify(rows), KIND, input.at, CASE_KINDS[KIND].holdsMoney],
  });
  return rowCount ?? 0;
}
