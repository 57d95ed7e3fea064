/** Reads what a running close is about: its state, its statements, and what PagoEfectivo is to be asked again. */
import { z } from "zod";
import type { StatementOfClose } from "#app/books/close-entry.ts";
import { creditKey } from "#app/books/close-matcher.ts";
import { addDays, dayStart, instantsOf, type CloseSpan } from "#app/books/close-span.ts";
import { closeTotals, type CloseTotal } from "#app/books/close-totals.ts";
import type { StatementKind } from "#app/books/statement-row.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { CURRENCIES, type Currency } from "#app/lib/money.ts";

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
    lastLine: z.number().int(),
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
    lastLine: number;
    paid: { currency: Currency; first: string; last: string }[];
  }>({
    name: "find-statements-of-close",
    text: `
      select s.id, s.kind, s.file_name as "fileName", encode(s.content_hash, 'hex') as hash, s.row_count as "rowCount",
        to_char(s.from_day, 'YYYY-MM-DD') as "fromDay", to_char(s.to_day, 'YYYY-MM-DD') as "toDay",
        s.uploaded_at as "uploadedAt", max(r."lastAt") as "lastAt",
        max(r."lastLine") as "lastLine", coalesce(jsonb_agg(jsonb_build_object('currency', r.currency, 'first', r.first, 'last', r.last))
          filter (where r.first is not null), '[]'::jsonb) as paid
      from statements s join lateral (
        select currency, max(greatest(issued_at, paid_at)) as "lastAt", max(line) as "lastLine",
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
    ...{ rowCount: row.rowCount, lastLine: row.lastLine, from: dayStart(row.fromDay).toISOString() },
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

export const MOST_ASKED = 1_000;

/** Codes whose end is not known here although these days speak of them. */
export async function findUnsettledCodes(
  db: Queryable,
  input: { shopId: string; span: CloseSpan },
): Promise<string[]> {
  const { start, end } = instantsOf(input.span);
  const { rows } = await db.query<{ id: string }>({
    name: "find-unsettled-codes",
    text: `
      select id from codes
      where shop_id = $1 and mode = 'live' and cip is not null and state in ('live', 'voiding', 'reversed')
        and created_at < $3 and expires_at >= $2
      limit ${MOST_ASKED}`,
    values: [input.shopId, start, end],
  });
  return rows.map(({ id }) => id);
}

/** Some lines of a statement: a large one is read part by part, so that no statement of ours takes long. */
export interface StatementPart {
  statementId: string;
  fromLine: number;
  toLine: number;
}

export const LINES_AT_ONCE = 20_000;

export function* partsOf(statements: readonly StatementOfClose[]): Generator<StatementPart, void> {
  for (const { id: statementId, lastLine } of statements) {
    for (let fromLine = 1; fromLine <= lastLine; fromLine += LINES_AT_ONCE)
      yield { statementId, fromLine, toLine: fromLine + LINES_AT_ONCE - 1 };
  }
}

/** Codes that these lines have as paid in these days and we do not, or the other way round. */
export async function findContradictedCodes(
  db: Queryable,
  input: { shopId: string; span: CloseSpan; part: StatementPart },
): Promise<string[]> {
  const { shopId, span, part } = input;
  const { start, end } = instantsOf(span);
  const { rows } = await db.query<{ id: string }>({
    name: "find-contradicted-codes",
    text: `
      select c.id from statement_rows r
        cross join lateral (
          select id from codes
          where mode = 'live' and cip = r.cip and shop_id = $1 and (r.state = 'paid') <> (state = 'paid') limit 1
        ) c
      where r.statement_id = $4 and r.line between $5 and $6 and r.paid_at >= $2 and r.paid_at < $3
      limit ${MOST_ASKED}`,
    values: [shopId, start, end, part.statementId, part.fromLine, part.toLine],
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
