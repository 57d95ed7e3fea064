/** A merchant reads how the shop's payments go, goes from a number to its payments, narrows, and takes the figures along. By keyboard. */
import { readFile } from "node:fs/promises";
import { expect } from "playwright/test";
import { invariant } from "#app/lib/invariant.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { limaDay } from "#app/messages/merchant-moment.ts";
import { seedPayments } from "../../bench/seed-payments.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { codeOn, pendingPayment, untilShown, type OpenedPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

/** What a shop has on a few days, besides the payments that the story makes itself. */
const PAYMENTS = 2_500;
/** Paid in one of them, as PagoEfectivo's list of codes writes it. */
const CHANNEL = "BCP - Banca Móvil";

interface Story {
  admin: Admin;
  world: StoryWorld;
}

/** Some days of payments, most of them looked at, some kept; nobody knows where they were paid. */
async function someDays(world: StoryWorld): Promise<void> {
  const { pool } = world.system.deps.database;
  const client = await pool.connect();
  try {
    // Before this day: what the story does itself is all that there is of today.
    const now = new Date(`${limaDay(world.clock.now().toISOString())}T05:00:00.000Z`);
    await seedPayments(client, { domain: DEMO_SHOP, now, count: PAYMENTS });
  } finally {
    client.release();
  }
  await pool.query(
    `update payments set first_seen_at = received_at, kept_at = case when amount_centimos % 3 = 0 then received_at end
     where amount_centimos % 10 > 0 and told <> 'released'`,
  );
}

/** A shopper who copied the code and paid it, through the doors; and the statement that says where. */
async function paidAndKept(world: StoryWorld): Promise<OpenedPayment> {
  const opened = await pendingPayment(world);
  const kept = await fetch(`${opened.url}/kept`, { method: "POST" });
  expect(kept.status).toBe(204);
  const cip = await codeOn(opened.url);
  await world.pagoefectivo.pay(cip);
  await untilShown(opened.url, "paid");
  const { rows } = await world.system.deps.database.pool.query(
    `with uploaded as (
       insert into statements (id, shop_id, kind, file_name, content_hash, row_count, from_day, to_day, mapping, uploaded_by, uploaded_at)
       select gen_random_uuid(), id, 'report', 'reporte.xlsx', sha256('reporte'), 1, current_date, current_date, '{}', '7001', now()
       from shops where domain = $1 returning id
     )
     insert into statement_rows (statement_id, line, cip, amount_centimos, currency, state, channel)
     select id, 2, $2, 100, 'PEN', 'paid', $3 from uploaded returning line`,
    [DEMO_SHOP, cip, CHANNEL],
  );
  invariant(rows.length === 1, "the statement is stored");
  return opened;
}

/** Every chart as a table, and back: with the keyboard alone. */
async function turnIntoTables({ admin }: Story): Promise<void> {
  const asTable = admin.content.getByRole("button", {
    name: new RegExp(`^${admin.say("figures.asTable")}`),
  });
  const charts = await asTable.count();
  expect(charts).toBe(8);
  for (let left = charts; left > 0; left -= 1) {
    await asTable.first().press("Enter");
    await expect(asTable).toHaveCount(left - 1);
  }
  await expect(admin.content.getByRole("table")).toHaveCount(charts);
}

/** From the number of a channel to the payments that were paid there. */
async function followChannel({ admin }: Story, opened: OpenedPayment): Promise<void> {
  const table = admin.content.getByRole("table", { name: admin.say("figures.channels.title") });
  const row = table.getByRole("row", { name: new RegExp(`^${CHANNEL}`) });
  await row.getByRole("link", { name: "1", exact: true }).last().press("Enter");
  await expect(admin.content.getByRole("link", { name: opened.sessionId }).first()).toBeVisible();
  const one = merchantMessage("list.count.exact", { count: 1 }, admin.language);
  await expect(admin.content.getByText(one, { exact: true })).toBeVisible();
  const applied = merchantMessage("list.applied.channel", { channel: CHANNEL }, admin.language);
  await expect(admin.content.getByText(applied).first()).toBeVisible();
}

/** Only today, as an address that somebody kept would say it: one payment, kept and paid. */
async function narrowToToday({ admin, world }: Story): Promise<void> {
  const today = limaDay(world.clock.now().toISOString());
  await admin.open(DEMO_SHOP, `/app/figures?from=${today}&to=${today}&step=kept`);
  await expect(admin.content.getByText("1 (100 %)").first()).toBeVisible();
  await expect(admin.content.getByRole("img", { name: admin.say("figures.funnel.title") })).toBeVisible();
}

async function takeAlong({ admin }: Story): Promise<string> {
  const label = admin.say("figures.export");
  const arriving = admin.page.waitForEvent("download");
  await admin.content.getByText(label, { exact: true }).click();
  const file = await arriving;
  expect(file.suggestedFilename()).toMatch(/^pagoefectivo-figures-\d{4}-\d{2}-\d{2}\.csv$/);
  return readFile(await file.path(), "utf8");
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant reads the figures: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    const admin = new Admin(page, { shell, world, language: "es" });
    const story: Story = { admin, world };
    const look = (name: string) =>
      lookOver(page, { name, widths: [360, 1280], picture: shell === "standalone" });
    await page.setViewportSize({ width: 1280, height: 900 });
    await someDays(world);
    const opened = await paidAndKept(world);

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, "/app/figures");
    await expect(admin.content.getByText(admin.say("figures.channels.note"))).toBeVisible();
    await look("figures");
    await turnIntoTables(story);
    await look("figures-tables");
    await followChannel(story, opened);
    await narrowToToday(story);
    const text = await takeAlong(story);

    expect(text.split("\r\n")).toContain("Del código al pago,Todos,,,,PEN,Producción,Código guardado,1");
  });
}
