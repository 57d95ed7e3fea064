/** How far a payment came, when it began and where it was paid, as SQL on a payment `p` of the shop `$1`. Pure. */
import { UNKNOWN_CHANNEL, type PaymentStep } from "#app/payments/payment-list-filter.ts";

/**
 * `issued`: PagoEfectivo has made a code, whatever became of it. Whoever Shopify was told of has had one, also where it went to another
 * attempt of the checkout; only of the others is it looked up. A renewed payment's page begins anew, and forgets who saw or kept the
 * dead code; the timeline does not.
 */
export const STEP_REACHED: Record<PaymentStep, string> = {
  issued: `(p.told not in ('open', 'released')
    or exists (select 1 from codes o where o.payment_id = p.id and o.cip is not null))`,
  seen: `(p.first_seen_at is not null or p.renewals > 0 and ${happened("code-seen")})`,
  kept: `(p.kept_at is not null or p.renewals > 0 and ${happened("code-kept")})`,
};

/** The hour in Lima, 0 to 23, in which the payment began. */
export const HOUR_OF_LIMA = "date_part('hour', p.received_at at time zone 'America/Lima')::int";

/** What a file says of a channel, on one line; a dash says nothing. */
const SAID = `nullif(nullif(btrim(left(translate(r.channel, E'\\t\\n\\r', '   '), 100)), ''), '${UNKNOWN_CHANNEL}')`;

/**
 * `channels (payment_id, channel)`: where the shop's payments were paid, as the newest statement that says so has it. PagoEfectivo's
 * notices and searches name no channel (its documentation, read 2026-11-22). Statements are of live money: a test code may have the
 * CIP of a live one.
 */
export const CHANNELS = `channels as materialized (
  select distinct on (told.payment_id) told.payment_id, told.channel
  from (
    select o.payment_id, ${SAID} as channel, s.uploaded_at, r.line
    from statements s join statement_rows r on r.statement_id = s.id
      join codes o on o.shop_id = $1 and o.mode = 'live' and o.cip = r.cip
    where s.shop_id = $1 and r.channel is not null
    union all
    select o.payment_id, ${SAID}, s.uploaded_at, r.line
    from statements s join statement_rows r on r.statement_id = s.id
      join codes o on o.shop_id = $1 and o.mode = 'live' and o.id = ${asCodeId("r.transaction_code")}
    where s.shop_id = $1 and r.channel is not null and r.cip is null
  ) told
  where told.channel is not null
  order by told.payment_id, told.uploaded_at desc, told.line desc
)`;

export function hourIs(value: string): string {
  return `${HOUR_OF_LIMA} = ${value}`;
}

/** Needs `CHANNELS` in the same statement. */
export function channelIs(channel: string, add: (value: string) => string): string {
  const ofPayment = "select 1 from channels h where h.payment_id = p.id";
  return channel === UNKNOWN_CHANNEL
    ? `not exists (${ofPayment})`
    : `exists (${ofPayment} and h.channel = ${add(channel)})`;
}

function happened(event: string): string {
  return `exists (select 1 from whole_timeline t where t.payment_id = p.id and t.event = '${event}')`;
}

/** A statement may say anything in the place of our id; the database would refuse to read it as one. */
function asCodeId(column: string): string {
  return `(case when ${column} ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${column}::uuid end)`;
}
