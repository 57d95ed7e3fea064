/** A merchant looks whether their shop works, tests it, and is led to what must be mended. In both shells. */
import { randomBytes } from "node:crypto";
import { expect } from "playwright/test";
import { tellAllReadiness } from "#app/merchants/tell-readiness.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import type { StoryWorld } from "./story-world.ts";

/** PagoEfectivo gives the live service other keys, which nobody has entered yet. */
function replaceKeys(world: StoryWorld): void {
  world.pagoefectivo.register({
    ...{
      serviceId: world.liveServiceId,
      environment: "live",
      codeService: "TDA",
      notifyUrl: world.noticeUrl,
    },
    accessKey: randomBytes(15).toString("base64"),
    secretKey: randomBytes(30).toString("base64"),
  });
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant asks whether everything works: ${shell}`, async ({ page, world }) => {
    test.setTimeout(180_000);
    const admin = new Admin(page, { shell, world, language: "es" });
    const { content } = admin;
    const look = (name: string) =>
      lookOver(page, { name, widths: [360, 1280], picture: shell === "standalone" });
    await page.setViewportSize({ width: 1280, height: 900 });
    await admin.open(DEMO_SHOP);
    await tellAllReadiness(world.system.deps);
    await content.getByRole("link", { name: admin.say("doctor.link") }).press("Enter");
    await expect(content.getByRole("heading", { name: admin.say("doctor.title") })).toBeVisible();
    await expect(content.getByText(admin.say("doctor.said.told-on"))).toBeVisible();
    await expect(content.getByText(admin.say("doctor.said.service-good"))).toBeVisible();

    await admin.button(admin.say("doctor.test")).press("Enter");
    await expect(content.getByText(admin.say("doctor.tested.good"))).toBeVisible();
    await expect(content.getByText(admin.say("doctor.said.notices-arrive"))).toBeVisible();
    await look("doctor");

    replaceKeys(world);
    await admin.button(admin.say("doctor.test")).press("Enter");
    await expect(content.getByText(/PagoEfectivo rechaza tus claves desde el/)).toBeVisible();
    await expect(content.getByLabel(admin.say("doctor.support.label"), { exact: true })).toHaveValue(
      /✗ live live-refused/,
    );
    await look("doctor-refused");

    await content.getByRole("link", { name: admin.say("doctor.fix.live-refused") }).press("Enter");
    await expect(content.getByRole("heading", { name: admin.say("connect.title") })).toBeVisible();
  });
}
