/** Several refunds paid from one file: made, downloaded, partly not paid, marked as paid, with the bank's receipt. */
import { readFile } from "node:fs/promises";
import { expect } from "playwright/test";
import { invariant } from "#app/lib/invariant.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import type { Destination } from "#app/refunds/destination/destination.ts";
import { giveDetails } from "#app/refunds/refund-acts.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { paidPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

/** A published example of a CCI. */
const DESTINATION: Destination = {
  ...{ kind: "cci", cci: "00221500001449008020" },
  ...{ holder: "Rosa Quispe Mamani", documentKind: "dni", documentNumber: "12345678" },
};
const WIDTHS = [360, 1280];
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

/** Refunds of a paid order whose details the shopper has given. */
async function readyRefunds(world: StoryWorld, amounts: readonly string[]): Promise<void> {
  const { database, ...deps } = world.system.deps;
  const { sessionId } = await paidPayment(world);
  await database.pool.query(
    `insert into refund_settings (shop_id, version, manual_since, manual_by)
     select shop_id, 1, now(), '7001' from payments where session_id = $1`,
    [sessionId],
  );
  for (const amount of amounts) {
    const { id } = world.shopify.newRefund({ sessionId, amount });
    const { status } = await world.shopify.sendRefund(id, { retries: 0 });
    invariant(status === 201, `the refund was answered ${status}`);
    const { rows } = await database.pool.query<{ id: string; shop_id: string; version: number }>(
      "select id, shop_id, version from refunds where session_id = $1",
      [id],
    );
    const [row] = rows;
    invariant(row, "an accepted refund is stored");
    const { version, shop_id: shopId } = row;
    await giveDetails(deps, { shopId, refundId: row.id, version, by: "shopper", destination: DESTINATION });
  }
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant pays several refunds from one file: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    await readyRefunds(world, ["40.00", "30.00", "20.00"]);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const said = (count: number, id: "batches.pay.action" | "batches.out.action") =>
      merchantMessage(id, { count }, "es");
    const look = (name: string, picture = false) =>
      lookOver(page, { name, widths: WIDTHS, picture: picture && shell === "standalone" });

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, "/app/refunds/batches");
    await expect(content.getByText("3 devoluciones por S/ 90.00")).toBeVisible();
    await look("refund-batches", true);
    await admin.button("Hacer un lote en PEN").press("Enter");
    await expect(content.getByText("Línea 3: S/ 20.00")).toBeVisible();
    await look("refund-batch", true);

    const downloading = page.waitForEvent("download");
    const file = shell === "embedded" ? admin.button(admin.say("batches.download")) : null;
    await (file ?? content.getByRole("link", { name: admin.say("batches.download") })).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("devoluciones-00001-PEN.csv");
    expect(await readFile(await download.path(), "utf8")).toContain("TOTAL,3,90.00,PEN");

    await content.getByLabel("Elegir la línea 2, S/ 30.00").check();
    await admin.button(said(1, "batches.out.action")).press("Enter");
    await content
      .getByRole("dialog")
      .getByRole("button", { name: said(1, "batches.out.action") })
      .click();
    await expect(content.getByText(admin.say("batches.end.not-paid"), { exact: true })).toBeVisible();

    await content.getByLabel(admin.say("batches.rows.all")).check();
    await content.getByLabel(admin.say("batches.pay.reference")).fill("OP-004512");
    await admin.button(said(2, "batches.pay.action")).press("Enter");
    await expect(content.getByText("2 devoluciones marcadas como pagadas.")).toBeVisible();
    await expect(content.getByText(admin.say("batches.state.closed"), { exact: true })).toBeVisible();
    await look("refund-batch-paid");

    await content.getByRole("link", { name: "Línea 1: S/ 40.00" }).click();
    await expect(content.getByText(admin.say("refunds.state.paid-out"), { exact: true })).toBeVisible();
    const receipt = { name: "recibo.pdf", mimeType: "application/pdf", buffer: PDF };
    await content.getByLabel(admin.say("batches.receipt.file")).setInputFiles(receipt);
    await look("refund-receipt");
    await admin.button(admin.say("batches.receipt.add")).press("Enter");
    await expect(content.getByText("Lo agregó")).toBeVisible();
    await expect
      .poll(
        () =>
          world.shopify.mutations().filter(({ mutation }) => mutation === "refundSessionResolve").length,
        {
          timeout: 20_000,
        },
      )
      .toBe(2);
  });
}
