/**
 * Finds the payments of one shop that a question may be about. Each meaning is looked up by an index of its own; none walks along the
 * shop's payments. The statement has no name: which meanings it asks for differs.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Currency } from "#app/lib/money.ts";
import type { CodeState, Told } from "#app/payments/lifecycle-moves.ts";
import { NEEDS_PERSON } from "#app/payments/payment-list-status.ts";
import { MEANINGS, type Meaning, type Question } from "#app/story/question.ts";

export interface FoundPayment {
  id: string;
  sessionId: string;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  told: Told;
  codeState: CodeState | null;
  needsPerson: boolean;
  cip: string | null;
  createdAt: Date;
  email: string | null;
  phone: string | null;
  /** What of the question it was found by, the likeliest first. */
  by: Meaning[];
}

const OPERATION_OF_SLIP = "ltrim(regexp_replace(l.operation_number, '[^A-Z0-9]', '', 'g'), '0')";
const BANK_REFERENCE =
  "left(ltrim(regexp_replace(upper(f.bank_reference), '[^A-Z0-9]', '', 'g'), '0'), 64)";
const PHONE_ENDING = String.raw`right(regexp_replace(p.shopper_phone, '\D', '', 'g'), 7)`;
const ENDING_DIGITS = 7;

/** The likeliest first, then the newest. Of phones the database knows only candidates: the caller compares. */
export async function findByQuestion(
  db: Queryable,
  input: { shopId: string; question: Question; limit: number },
): Promise<FoundPayment[]> {
  const values: unknown[] = [input.shopId];
  const put = (value: unknown) => `$${values.push(value)}`;
  const lookUps = lookUpsOf(input.question, put, input.limit);
  if (lookUps.length === 0) return [];
  const { rows } = await db.query<Omit<FoundPayment, "by"> & { ranks: number[] }>({
    text: `
      with found (id, rank) as materialized (${lookUps.join(" union all ")}),
      best as materialized (
        select id, array_agg(distinct rank order by rank) as ranks from found
        group by id order by min(rank), id desc limit ${input.limit}
      )
      select p.id, p.session_id as "sessionId", p.amount_centimos as "amountCentimos", p.currency, p.test, p.told,
        p.received_at as "createdAt", p.shopper_email as email, p.shopper_phone as phone, c.state as "codeState",
        shown.cip, best.ranks, ${NEEDS_PERSON} as "needsPerson"
      from best join payments p on p.id = best.id and p.shop_id = $1
        left join lateral (
          select o.state from codes o where o.payment_id = p.id order by o.created_at desc, o.id desc limit 1
        ) c on true
        left join lateral (
          select o.cip from codes o where o.payment_id = p.id
          order by o.state = 'paid' desc, o.created_at desc, o.id desc limit 1
        ) shown on true
      order by best.ranks[1], p.id desc`,
    values,
  });
  return rows.map(({ ranks, ...row }) => ({ ...row, by: ranks.map(meaningOfRank) }));
}

function meaningOfRank(rank: number): Meaning {
  const meaning = MEANINGS[rank];
  invariant(meaning, `rank ${rank} is a meaning's`);
  return meaning;
}

type Put = (value: unknown) => string;

function lookUpsOf(question: Question, put: Put, limit: number): string[] {
  const { page, sessionId, transactionCode, cip, email, phone, operation, amount } = question;
  const of = (meaning: Meaning) => `${MEANINGS.indexOf(meaning)} as rank`;
  const newest = `order by id desc limit ${limit}`;
  // Found first and by themselves: in one plan with the order they may be looked for along all payments.
  const few = (select: string) => `(select id, rank from (${select} offset 0) few ${newest})`;
  const payments = (meaning: Meaning, where: string) =>
    few(`select p.id, ${of(meaning)} from payments p where p.shop_id = $1 and ${where}`);
  const codes = (meaning: Meaning, where: string) =>
    few(`select o.payment_id as id, ${of(meaning)} from codes o where o.shop_id = $1 and ${where}`);
  const lookUps: string[] = [];
  if (page !== null) lookUps.push(payments("page", `p.slug = ${put(page)}`));
  if (sessionId !== null) lookUps.push(payments("payment-id", `p.session_id = ${put(sessionId)}`));
  if (transactionCode !== null)
    lookUps.push(codes("transaction-code", `o.id = ${put(transactionCode)}::uuid`));
  if (cip !== null) lookUps.push(codes("cip", `o.cip = ${put(cip)}`));
  if (email !== null) {
    const isTheirs = `lower(p.shopper_email) = ${put(email)}`;
    lookUps.push(payments("email", `p.shopper_email is not null and ${isTheirs}`));
  }
  if (phone !== null) {
    const endsLike = `${PHONE_ENDING} = ${put(phone.slice(-ENDING_DIGITS))}`;
    lookUps.push(payments("phone", `p.shopper_phone is not null and ${endsLike}`));
  }
  if (operation !== null) lookUps.push(...byOperation(put(operation), of("operation")).map(few));
  if (amount !== null) {
    const currency = amount.currency ? ` and p.currency = ${put(amount.currency)}` : "";
    const equal = `p.amount_centimos = ${put(amount.centimos)}${currency}`;
    // Many may have one amount: the newest come along its index, which has all but the open ones, and of these there are few.
    lookUps.push(
      `(select p.id, ${of("amount")} from payments p where p.shop_id = $1 and p.told <> 'open' and ${equal} ${newest})`,
      payments("amount", `p.told = 'open' and ${equal}`),
    );
  }
  return lookUps;
}

/** What the shopper told, what PagoEfectivo's notices say, and what the shop's bank wrote on a refund. */
function byOperation(operation: string, rank: string): string[] {
  return [
    `select p.id, ${rank} from slips l join payments p on p.id = l.payment_id
      where p.shop_id = $1 and ${OPERATION_OF_SLIP} = ${operation}`,
    // Each set is of one shop: what a notice of another's says is nothing to this one. Found by the number first (offset 0).
    `select coalesce(o.payment_id, n.simulated_for) as id, ${rank} from (
        select set_id, code_id, simulated_for from notices
        where notice_operation(body) = ${operation} and (code_id is not null or simulated_for is not null) offset 0) n
      join credential_sets k on k.id = n.set_id and k.shop_id = $1
      left join codes o on o.id = n.code_id and o.shop_id = $1
      where coalesce(o.payment_id, n.simulated_for) is not null`,
    `select f.payment_id as id, ${rank} from refunds f
      where f.shop_id = $1 and f.bank_reference is not null and ${BANK_REFERENCE} = ${operation}`,
  ];
}
