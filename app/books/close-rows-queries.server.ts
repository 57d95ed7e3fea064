/** Reads the next rows of a running close, of both sources, place by place. */
import type { LedgerRow, SaidRow } from "#app/books/close-entry.ts";
import type { StatementState } from "#app/books/statement-row.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";

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
        join codes c on c.id = w.source_id
        join payments p on p.id = c.payment_id
        left join reports r on r.payment_id = p.id and r.kind = 'resolve' and r.refund_id is null and r.state <> 'dropped'
        left join lateral (
          select id, kind from cases k where k.payment_id = p.id and k.state = 'open'
            and (k.code_id is null or k.code_id = c.id)
          order by held_centimos desc, opened_at, id limit 1
        ) k on true
      where w.close_id = $1 and w.place > $2 and w.place <= $3 and w.line = 0`,
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
        join statement_rows r on r.statement_id = w.source_id and r.line = w.line
        join statements s on s.id = r.statement_id
        left join close_pairs x on x.statement_id = r.statement_id and x.line = r.line and x.shop_id = s.shop_id
      where w.close_id = $1 and w.place > $2 and w.place <= $3 and w.line > 0
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
