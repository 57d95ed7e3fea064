/**
 * Writes what a person of the shop does with a case. Each is one statement: the case moves from the version that the person
 * saw, and with it its history, the audit, the payment's timeline and the report it is about — or nothing does.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";
import type { Resolution } from "#app/payments/case-desk.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";

interface Deed {
  shopId: string;
  caseId: string;
  /** Shopify's id of the person. */
  userId: string;
  at: Date;
}

/** A case as it stands, for deciding and for telling somebody that another was first. */
export interface StandingCase {
  id: string;
  kind: CaseKind;
  state: "open" | "closed";
  version: number;
  mergeKey: string;
  heldCentimos: number;
  paymentId: string | null;
  owner: string | null;
  closedBy: string | null;
  resolution: string | null;
}

export async function loadStandingCase(
  db: Queryable,
  key: { shopId: string; caseId: string },
): Promise<StandingCase | null> {
  const { rows } = await db.query<StandingCase>({
    name: "load-standing-case",
    text: `
      select k.id, k.kind, k.state, k.version, k.merge_key as "mergeKey", k.held_centimos as "heldCentimos",
        k.payment_id as "paymentId", coalesce(o.name, k.owner_id) as owner, coalesce(c.name, k.closed_by) as "closedBy",
        k.resolution
      from cases k
        left join merchant_users o on o.shop_id = k.shop_id and o.user_id = k.owner_id
        left join merchant_users c on c.shop_id = k.shop_id and c.user_id = k.closed_by
      where k.id = $2 and k.shop_id = $1`,
    values: [key.shopId, key.caseId],
  });
  return rows[0] ?? null;
}

/** Gives an open case to a person of the shop. False when it moved on meanwhile, or is theirs already. */
export async function giveCase(
  db: Queryable,
  deed: Deed & { version: number; ownerId: string },
): Promise<boolean> {
  const isOwn = deed.ownerId === deed.userId;
  const action: AuditAction = isOwn ? "case-taken" : "case-handed-over";
  const { rows } = await db.query<{ given: number }>({
    name: "give-case",
    text: `
      with moved as (
        update cases set owner_id = $6, attended_at = coalesce(attended_at, $4), version = version + 1
        where id = $2 and shop_id = $1 and state = 'open' and version = $5 and owner_id is distinct from $6
        returning id, shop_id, payment_id
      ), line as (
        insert into case_lines (case_id, at, user_id, kind, detail)
        select id, $4, $3, $7, jsonb_build_object('to', $6::text) from moved
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, after)
        select shop_id, $4, $3, $8, payment_id, jsonb_build_object('caseId', id, 'owner', $6::text) from moved
      )
      select count(*)::int as given from moved`,
    values: [
      deed.shopId,
      deed.caseId,
      deed.userId,
      deed.at,
      deed.version,
      deed.ownerId,
      isOwn ? "taken" : "handed",
      action,
    ],
  });
  return rows[0]?.given === 1;
}

/** Whether a person of this id has signed in for the shop. */
export async function isOfShop(db: Queryable, input: { shopId: string; userId: string }): Promise<boolean> {
  const { rows } = await db.query({
    name: "is-of-shop",
    text: `select 1 from merchant_users where shop_id = $1 and user_id = $2`,
    values: [input.shopId, input.userId],
  });
  return rows.length === 1;
}

/**
 * Adds a line to the history: a note, or an act of which the payment's own timeline tells more. Whoever is about to close the
 * case reads it first: the version is raised. False when no case of the shop has this id.
 */
export async function writeCaseLine(
  db: Queryable,
  deed: Deed & { line: { kind: "noted"; text: string } | { kind: "acted"; act: string } },
): Promise<boolean> {
  const { line } = deed;
  const isNote = line.kind === "noted";
  const { rows } = await db.query<{ written: number }>({
    name: "write-case-line",
    text: `
      with moved as (
        update cases set version = version + 1,
          attended_at = case when $5 = 'noted' and state = 'open' then coalesce(attended_at, $4) else attended_at end
        where id = $2 and shop_id = $1 returning id, shop_id, payment_id
      ), line as (
        insert into case_lines (case_id, at, user_id, kind, text, detail) select id, $4, $3, $5, $6, $7::jsonb from moved
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, after)
        select shop_id, $4, $3, 'case-noted', payment_id, jsonb_build_object('caseId', id) from moved where $5 = 'noted'
      )
      select count(*)::int as written from moved`,
    values: [
      deed.shopId,
      deed.caseId,
      deed.userId,
      deed.at,
      line.kind,
      isNote ? line.text : null,
      JSON.stringify(isNote ? {} : { act: line.act }),
    ],
  });
  return rows[0]?.written === 1;
}

/** Longer than the longest call to Shopify, as for claims: an older one is of a process that died. */
const CLAIM_LASTS_MS = 60_000;

/**
 * Closes an open case. The report that it is about is settled with it: nobody waits for it any more, and no machine and no
 * press sends it again. An attempt of that report that is under way is waited for by nobody: then nothing is closed. Nor is it while a
 * refund of its money is open: the bank may have that refund's file already, and it could not be recorded as paid any more.
 */
export async function closeCaseRow(
  db: Queryable,
  deed: Deed & {
    version: number;
    resolution: Resolution;
    reason: string | null;
    reportId: string | null;
  },
): Promise<"closed" | "in-flight" | "refund-open" | "moved"> {
  const { rows } = await db.query<{ closed: number; inFlight: boolean; refundOpen: boolean }>({
    name: "close-case",
    text: `
      with report as (
        -- Locked first, in the order in which attempts are recorded: their answer may close the case.
        select id, in_flight_since > $9 as busy from reports where id = $8 for update
      ), refunded as (
        -- One that is opened at this moment raises the case's version.
        select exists (select 1 from refunds where case_id = $2 and state not in ('paid-out', 'refused')) as open
      ), held as (
        select id from cases
        where id = $2 and shop_id = $1 and state = 'open' and version = $5
          and not coalesce((select busy from report), false) and not (select open from refunded) for update
      ), closed as (
        update cases k set state = 'closed', closed_at = $4, closed_by = $3, resolution = $6, reason = $7,
          attended_at = coalesce(attended_at, $4), version = version + 1
        from held where k.id = held.id and k.state = 'open'
        returning k.id, k.shop_id, k.payment_id, k.code_id, k.kind, k.held_centimos, k.currency
      ), settled as (
        update reports r set state = 'settled', in_flight_since = null from closed
        where r.id = $8 and r.state in ('due', 'dead', 'refused')
      ), line as (
        insert into case_lines (case_id, at, user_id, kind, detail)
        select id, $4, $3, 'closed', jsonb_build_object('resolution', $6::text) from closed
      ), told as (
        insert into timeline (payment_id, code_id, at, actor, event, detail, user_id)
        select payment_id, code_id, $4, 'merchant', 'merchant-case-closed',
          jsonb_build_object('case', kind, 'resolution', $6::text, 'heldCentimos', held_centimos), $3
        from closed where payment_id is not null
      ), audit as (
        insert into audit_log (shop_id, at, user_id, action, payment_id, before, after)
        select shop_id, $4, $3, 'case-closed', payment_id,
          jsonb_build_object('caseId', id, 'kind', kind, 'heldCentimos', held_centimos, 'currency', currency),
          jsonb_build_object('resolution', $6::text)
        from closed
      )
      select (select count(*) from closed)::int as closed, coalesce((select busy from report), false) as "inFlight",
        (select open from refunded) as "refundOpen"`,
    values: [
      deed.shopId,
      deed.caseId,
      deed.userId,
      deed.at,
      deed.version,
      deed.resolution,
      deed.reason,
      deed.reportId,
      new Date(deed.at.getTime() - CLAIM_LASTS_MS),
    ],
  });
  const [row] = rows;
  if (row?.closed === 1) return "closed";
  if (row?.inFlight) return "in-flight";
  return row?.refundOpen ? "refund-open" : "moved";
}
