/**
 * Finds what is known of the people who pay, and removes it: their contact, the addresses that lead into their checkout, whatever
 * a notice may say of them, what the merchant noted. Amounts, ids, dates, CIPs and what Shopify was told stay.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { NOTICES_OF_CODE } from "#app/payments/notices-of-code.ts";
import { ID_SLACK_MS, smallestIdAt } from "#app/payments/payment-list-narrowing.ts";

export interface PayerContact {
  paymentId: string;
  email: string | null;
  phone: string | null;
}

/** Payments of the shop that have a contact, in the order of their ids, after `afterId`. */
export async function findPayers(
  db: Queryable,
  input: { shopId: string; receivedUntil: Date; afterId: string | null; limit: number },
): Promise<PayerContact[]> {
  const { rows } = await db.query<PayerContact>({
    name: "find-payers",
    text: `
      select id as "paymentId", shopper_email as email, shopper_phone as phone from payments
      where shop_id = $1 and received_at <= $2 and ($3::uuid is null or id > $3)
        and (shopper_email is not null or shopper_phone is not null)
      order by id limit $4`,
    values: [input.shopId, input.receivedUntil, input.afterId, input.limit],
  });
  return rows;
}

/** Where a payment that holds nothing personal leads back to: the shop's front page. */
const FRONT_PAGE = `'https://' || s.domain || '/'`;

/** Whether payment `p` of shop `s` holds anything of a person. */
const IS_PERSONAL = `(
  coalesce(p.shopper_email, p.shopper_phone, p.shopper_given_name, p.shopper_last_name, p.shopper_locale,
    p.redirect_url) is not null
  or p.cancel_url <> ${FRONT_PAGE}
  or exists (select 1 from slips l where l.payment_id = p.id))`;

/** Payments of the shop, received until then, that still hold something of a person. */
export async function findPersonal(
  db: Queryable,
  input: { shopId: string; receivedUntil: Date },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-personal",
    text: `
      select p.id from payments p join shops s on s.id = p.shop_id
      where p.shop_id = $1 and p.received_at <= $2 and ${IS_PERSONAL}
      order by p.id`,
    values: [input.shopId, input.receivedUntil],
  });
  return rows.map((row) => row.id);
}

/** Payments of any shop, received until then, that still hold something of a person, in the order of their ids after `afterId`. */
export async function findOldPersonal(
  db: Queryable,
  input: { receivedUntil: Date; afterId: string; limit: number },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "find-old-personal",
    text: `
      select p.id from payments p join shops s on s.id = p.shop_id
      where p.received_at <= $1 and p.id > $2 and p.id < $4 and ${IS_PERSONAL}
      order by p.id limit $3`,
    values: [
      ...[input.receivedUntil, input.afterId, input.limit],
      // Ids are in the order of time: whoever paid since is not even looked at.
      smallestIdAt(input.receivedUntil.getTime() + ID_SLACK_MS),
    ],
  });
  return rows.map((row) => row.id);
}

/**
 * Which of these payments nothing can happen to any more that would need the person: told for good and acknowledged, no code that
 * can be paid, no notice unread, no money that waits to be given back, no refund on its way.
 */
export async function whichAreFinal(db: Queryable, paymentIds: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: "which-are-final",
    text: `
      select p.id from payments p
      where p.id = any($1::uuid[]) and p.told not in ('open', 'pending')
        and not exists (select 1 from reports r where r.payment_id = p.id and r.state = 'due')
        and not exists (select 1 from cases k where k.payment_id = p.id and k.state = 'open' and k.held_centimos > 0)
        and not exists (select 1 from refunds f where f.payment_id = p.id and f.state not in ('paid-out', 'refused'))
        and not exists (select 1 from codes c where c.payment_id = p.id
          and (c.state in ('issuing', 'unknown', 'live', 'voiding')
            or exists (select 1 from notices n where n.cip = c.cip and n.state = 'received')))
      order by p.id`,
    values: [paymentIds],
  });
  return rows.map((row) => row.id);
}

export interface NoticeOfPayer {
  id: string;
  body: Uint8Array;
}

/** The notices about these payments that have been acted upon. */
export async function noticesOf(db: Queryable, paymentIds: readonly string[]): Promise<NoticeOfPayer[]> {
  const { rows } = await db.query<NoticeOfPayer>({
    name: "notices-of-payments",
    text: `
      with about as materialized (select c.* from codes c where c.payment_id = any($1::uuid[]))
      select n.id, n.body from notices n
      where n.state <> 'received' and n.id = any(array(
        select o.id from notices o where o.simulated_for = any($1::uuid[])
        union select o.id from about c cross join lateral ${NOTICES_OF_CODE} o
        union select o.id from about c cross join lateral (select * from notices where cip = c.cip offset 0) o
          join credential_sets k on k.id = o.set_id and k.mode = c.mode))
      order by n.id`,
    values: [paymentIds],
  });
  return rows;
}

/** Removes everything personal of these payments, in one statement. The audit of an act keeps who did it and when. */
export async function removeContact(db: Queryable, paymentIds: readonly string[]): Promise<void> {
  await db.query({
    name: "remove-contact",
    text: `
      with noted as (
        delete from payment_notes where payment_id = any($1::uuid[])
      ), said as (
        delete from slips where payment_id = any($1::uuid[])
      ), explained as (
        -- Money that is kept needs a reason: that there was one stays.
        update cases set reason = '—' where payment_id = any($1::uuid[]) and reason is not null
      ), discussed as (
        update case_lines set text = null
        where text is not null and case_id in (select id from cases where payment_id = any($1::uuid[]))
      ), audited as (
        update audit_log set before = null, after = null
        where payment_id = any($1::uuid[]) and action = 'payment-note-added'
      ), pages as (
        update codes set cip_url = null, qr_url = null, qr_image = null where payment_id = any($1::uuid[]) and state not in ('live', 'voiding')
      )
      update payments p set shopper_email = null, shopper_phone = null, shopper_given_name = null,
        shopper_last_name = null, shopper_locale = null, redirect_url = null, cancel_url = ${FRONT_PAGE}
      from shops s where s.id = p.shop_id and p.id = any($1::uuid[])`,
    values: [paymentIds],
  });
}
