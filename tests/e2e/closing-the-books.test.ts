/** A day is closed: compared with PagoEfectivo's report, its one difference accepted, signed, and handed to the accountant. */
import { readFile } from "node:fs/promises";
import { expect } from "playwright/test";
import { invariant } from "#app/lib/invariant.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { writeStatement } from "../builders/closed-month.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { paidPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

const WIDTHS = [360, 1280];

interface Paid {
  shopId: string;
  cip: string;
  centimos: number;
}

/** Two paid orders, of which PagoEfectivo's report has one with another amount. */
async function reportedDay(world: StoryWorld): Promise<Paid> {
  const { pool } = world.system.deps.database;
  const paid: Paid[] = [];
  for (const payment of [await paidPayment(world), await paidPayment(world)]) {
    const { rows } = await pool.query<Paid>(
      `select c.shop_id as "shopId", c.cip, c.amount_centimos as centimos from codes c join payments p on p.id = c.payment_id
       where p.session_id = $1`,
      [payment.sessionId],
    );
    paid.push(...rows);
  }
  const [first, second] = paid;
  invariant(first && second, "both were paid");
  const client = await pool.connect();
  try {
    await writeStatement(
      client,
      { shopId: first.shopId, kind: "report", uploadedAt: world.clock.now().toISOString() },
      (statementId) =>
        client.query(
          `insert into statement_rows (statement_id, line, cip, amount_centimos, currency, state, issued_at, paid_at)
           select $1, 1 + row_number() over (order by c.id), c.cip, c.amount_centimos - case when c.cip = $2 then 100 else 0 end,
             c.currency, 'paid', c.created_at, c.paid_at
           from codes c where c.shop_id = $3 and c.state = 'paid'`,
          [statementId, second.cip, first.shopId],
        ),
    );
  } finally {
    client.release();
  }
  return second;
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant closes a day and signs for it: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    const different = await reportedDay(world);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = (name: string, picture = false) =>
      lookOver(page, { name, widths: WIDTHS, picture: picture && shell === "standalone" });

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, "/app/books");
    const today = limaDayOf(world.clock.now());
    await content.getByLabel(admin.say("books.start.from"), { exact: true }).fill(today);
    await content.getByLabel(admin.say("books.start.to"), { exact: true }).fill(today);
    await look("closes", true);
    await admin.button(admin.say("books.start.action")).press("Enter");

    const cip = content.getByRole("heading", { name: `CIP ${different.cip}` });
    await expect(cip).toBeVisible({ timeout: 30_000 });
    await expect(content.getByText(merchantMessage("books.sign.open", { count: 1 }, "es"))).toBeVisible();
    await look("close", true);

    await admin.button(admin.say("books.act.accept")).click();
    const dialog = content.getByRole("dialog");
    await dialog
      .getByLabel(admin.say("books.act.accept.note"))
      .fill("PagoEfectivo lo corrige en la próxima");
    await dialog.getByRole("button", { name: admin.say("books.act.accept"), exact: true }).click();
    await expect(content.getByText(admin.say("books.number.zero"))).toBeVisible();
    await content.getByLabel(admin.say("books.sign.name")).fill("Rosa Quispe");
    await admin.button(admin.say("books.sign.action")).press("Enter");
    await expect(content.getByText(admin.say("books.answer.signed"))).toBeVisible();
    await look("close-signed");

    for (const type of ["csv", "xlsx", "pdf"] as const) {
      const name = admin.say(`books.files.${type}`);
      const downloading = page.waitForEvent("download");
      const button = shell === "embedded" ? admin.button(name) : content.getByRole("link", { name });
      await button.click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(`cierre-${today}-${today}.${type}`);
      if (type === "csv") expect(await readFile(await download.path(), "utf8")).toContain(different.cip);
    }

    await content
      .getByRole("link", { name: admin.say("books.detail.back") })
      .first()
      .click();
    await expect(content.getByText(admin.say("books.list.title"))).toBeVisible();
    const signed = merchantMessage("books.state.signed", { name: "Rosa Quispe" }, "es");
    await expect(content.getByText(signed, { exact: true }).first()).toBeVisible();
  });
}
