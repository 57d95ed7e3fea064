import { expect } from "playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { Admin, merchantTest, newMerchant, type NewMerchant } from "./merchant-story.ts";

/** Types the keys of one account into the open form. */
async function typeKeys(admin: Admin, keys: NewMerchant["keys"]["live"]): Promise<void> {
  const { content } = admin;
  await content.getByLabel(admin.say("connect.field.serviceId")).fill(String(keys.serviceId));
  await content.getByLabel(admin.say("connect.field.accessKey")).fill(keys.accessKey);
  await content.getByLabel(admin.say("connect.field.secretKey")).fill(keys.secretKey);
}

const test = merchantTest("standalone");

test("a merchant connects an account and activates it", async ({ page, world }) => {
  const merchant = newMerchant(world, "es");
  const admin = new Admin(page, { shell: "standalone", world, language: "es" });
  const { content } = admin;
  const press = (name: string) => content.getByRole("button", { name, exact: true }).first().click();
  // The first time installs, after which Shopify opens the app's home page.
  await admin.open(merchant.shop);
  await admin.open(merchant.shop, "/app/connect");
  await expect(content.getByText("Licencia de funcionamiento")).toBeVisible();
  await expectAccessible(page, "before anything is connected");

  await press("Conectar cuenta de producción");
  await typeKeys(admin, { ...merchant.keys.live, secretKey: "not-the-secret-key" });
  await press("Probar conexión");
  await expect(content.getByText("La conexión falla en: Claves aceptadas")).toBeVisible();
  await expectAccessible(page, "after a test that failed");

  await typeKeys(admin, merchant.keys.live);
  await press("Probar conexión");
  await expect(content.getByText(/Conexión correcta/)).toBeVisible();
  await page.getByRole("button", { name: "Guardar", exact: true }).first().click();
  await expect(content.getByText("Conectada", { exact: true })).toBeVisible();
  await expect(content.getByText(`Servicio ${merchant.keys.live.serviceId}`)).toBeVisible();
  expect(await page.content()).not.toContain(merchant.keys.live.secretKey);
  await expectAccessible(page, "with a connected account");
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page, "on a phone");
  await press("Cambiar");
  await press("Cerrar");
  await press("Desconectar");
  await expectAccessible(page, "the question before disconnecting");
  await page.setViewportSize({ width: 1280, height: 720 });

  await admin.open(merchant.shop, "/app/activate");
  await press("Activar PagoEfectivo");
  await expect(content.getByRole("link", { name: "Abrir los ajustes de pago" })).toBeVisible();
  await expectAccessible(page, "an active shop");
  await content.getByRole("link", { name: "Abrir los ajustes de pago" }).click();
  await expect(page.locator("[data-ready]")).toHaveAttribute("data-ready", "true");
  await expect(page.locator("[data-external-handle]")).toHaveText(
    `PagoEfectivo ${merchant.keys.live.serviceId}`,
  );
});
