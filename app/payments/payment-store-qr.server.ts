import type { Queryable } from "#app/lib/database.server.ts";

/**
 * Stores the picture of a code, once. The payment's version is raised: pages that are open learn by it that there is more to
 * show. Its row is locked first, as every decision does.
 */
export async function keepProviderQr(
  db: Queryable,
  input: { codeId: string; image: Uint8Array },
): Promise<void> {
  await db.query({
    name: "keep-provider-qr",
    text: `
      with payment as (
        select p.id from payments p join codes c on c.payment_id = p.id where c.id = $1 for update of p
      ), kept as (
        update codes c set qr_image = $2 from payment
        where c.id = $1 and c.payment_id = payment.id and c.qr_url is not null and c.qr_image is null
        returning payment.id
      )
      update payments p set version = version + 1 from kept where p.id = kept.id`,
    values: [input.codeId, input.image],
  });
}
