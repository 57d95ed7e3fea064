/** Keeps what a shopper tells of having paid. */
import { violatedIndex, type Queryable } from "#app/lib/database.server.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import { MOST_SLIPS, type Slip } from "#app/payments/slip.ts";

const KIND: CaseKind = "shopper-says-paid";

export interface NewSlip {
  id: string;
  caseId: string;
  paymentId: string;
  codeId: string;
  at: Date;
  slip: Slip;
}

/**
 * Keeps the slip, with its line in the timeline and the case in which a person of the shop reads it: one for each code while it is
 * open. `known`: the payment has this number already, and nothing was written; `full`: it has as many as it takes. The payment's
 * version stays: a slip moves nothing.
 */
export async function storeSlip(db: Queryable, input: NewSlip): Promise<"left" | "known" | "full"> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await insertSlip(db, input);
    } catch (error) {
      // Another came at the same moment, and is there now. More than a payment takes cannot be in the way.
      if (tries > MOST_SLIPS || !violatedIndex(error)?.startsWith("slips_payment_id_")) throw error;
    }
  }
}

async function insertSlip(db: Queryable, input: NewSlip): Promise<"left" | "known" | "full"> {
  const { slip } = input;
  const { rows } = await db.query<{ left: number; known: boolean }>({
    name: "store-slip",
    text: `
      with held as (
        select operation_number from slips where payment_id = $3
      ), slip as (
        insert into slips (id, payment_id, code_id, number, left_at, operation_number, paid_where, paid_at)
        select $1::uuid, $3::uuid, $4::uuid, (select count(*) from held) + 1, $5::timestamptz, $6::text, $7::text,
          $8::timestamptz
        where (select count(*) from held) < ${MOST_SLIPS} and $6 not in (select operation_number from held)
        returning payment_id, code_id
      ), line as (
        insert into timeline (payment_id, code_id, at, actor, event)
        select payment_id, code_id, $5, 'shopper', 'slip-left' from slip
      ), opened as (
        insert into cases (id, shop_id, payment_id, code_id, kind, merge_key, evidence, opened_at, last_seen_at)
        select $2::uuid, p.shop_id, p.id, c.id, $9::text, $9::text || ':' || c.id, jsonb_build_object('told', p.told, 'codeState', c.state),
          $5, $5
        from slip join payments p on p.id = slip.payment_id join codes c on c.id = slip.code_id
        on conflict (merge_key) where state = 'open'
          do update set times = cases.times + 1, last_seen_at = excluded.last_seen_at
      )
      select (select count(*) from slip)::int as left, $6 in (select operation_number from held) as known`,
    values: [
      input.id,
      input.caseId,
      input.paymentId,
      input.codeId,
      input.at,
      slip.operationNumber,
      slip.paidWhere,
      slip.paidAt,
      KIND,
    ],
  });
  const [row] = rows;
  if (row?.left === 1) return "left";
  return row?.known ? "known" : "full";
}
