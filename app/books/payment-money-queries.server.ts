/** Reads what settlements say of one payment. Every statement asks for one shop. */
import type { SettledRow } from "#app/books/payment-money.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Currency } from "#app/lib/money.ts";

interface Key {
  shopId: string;
  paymentId: string;
}

/** Null where the shop has no such payment. */
export async function findPaidMoney(
  db: Queryable,
  key: Key,
): Promise<{ centimos: number; currency: Currency; paidAt: Date | null } | null> {
  const { rows } = await db.query<{ centimos: number; currency: Currency; paidAt: Date | null }>({
    name: "find-paid-money",
    text: `
      select p.amount_centimos as centimos, p.currency,
        (select min(c.paid_at) from codes c where c.payment_id = p.id and c.state = 'paid') as "paidAt"
      from payments p where p.id = $2 and p.shop_id = $1`,
    values: [key.shopId, key.paymentId],
  });
  return rows[0] ?? null;
}

type Row = Omit<SettledRow, "issuedAt" | "paidAt" | "expiresAt" | "payout"> & {
  paidAt: Date | null;
  paidOutOn: string | null;
  source: NonNullable<SettledRow["payout"]>["source"] | null;
  reference: string | null;
};

/** Rows of the shop's settlements that name a real code of the payment, by CIP or by transaction code; the newest statement first. */
export async function findSettledRows(db: Queryable, key: Key): Promise<SettledRow[]> {
  const { rows } = await db.query<Row>({
    name: "find-settled-rows",
    text: `
      with named as (
        select r.* from codes m join statement_rows r on r.cip = m.cip
        where m.payment_id = $2 and m.shop_id = $1 and m.mode = 'live'
        union
        select r.* from codes m join statement_rows r on r.transaction_code = m.id::text
        where m.payment_id = $2 and m.shop_id = $1 and m.mode = 'live'
      )
      select s.file_name as "fileName", r.line, r.cip, r.transaction_code as "transactionCode", r.operation_number as "operationNumber",
        r.amount_centimos as "amountCentimos", r.currency, r.state, r.paid_at as "paidAt", r.channel,
        r.fee_centimos as "feeCentimos", r.igv_centimos as "igvCentimos", r.net_centimos as "netCentimos",
        to_char(r.settled_on, 'YYYY-MM-DD') as "settledOn", r.settlement_ref as "settlementRef",
        to_char(o.paid_out_on, 'YYYY-MM-DD') as "paidOutOn", o.source, coalesce(o.bank_reference, b.operation_number) as reference
      from named r join statements s on s.id = r.statement_id and s.shop_id = $1 and s.kind = 'settlement'
        left join settlements g on g.statement_id = r.statement_id and g.currency = r.currency
          and g.ref is not distinct from nullif(trim(r.settlement_ref), '')
          and (g.ref is not null or g.settled_on is not distinct from r.settled_on)
        left join settlement_payouts o on o.settlement_id = g.id and o.withdrawn_at is null
        left join statement_rows b on b.statement_id = o.statement_id and b.line = o.line
      order by s.uploaded_at desc, r.statement_id, r.line`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map(({ paidAt, paidOutOn, source, reference, ...row }) => {
    invariant((paidOutOn === null) === (source === null), "a payout has a day and a source");
    const payout = paidOutOn !== null && source !== null ? { on: paidOutOn, source, reference } : null;
    const instants = { issuedAt: null, paidAt: paidAt?.toISOString() ?? null, expiresAt: null };
    return { ...row, ...instants, payout };
  });
}
