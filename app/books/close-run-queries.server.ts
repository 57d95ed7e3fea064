/** Reads what a running close matches: which statements, and its next rows of both sources, place by place. */
import { z } from "zod";
import type { LedgerRow, SaidRow, StatementOfClose } from "#app/books/close-entry.ts";
import { creditKey } from "#app/books/close-matcher.ts";
import { addDays, dayStart, instantsOf, type CloseSpan } from "#app/books/close-span.ts";
import { closeTotals, type CloseTotal } from "#app/books/close-totals.ts";
import type { StatementKind, StatementState } from "#app/books/statement-row.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { CURRENCIES, type Currency } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";

export interface CloseRun {
  id: string;
  shopId: string;
  span: CloseSpan;
  state: "asking" | "matching" | "done";
  startedAt: Date;
  askedAt: Date | null;
  askedCodes: string[];
  statements: StatementOfClose[];
  place: string;
  done: number;
  totals: CloseTotal[];
}

const paidSpan = z.object({ currency: z.enum(CURRENCIES), first: z.string(), last: z.string() });
export const statementsOfClose = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(["report", "settlement", "bank"]),
    fileName: z.string(),
    contentHash: z.string(),
    rowCount: z.number().int(),
    from: z.string(),
    until: z.string(),
    paid: z.array(paidSpan),
  }),
);

export async function loadRun(db: Queryable, closeId: string): Promise<CloseRun | null> {
  const { rows } = await db.query<
    Omit<CloseRun, "span" | "statements" | "totals"> & {
      from: string;
      to: string;
      statements: unknown;
      totals: unknown;
    }
  >({
    name: "load-close-run",
    text: `
      select id, shop_id as "shopId", to_char(from_day, 'YYYY-MM-DD') as "from", to_char(to_day, 'YYYY-MM-DD') as "to", state,
        started_at as "startedAt", asked_at as "askedAt", asked_codes as "askedCodes", statements, place, done, totals
      from closes where id = $1`,
    values: [closeId],
  });
  const [row] = rows;
  if (!row) return null;
  const { from, to, ...rest } = row;
  return {
    ...rest,
    span: { from, to },
    statements: statementsOfClose.parse(rest.statements),
    totals: closeTotals.parse(rest.totals),
  };
}

/** A settlement pays days after it was collected, and its days may be either; its rows say which of them are of this span. */
const SETTLEMENT_DAYS = 45;

/** The shop's statements that may speak of these days. */
export async function findStatementsOfClose(
  db: Queryable,
  input: { shopId: string; span: CloseSpan },
): Promise<StatementOfClose[]> {
  const { from, to } = input.span;
  const { rows } = await db.query<{
    id: string;
    kind: StatementKind;
    fileName: string;
    hash: string;
    rowCount: number;
    fromDay: string;
    toDay: string;
    uploadedAt: Date;
    lastAt: Date | null;
    paid: { currency: Currency; first: string; last: string }[];
  }>({
    name: "find-statements-of-close",
    text: `
      select s.id, s.kind, s.file_name as "fileName", encode(s.content_hash, 'hex') as hash, s.row_count as "rowCount",
        to_char(s.from_day, 'YYYY-MM-DD') as "fromDay", to_char(s.to_day, 'YYYY-MM-DD') as "toDay",
        s.uploaded_at as "uploadedAt", max(r."lastAt") as "lastAt",
        coalesce(jsonb_agg(jsonb_build_object('currency', r.currency, 'first', r.first, 'last', r.last))
          filter (where r.first is not null), '[]'::jsonb) as paid
      from statements s join lateral (
        select currency, max(greatest(issued_at, paid_at)) as "lastAt",
          min(paid_at) filter (where state = 'paid' and amount_centimos > 0) as first,
          max(paid_at) filter (where state = 'paid' and amount_centimos > 0) as last
        from statement_rows where statement_id = s.id group by currency
      ) r on true
      where s.shop_id = $1 and s.from_day <= $3::date + case s.kind when 'report' then 1 else ${SETTLEMENT_DAYS} end
        and s.to_day >= $2::date - 1
      group by s.id order by s.uploaded_at, s.id`,
    values: [input.shopId, from, to],
  });
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, fileName: row.fileName, contentHash: row.hash },
    ...{ rowCount: row.rowCount, from: dayStart(row.fromDay).toISOString() },
    until: knownUntil(row).toISOString(),
    paid: row.paid.map(({ currency, first, last }) => ({
      currency,
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
    })),
  }));
}

/** A file that was uploaded on its own last day ends with its last row; one of days that are over speaks of all of them. */
function knownUntil(row: { toDay: string; uploadedAt: Date; lastAt: Date | null }): Date {
  const end = dayStart(addDays(row.toDay, 1));
  return row.uploadedAt >= end || row.lastAt === null ? end : row.lastAt;
}

const MOST_ASKED = 1_000;

/** Codes whose end is not known here although these days or a statement speak of them. */
export async function findUnsettledCodes(
  db: Queryable,
  input: { shopId: string; span: CloseSpan; statementIds: readonly string[] },
): Promise<string[]> {
  const { start, end } = instantsOf(input.span);
  const { rows } = await db.query<{ id: string }>({
    name: "find-unsettled-codes",
    text: `
      select id from codes
      where shop_id = $1 and mode = 'live' and cip is not null and state in ('live', 'voiding', 'reversed')
        and created_at < $3 and expires_at >= $2
      union
      select c.id from statement_rows r join codes c on c.mode = 'live' and c.cip = r.cip and c.shop_id = $1
      where r.statement_id = any($4::uuid[]) and r.paid_at >= $2 and r.paid_at < $3
        and (r.state = 'paid') <> (c.state = 'paid')
      limit ${MOST_ASKED}`,
    values: [input.shopId, start, end, input.statementIds],
  });
  return rows.map(({ id }) => id);
}

/** What each settlement of these statements pays out, by its number and currency. */
export async function sumSettlements(
  db: Queryable,
  statementIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ settlementRef: string; currency: Currency; net: number }>({
    name: "sum-settlements",
    text: `
      select r.settlement_ref as "settlementRef", r.currency,
        sum(coalesce(r.net_centimos, r.amount_centimos))::float8 as net
      from statement_rows r join statements s on s.id = r.statement_id
      where r.statement_id = any($1::uuid[]) and s.kind = 'settlement' and r.settlement_ref is not null
      group by r.settlement_ref, r.currency`,
    values: [statementIds],
  });
  return new Map(rows.map((row) => [creditKey(row), row.net]));
}

interface Places {
  closeId: string;
  after: string;
  upTo: string;
}

/** The last of the next places; null where there is none any more. */
export async function nextPlace(
  db: Queryable,
  input: { closeId: string; after: string; size: number },
): Promise<string | null> {
  const { rows } = await db.query<{ last: string | null }>({
    name: "next-close-place",
    text: `
      select max(place) as last from (
        select distinct place from close_work where close_id = $1 and place > $2 order by place limit $3
      ) next`,
    values: [input.closeId, input.after, input.size],
  });
  return rows[0]?.last ?? null;
}

interface LedgerRead {
  codeId: string;
  paymentId: string;
  sessionId: string;
  cip: string | null;
  state: CodeState;
  amountCentimos: number;
  currency: Currency;
  createdAt: Date;
  paidAt: Date | null;
  deadline: Date;
  told: Told;
  acknowledgedAt: Date | null;
  caseId: string | null;
  caseKind: CaseKind | null;
  isDecided: boolean;
  refundedCentimos: number;
  isSecond: boolean;
  hasOtherPaid: boolean;
}

/** Our codes at these places, with what their payments, reports, refunds and cases know now. */
export async function readLedger(db: Queryable, places: Places): Promise<LedgerRow[]> {
  const { rows } = await db.query<LedgerRead>({
    name: "read-close-ledger",
    text: `
      select c.id as "codeId", p.id as "paymentId", p.session_id as "sessionId", c.cip, c.state,
        c.amount_centimos as "amountCentimos", c.currency, c.created_at as "createdAt", c.paid_at as "paidAt",
        coalesce(p.pending_expires_at, c.expires_at + c.grace_minutes * interval '1 minute') as deadline, p.told,
        r.acknowledged_at as "acknowledgedAt", k.id as "caseId", k.kind as "caseKind",
        exists (select 1 from cases d where d.payment_id = p.id and d.state = 'closed' and d.held_centimos > 0
          and (d.code_id is null or d.code_id = c.id)) as "isDecided",
        coalesce((select sum(f.amount_centimos) from refunds f where f.payment_id = p.id and f.state = 'paid-out'
          and f.currency = c.currency and (f.code_id is null or f.code_id = c.id)), 0)::int as "refundedCentimos",
        exists (select 1 from codes o join payments q on q.id = o.payment_id
          where o.shop_id = c.shop_id and o.session_group = c.session_group and o.mode = c.mode and o.state = 'paid'
            and (q.told <> 'resolved', o.paid_at, o.id) < (p.told <> 'resolved', c.paid_at, c.id)) as "isSecond",
        exists (select 1 from codes o where o.payment_id = p.id and o.state = 'paid' and o.id <> c.id) as "hasOtherPaid"
      from close_work w
        join codes c on c.id = w.code_id
        join payments p on p.id = c.payment_id
        left join reports r on r.payment_id = p.id and r.kind = 'resolve' and r.refund_id is null and r.state <> 'dropped'
        left join lateral (
          select id, kind from cases k where k.payment_id = p.id and k.state = 'open'
            and (k.code_id is null or k.code_id = c.id)
          order by held_centimos desc, opened_at, id limit 1
        ) k on true
      where w.close_id = $1 and w.place > $2 and w.place <= $3`,
    values: [places.closeId, places.after, places.upTo],
  });
  return rows.map(({ caseId, caseKind, ...row }) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    paidAt: isoOf(row.paidAt),
    deadline: row.deadline.toISOString(),
    acknowledgedAt: isoOf(row.acknowledgedAt),
    openCase: caseId === null || caseKind === null ? null : { id: caseId, kind: caseKind },
  }));
}

interface SaidRead extends Omit<SaidRow, "issuedAt" | "paidAt" | "expiresAt"> {
  state: StatementState;
  issuedAt: Date | null;
  paidAt: Date | null;
  expiresAt: Date | null;
}

/** The statements' rows at these places. */
export async function readSaid(db: Queryable, places: Places): Promise<SaidRow[]> {
  const { rows } = await db.query<SaidRead>({
    name: "read-close-said",
    text: `
      select r.statement_id as "statementId", s.kind, r.line, r.cip, r.transaction_code as "transactionCode",
        r.operation_number as "operationNumber", r.amount_centimos as "amountCentimos", r.currency, r.state,
        r.issued_at as "issuedAt", r.paid_at as "paidAt", r.expires_at as "expiresAt", r.channel,
        r.fee_centimos as "feeCentimos", r.igv_centimos as "igvCentimos", r.net_centimos as "netCentimos",
        to_char(r.settled_on, 'YYYY-MM-DD') as "settledOn", r.settlement_ref as "settlementRef",
        x.code_id as "confirmedCodeId"
      from close_work w
        join statement_rows r on r.statement_id = w.statement_id and r.line = w.line
        join statements s on s.id = r.statement_id
        left join close_pairs x on x.statement_id = r.statement_id and x.line = r.line and x.shop_id = s.shop_id
      where w.close_id = $1 and w.place > $2 and w.place <= $3
      order by w.place, r.statement_id, r.line`,
    values: [places.closeId, places.after, places.upTo],
  });
  return rows.map((row) => ({
    ...row,
    issuedAt: isoOf(row.issuedAt),
    paidAt: isoOf(row.paidAt),
    expiresAt: isoOf(row.expiresAt),
  }));
}

function isoOf(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
