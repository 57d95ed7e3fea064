import { randomUUID } from "node:crypto";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { newCase } from "./case.ts";
import { settledNotice } from "./notice.ts";
import { reportsOf, toldPending, type IssuedPayment } from "./payment.ts";
import type { TestWorld } from "../setup/world.ts";

/** A person of the test's own, so that what it leaves is told from what others leave. */
export function newPerson() {
  const mark = randomUUID().slice(0, 8);
  const digits = String(90_000_000 + Math.floor(Number.parseInt(mark, 16) % 9_999_999));
  const phone = `9${digits}`;
  return {
    email: `canario.${mark}@example.com`,
    phone,
    canaries: [`canario.${mark}`, phone, `Nombre${mark}`, `Apellido${mark}`],
    session: {
      email: `Canario.${mark}@Example.com`,
      phone_number: `+51 ${phone}`,
      billing_address: { given_name: `Nombre${mark}`, family_name: `Apellido${mark}` },
    },
  };
}
export type Person = ReturnType<typeof newPerson>;

/** A payment that Shopify knows to be paid, with a note of the merchant's and a notice that says more than is documented. */
export async function paidBy(world: TestWorld, shop: ShopDomain, person: Person): Promise<IssuedPayment> {
  const payment = await toldPending(world, { shop, customer: person.session });
  await world.pagoefectivo.pay(payment.cip);
  await settledNotice(world, payment.cip);
  await world.until("Shopify to be told", async () =>
    (await reportsOf(world, payment)).some(
      ({ kind, state }) => kind === "resolve" && state === "acknowledged",
    ),
  );
  await world.rows(
    `update notices set body = convert_to((convert_from(body, 'UTF8')::jsonb
       || jsonb_build_object('payer', $2::text))::text, 'UTF8') where cip = $1`,
    [payment.cip, person.email],
  );
  await world.rows(
    "insert into payment_notes (id, payment_id, at, user_id, text) values ($1, $2, now(), '77', $3)",
    [randomUUID(), payment.paymentId, `Llamar a ${person.email}`],
  );
  const told = await newCase(world, payment, { kind: "paid-past-deadline" });
  await world.rows(
    `with closed as (
       update cases set state = 'closed', closed_at = now(), closed_by = '77', resolution = 'nothing-to-do', reason = $2
       where id = $1 returning id
     )
     insert into case_lines (case_id, at, user_id, kind, text) select id, now(), '77', 'noted', $2 from closed`,
    [told.caseId, `Hablé con ${person.email}`],
  );
  return payment;
}

/** Everything about a payment that the books need. */
export async function facts(world: TestWorld, payment: IssuedPayment): Promise<unknown> {
  const [row] = await world.rows(
    `select p.session_id, p.amount_centimos, p.currency, p.told, p.received_at, p.session_group, p.slug,
       (select json_agg(json_build_object('cip', c.cip, 'state', c.state, 'paid', c.paid_at)) from codes c
        where c.payment_id = p.id) as codes,
       (select json_agg(json_build_object('kind', r.kind, 'arguments', r.arguments, 'at', r.acknowledged_at) order by r.id)
        from reports r where r.payment_id = p.id) as reports,
       (select json_agg(t.event order by t.id) from timeline t where t.payment_id = p.id) as timeline,
       (select json_agg(convert_from(n.body, 'UTF8')::jsonb -> 'data' -> 'amount') from notices n
        where n.cip in (select cip from codes c where c.payment_id = p.id)) as notified
     from payments p where p.id = $1`,
    [payment.paymentId],
  );
  return row;
}

export async function shopIdOf(world: TestWorld, shop: ShopDomain): Promise<string> {
  const [row] = await world.rows<{ id: string }>("select id from shops where domain = $1", [shop]);
  return row?.id ?? "";
}

export async function emailOf(
  world: TestWorld,
  payment: IssuedPayment,
): Promise<string | null | undefined> {
  const [row] = await world.rows<{ email: string | null }>(
    "select shopper_email as email from payments where id = $1",
    [payment.paymentId],
  );
  return row?.email;
}
