/** A day is closed: a file of unknown columns uploaded and mapped, its one difference accepted, signed, and handed to the accountant. */
import { readFile } from "node:fs/promises";
import { expect } from "playwright/test";
import { invariant } from "#app/lib/invariant.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { csvOf } from "../builders/statement-file.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { paidPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

const WIDTHS = [360, 1280];

interface Line {
  cip: string;
  amount: string;
  paidAt: string;
}

/** Two paid orders, and a file of the shop's paid codes in columns of its own, in which the last has another amount. */
async function reportedDay(world: StoryWorld): Promise<{ file: string; different: string }> {
  const { pool } = world.system.deps.database;
  await paidPayment(world);
  const { sessionId } = await paidPayment(world);
  const { rows } = await pool.query<Line & { isLast: boolean }>(
    `select c.cip, to_char(c.amount_centimos / 100.0 - case when p.session_id = $1 then 1 else 0 end, 'FM999990.00') as amount,
       to_char(c.paid_at at time zone 'America/Lima', 'DD/MM/YYYY HH24:MI:SS') as "paidAt", p.session_id = $1 as "isLast"
     from codes c join payments p on p.id = c.payment_id
     where c.state = 'paid' and c.shop_id = (select shop_id from payments where session_id = $1)`,
    [sessionId],
  );
  const different = rows.find(({ isLast }) => isLast);
  invariant(different, "both were paid");
  const lines = rows.map(({ cip, amount, paidAt }) => [cip, amount.replace(".", ","), "Cancelado", paidAt]);
  return {
    file: csvOf([["Código de pago", "Importe", "Situación", "Fecha de pago"], ...lines], ";"),
    different: different.cip,
  };
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant closes a day and signs for it: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    const { file, different } = await reportedDay(world);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = (name: string, picture = false) =>
      lookOver(page, { name, widths: WIDTHS, picture: picture && shell === "standalone" });

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, "/app/books");
    await content.getByRole("link", { name: admin.say("statements.title"), exact: true }).click();
    await content
      .locator('input[type="file"]')
      .setInputFiles({ name: "pagos.csv", mimeType: "text/csv", buffer: Buffer.from(file, "latin1") });
    await admin.button(admin.say("statements.upload.action")).press("Enter");
    await expect(content.getByText(admin.say("statements.source.proposed"))).toBeVisible({
      timeout: 30_000,
    });
    await content
      .getByLabel(admin.say("statements.kind"), { exact: true })
      .selectOption({ label: admin.say("statements.kind.report") });
    await content
      .getByLabel(admin.say("statements.field.state"), { exact: true })
      .selectOption({ label: "Situación (por ejemplo: Cancelado)" });
    await look("statement-mapping", true);
    await admin.button(admin.say("statements.confirm")).press("Enter");
    await expect(content.getByText(/^Guardado: /)).toBeVisible({ timeout: 30_000 });

    await admin.open(DEMO_SHOP, "/app/books");
    const today = limaDayOf(world.clock.now());
    await content.getByLabel(admin.say("books.start.from"), { exact: true }).fill(today);
    await content.getByLabel(admin.say("books.start.to"), { exact: true }).fill(today);
    await look("closes", true);
    await admin.button(admin.say("books.start.action")).press("Enter");

    const cip = content.getByRole("heading", { name: `CIP ${different}` });
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
      await button.press("Enter");
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(`cierre-${today}-${today}.${type}`);
      if (type === "csv") expect(await readFile(await download.path(), "utf8")).toContain(different);
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
