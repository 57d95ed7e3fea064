/** Paid, settled, paid out: a merchant types their fees, and follows a payment's money from the shopper to their bank. */
import { randomUUID } from "node:crypto";
import { expect } from "playwright/test";
import { gatherPayouts } from "#app/books/gather-payouts.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { paidPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

const WIDTHS = [360, 1280];
/** Those that the documentation shows. */
const PICTURES = ["fees", "payouts"];

/** What PagoEfectivo would send: a settlement with this payment in it, charged a céntimo too much. */
async function settle(world: StoryWorld, sessionId: string): Promise<string> {
  const { database, clock } = world.system.deps;
  const { rows } = await database.pool.query<{ shopId: string; paymentId: string }>(
    `with found as (
       select p.id as payment_id, p.shop_id, p.amount_centimos, c.cip from payments p join codes c on c.payment_id = p.id
       where p.session_id = $2 and c.state = 'paid'
     ), statement as (
       insert into statements (id, shop_id, kind, file_name, content_hash, row_count, from_day, to_day, mapping, uploaded_by, uploaded_at)
       select $1::uuid, shop_id, 'settlement', 'liquidacion-0042.csv', sha256($1::text::bytea), 1, '2026-11-01', '2026-11-30', '{}', '7001', now()
       from found returning id
     ), line as (
       insert into statement_rows (statement_id, line, cip, amount_centimos, currency, state, fee_centimos, igv_centimos, net_centimos,
         settled_on, settlement_ref)
       select s.id, 2, f.cip, f.amount_centimos, 'PEN', 'paid', 351, 63, f.amount_centimos - 414, '2026-11-26', 'LIQ0042'
       from statement s, found f
     )
     select shop_id as "shopId", payment_id as "paymentId" from found`,
    [randomUUID(), sessionId],
  );
  const [row] = rows;
  invariant(row, "the payment was paid");
  await gatherPayouts({ db: database.pool, clock }, row.shopId);
  return row.paymentId;
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant follows a payment's money to their bank: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    const { sessionId } = await paidPayment(world);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = (name: string) =>
      lookOver(page, { name, widths: WIDTHS, picture: PICTURES.includes(name) && shell === "standalone" });

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, "/app/books/fees");
    await expect(content.getByText(admin.say("fees.today.unknown")).first()).toBeVisible();
    await content
      .getByRole("button", { name: merchantMessage("fees.example.action", { by: "Culqi" }, "es") })
      .press("Enter");
    await expect(content.getByText("Te quedan S/ 95.29.")).toBeVisible();
    await content.getByText(admin.say("fees.cycle.business-days"), { exact: true }).click();
    await content.getByLabel(admin.say("fees.cycle.days"), { exact: true }).fill("3");
    await expect(content.getByText(/^Te lo abonarían a más tardar el /)).toBeVisible();
    await content.getByLabel(admin.say("fees.which.from"), { exact: true }).fill("2020-01-01");
    await look("fees");
    await admin.save();
    await expect(content.getByText("Soles (PEN), desde el 1 ene 2020")).toBeVisible();

    const paymentId = await settle(world, sessionId);
    await admin.open(DEMO_SHOP, `/app/payments/${paymentId}`);
    await expect(content.getByText(admin.say("fees.difference.fee-differs"))).toBeVisible();
    await expect(content.getByText(admin.say("fees.money.notPaidOut"))).toBeVisible();
    await look("payment-money");

    await admin.open(DEMO_SHOP, "/app/books/payouts");
    await expect(content.getByRole("heading", { name: "Liquidación LIQ0042" })).toBeVisible();
    await admin.button(admin.say("fees.payouts.look")).press("Enter");
    await expect(content.getByText(/^No encontramos abonos nuevos/)).toBeVisible();
    await look("payouts");
    await content.getByLabel(admin.say("fees.payout.reference"), { exact: true }).fill("OP 778");
    await content.getByRole("button", { name: "Registrar abono: Liquidación LIQ0042" }).press("Enter");
    await expect(content.getByText(admin.say("fees.payouts.recorded"))).toBeVisible();
    await expect(content.getByText(/con la operación OP 778\.$/)).toBeVisible();

    await admin.open(DEMO_SHOP, "/app/payments");
    await expect(content.getByRole("heading", { name: admin.say("fees.totals.title") })).toBeVisible();
    await expect(content.getByRole("rowheader", { name: admin.say("fees.totals.paidOut") })).toBeVisible();
    await expect(content.getByText(/^Abonado: /).first()).toBeAttached();
    await look("payments-money");
  });
}
