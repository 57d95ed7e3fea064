/** Reads slips, and what arrived that they may be about. Every statement asks for one shop. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import type { PaidWhere } from "#app/payments/slip.ts";

interface Key {
  shopId: string;
  paymentId: string;
}

export interface StoredSlip {
  leftAt: Date;
  operationNumber: string;
  paidWhere: PaidWhere | null;
  paidAt: Date | null;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
}

/** Newest first. */
export async function findSlips(db: Queryable, key: Key): Promise<StoredSlip[]> {
  const { rows } = await db.query<StoredSlip>({
    name: "find-slips",
    text: `
      select l.left_at as "leftAt", l.operation_number as "operationNumber", l.paid_where as "paidWhere",
        l.paid_at as "paidAt", p.amount_centimos as "amountCentimos", p.currency, p.test
      from slips l join payments p on p.id = l.payment_id
      where l.payment_id = $2 and p.shop_id = $1 order by l.number desc`,
    values: [key.shopId, key.paymentId],
  });
  return rows;
}

export interface ArrivedNotice {
  id: string;
  at: Date;
  raw: Uint8Array;
  paymentId: string | null;
  sessionId: string | null;
  /** It is matched to a code. */
  isPlaced: boolean;
}

/** A shop with more notices than this in a few days has other ways to look for one. */
const MOST_NOTICES = 2_000;

interface Window extends Key {
  test: boolean;
  from: Date;
  to: Date;
}

/** The shop's notices of that mode and time, without those of the payment itself and those that a person made up. */
export async function findArrivedNotices(db: Queryable, window: Window): Promise<ArrivedNotice[]> {
  const { rows } = await db.query<ArrivedNotice>({
    name: "find-arrived-notices",
    text: `
      select n.id, n.received_at as at, n.body as raw, p.id as "paymentId", p.session_id as "sessionId",
        n.code_id is not null as "isPlaced"
      from credential_sets k join notices n on n.set_id = k.id
        left join codes c on c.id = n.code_id and c.shop_id = k.shop_id
        left join payments p on p.id = c.payment_id
      where k.shop_id = $1 and k.mode = case when $3 then 'sandbox' else 'live' end
        and n.received_at between $4 and $5 and not n.simulated and p.id is distinct from $2
      order by n.received_at desc limit ${MOST_NOTICES}`,
    values: [window.shopId, window.paymentId, window.test, window.from, window.to],
  });
  return rows;
}

export interface HeldMoney {
  id: string;
  at: Date;
  heldCentimos: number;
  currency: Currency;
  cip: string | null;
  paymentId: string | null;
  sessionId: string | null;
}

/** Open cases of that mode and time that hold money of other payments. */
export async function findHeldMoney(db: Queryable, window: Window): Promise<HeldMoney[]> {
  const { rows } = await db.query<HeldMoney>({
    name: "find-held-money",
    text: `
      select k.id, coalesce(c.paid_at, k.opened_at) as at, k.held_centimos as "heldCentimos", k.currency, c.cip,
        p.id as "paymentId", p.session_id as "sessionId"
      from cases k left join codes c on c.id = k.code_id left join payments p on p.id = k.payment_id
      where k.shop_id = $1 and k.state = 'open' and k.held_centimos > 0 and k.payment_id is distinct from $2
        and coalesce(p.test, false) = $3 and coalesce(c.paid_at, k.opened_at) between $4 and $5
      order by k.opened_at desc limit 200`,
    values: [window.shopId, window.paymentId, window.test, window.from, window.to],
  });
  return rows;
}
