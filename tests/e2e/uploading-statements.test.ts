/** A merchant uploads PagoEfectivo's report and a settlement of a new form, and looks at what became of them. */
import { setTimeout } from "node:timers/promises";
import { expect } from "playwright/test";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { csvOf, reportCsv } from "../builders/statement-file.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";

const WIDTHS = [360, 1280];
const LIST = "/app/books/statements";
/** Several requests one after the other, and a look at the file. */
const ARRIVING = { timeout: 30_000 };
const LOOKS = /_data=routes%2Fmerchant%2Fstatement-upload/;
const SLOW_LINE_MS = 2_000;

const REPORT = reportCsv([
  { cip: "2541865" },
  { cip: "2541866", amount: "1,234.50", state: "Generado", paid: "" },
]);
const SETTLEMENT = csvOf(
  [
    ["Código", "Valor", "Canal de pago", "Día"],
    ["2541865", "160,35", "BCP", "01/12/2026"],
    ["2541866", "1.234,50", "BCP", "01/12/2026"],
  ],
  ";",
);

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant uploads what others say of the money: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = (name: string) => lookOver(page, { name, widths: WIDTHS, picture: false });
    const upload = async (name: string, text: string, latin = false) => {
      const file = content.locator('input[type="file"]');
      const buffer = Buffer.from(text, latin ? "latin1" : "utf8");
      await file.setInputFiles({ name, mimeType: "text/csv", buffer });
      await admin.button(admin.say("statements.upload.action")).press("Enter");
    };
    const choose = (label: string, option: string | RegExp) =>
      content
        .getByLabel(label, { exact: true })
        .selectOption(typeof option === "string" ? { label: option } : { label: option.source });

    await admin.open(DEMO_SHOP);
    await admin.open(DEMO_SHOP, LIST);
    await expect(content.getByText(admin.say("statements.list.none"))).toBeVisible();
    await look("statements-empty");
    await upload("noviembre.csv", REPORT);
    await expect(content.getByText(admin.say("statements.source.recognised"))).toBeVisible(ARRIVING);
    await expect(content.getByText("S/ 1,234.50")).toBeVisible();
    await look("statement-report");
    // Fault: each look at how far the reading is breaks off the one before, and over a slow line none is answered.
    await page.route(LOOKS, async (route) => {
      if (route.request().method() !== "GET") return route.fallback();
      const response = await route.fetch();
      await setTimeout(SLOW_LINE_MS);
      // The browser may not wait for it any more.
      await route.fulfill({ response }).catch(() => undefined);
    });
    await admin.button(admin.say("statements.confirm")).press("Enter");
    const days = { from: "27 nov 2026", to: "28 nov 2026" };
    await expect(
      content.getByText(merchantMessage("statements.stored", { count: 2, ...days }, "es")),
    ).toBeVisible(ARRIVING);
    await page.unroute(LOOKS);

    await admin.open(DEMO_SHOP, LIST);
    await upload("el mismo.csv", REPORT);
    await expect(content.getByText("Este archivo ya se subió")).toBeVisible(ARRIVING);
    await look("statements");

    await upload("liquidacion.csv", SETTLEMENT, true);
    await expect(content.getByText(admin.say("statements.source.proposed"))).toBeVisible(ARRIVING);
    await choose(admin.say("statements.kind"), admin.say("statements.kind.settlement"));
    await choose(admin.say("statements.field.cip"), "Código (por ejemplo: 2541865)");
    await choose(admin.say("statements.field.amount"), "Canal de pago (por ejemplo: BCP)");
    await choose(admin.say("statements.field.channel"), admin.say("statements.columns.none"));
    await choose(admin.say("statements.field.settledOn"), "Día (por ejemplo: 01/12/2026)");
    await expect(content.getByText(admin.say("statements.why.bad-amount")).first()).toBeVisible();
    await admin.button(admin.say("statements.confirm")).press("Enter");
    await expect(content.getByText(admin.say("statements.problems.title"))).toBeVisible();
    await expect(content.getByText("Línea 2, Monto:").first()).toBeVisible();
    await look("statement-refused");

    await choose(admin.say("statements.field.amount"), "Valor (por ejemplo: 160,35)");
    await expect(content.getByText("S/ 1,234.50")).toBeVisible();
    await admin.button(admin.say("statements.confirm")).press("Enter");
    await expect(content.getByText(/^Guardado: 2 líneas/)).toBeVisible(ARRIVING);
    await content.getByRole("link", { name: admin.say("statements.stored.list") }).click();
    const list = content.getByRole("heading", { name: admin.say("statements.list.title"), exact: true });
    await expect(list).toBeVisible();
    await expect(content.getByText("liquidacion.csv", { exact: true })).toBeVisible();

    await upload("liquidacion-2.csv", SETTLEMENT.replace("160,35", "161,35"), true);
    await expect(content.getByText(admin.say("statements.source.remembered"))).toBeVisible(ARRIVING);
    await admin.button(admin.say("statements.discard")).press("Enter");
    const dialog = content.getByRole("dialog");
    await dialog.getByRole("button", { name: admin.say("statements.discard"), exact: true }).click();
    await expect(list).toBeVisible();
    await expect(content.getByText("noviembre.csv", { exact: true })).toBeVisible();
    await expect(content.getByText("liquidacion-2.csv", { exact: true })).toBeHidden();
  });
}
