/** What an operator reads across all shops. It writes nothing. */
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { ReportKind } from "#app/shopify/payments-apps-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export interface FoundPayment {
  paymentId: string;
  shopId: string;
  shop: ShopDomain;
  sessionId: string;
  test: boolean;
}

/** More than one only where two shops, or the two modes, happen to share a number. */
const MOST_FOUND = 10;

/** By our own id, Shopify's payment id, a CIP or a transaction code; each shop by its own index. */
export async function findPaymentsOf(db: Queryable, reference: string): Promise<FoundPayment[]> {
  const { rows } = await db.query<FoundPayment>({
    name: "operator-find-payments",
    text: `
      with found as (
        select p.id from payments p where p.id = $2
        union select c.payment_id from codes c where c.id = $2
        union select c.payment_id from codes c where c.mode in ('live', 'sandbox') and c.cip = $1
        union select p.id from shops s join payments p on p.shop_id = s.id and p.session_id = $1
      )
      select p.id as "paymentId", p.shop_id as "shopId", s.domain as shop, p.session_id as "sessionId", p.test
      from found f join payments p on p.id = f.id join shops s on s.id = p.shop_id
      order by p.id limit ${MOST_FOUND}`,
    values: [reference, isId(reference) ? reference : null],
  });
  return rows;
}

export interface DeadReportRow {
  reportId: string;
  kind: ReportKind;
  state: "dead" | "refused";
  shopId: string;
  shop: ShopDomain;
  paymentId: string;
  sessionId: string;
  attempts: number;
  decidedAt: Date;
}

/** What Shopify did not take and still should know, oldest first. A pending that the payment's end overtook is none. */
export async function findDeadReports(
  db: Queryable,
  input: { reportId: string | null; shop: string | null; most: number },
): Promise<DeadReportRow[]> {
  const { rows } = await db.query<DeadReportRow>({
    name: "operator-dead-reports",
    text: `
      select r.id as "reportId", r.kind, r.state, s.id as "shopId", s.domain as shop, p.id as "paymentId",
        p.session_id as "sessionId", r.attempts, r.decided_at as "decidedAt"
      from reports r join payments p on p.id = r.payment_id join shops s on s.id = p.shop_id
      where r.state in ('dead', 'refused') and (r.kind <> 'pending' or p.told = 'pending')
        and ($1::uuid is null or r.id = $1) and ($2::text is null or s.domain = $2)
      order by r.decided_at, r.id limit $3`,
    values: [input.reportId, input.shop, input.most],
  });
  return rows;
}

export interface ShopRow {
  shopId: string;
  shop: ShopDomain;
  name: string;
  installedAt: Date;
  uninstalledAt: Date | null;
  ready: boolean;
  configuredReady: boolean | null;
  switchedOffReason: string | null;
  waitingPayments: number;
  payableCodes: number;
  reportsDue: number;
  reportsDead: number;
  openRefunds: number;
}

/** One shop with what waits in it; null when no shop of this name ever installed the app. */
export async function findShop(db: Queryable, domain: string): Promise<ShopRow | null> {
  const { rows } = await db.query<ShopRow>({
    name: "operator-shop",
    text: `
      select s.id as "shopId", s.domain as shop, s.display_name as name, s.installed_at as "installedAt",
        s.uninstalled_at as "uninstalledAt", s.ready, s.configured_ready as "configuredReady",
        s.switched_off_reason as "switchedOffReason",
        (select count(*)::int from payments p where p.shop_id = s.id and p.told in ('open', 'pending')) as "waitingPayments",
        (select count(*)::int from codes c where c.shop_id = s.id and c.state in ('live', 'voiding', 'unknown')) as "payableCodes",
        (select count(*)::int from reports r join payments p on p.id = r.payment_id
          where p.shop_id = s.id and r.state = 'due') as "reportsDue",
        (select count(*)::int from reports r join payments p on p.id = r.payment_id
          where p.shop_id = s.id and r.state in ('dead', 'refused')) as "reportsDead",
        (select count(*)::int from refunds f where f.shop_id = s.id and f.ended_at is null) as "openRefunds"
      from shops s where s.domain = $1`,
    values: [domain],
  });
  return rows[0] ?? null;
}

export interface CaseCount {
  kind: CaseKind;
  count: number;
  oldest: Date;
  held: { currency: Currency; centimos: number }[];
}

/** Open cases by kind, with the money that each kind holds. `shopId` null: of all shops. */
export async function countOpenCases(db: Queryable, shopId: string | null): Promise<CaseCount[]> {
  const { rows } = await db.query<CaseCount>({
    name: "operator-open-cases",
    text: `
      select kind, sum(count)::int as count, min(oldest) as oldest,
        coalesce(json_agg(json_build_object('currency', currency, 'centimos', centimos) order by currency)
          filter (where currency is not null and centimos > 0), '[]'::json) as held
      from (
        select kind, currency, count(*) as count, min(opened_at) as oldest, sum(held_centimos)::float8 as centimos
        from cases where state = 'open' and ($1::uuid is null or shop_id = $1) group by kind, currency
      ) k group by kind order by min(oldest)`,
    values: [shopId],
  });
  return rows;
}

export interface Waiting {
  shopsInstalled: number;
  shopsReady: number;
  shopsSwitchedOff: number;
  shopsWithoutToken: number;
  paymentsOpen: number;
  paymentsPending: number;
  codesUnknown: number;
  noticesUnread: number;
  oldestNotice: Date | null;
  reportsDue: number;
  oldestReport: Date | null;
  reportsDead: number;
  reportsRefused: number;
  /** Money that was collected and that Shopify has not acknowledged. */
  resolvesUntold: number;
  oldestResolve: Date | null;
  refundsOpen: number;
}

/** What waits anywhere, in one statement: the figures of one moment. */
export async function readWaiting(db: Queryable): Promise<Waiting | null> {
  const { rows } = await db.query<Waiting>({
    name: "operator-waiting",
    text: `
      select s.*, p.*, n.*, r.*,
        (select count(*)::int from codes where state = 'unknown') as "codesUnknown",
        (select count(*)::int from refunds where ended_at is null) as "refundsOpen"
      from (
        select count(*)::int as "shopsInstalled", count(*) filter (where s.ready)::int as "shopsReady",
          count(*) filter (where s.switched_off_reason is not null)::int as "shopsSwitchedOff",
          count(*) filter (where t.id is null or t.refresh_lost_at is not null)::int as "shopsWithoutToken"
        from shops s left join shopify_sessions t on t.id = 'offline_' || s.domain where s.uninstalled_at is null
      ) s, (
        select count(*) filter (where told = 'open')::int as "paymentsOpen",
          count(*) filter (where told = 'pending')::int as "paymentsPending"
        from payments where told in ('open', 'pending')
      ) p, (
        select count(*)::int as "noticesUnread", min(received_at) as "oldestNotice" from notices where state = 'received'
      ) n, (
        select count(*) filter (where state = 'due')::int as "reportsDue",
          min(decided_at) filter (where state = 'due') as "oldestReport",
          count(*) filter (where state = 'dead')::int as "reportsDead",
          count(*) filter (where state = 'refused')::int as "reportsRefused",
          count(*) filter (where kind = 'resolve')::int as "resolvesUntold",
          min(decided_at) filter (where kind = 'resolve') as "oldestResolve"
        from reports where state in ('due', 'dead', 'refused')
      ) r`,
  });
  return rows[0] ?? null;
}

/** Codes of the shop that may still turn out paid: those with a CIP, made since then, that were not proved gone. Newest first. */
export async function findCodesToAsk(
  db: Queryable,
  input: { shopId: string; since: Date; most: number },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "operator-codes-to-ask",
    text: `select id from codes where shop_id = $1 and created_at >= $2 and cip is not null
      and state in ('live', 'voiding', 'unknown', 'expired', 'lost', 'voided', 'paid', 'reversed')
      order by created_at desc limit $3`,
    values: [input.shopId, input.since, input.most],
  });
  return rows.map(({ id }) => id);
}
