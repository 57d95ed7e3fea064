import { expect } from "playwright/test";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { Admin, merchantTest, newMerchant } from "./merchant-story.ts";

const test = merchantTest("standalone");
const language = "es";

test("two people change the rules at once: the second is told so and loses nothing", async ({
  context,
  page,
  watch,
  world,
}) => {
  watch.expectConsole(/status of 409/);
  const { shop } = newMerchant(world, language);
  const first = new Admin(page, { shell: "standalone", world, language });
  await first.open(shop);
  await first.open(shop, "/app/rules");
  const second = new Admin(await context.newPage(), { shell: "standalone", world, language });
  await second.open(shop, "/app/rules");
  const hours = (admin: Admin) => admin.page.getByLabel(admin.say("rules.life.hours"), { exact: true });

  await hours(first).fill("24");
  await first.save();
  await expect(first.page.getByText(first.say("rules.saved"))).toBeVisible();
  await hours(second).fill("12");
  await second.save();

  await expect(second.page.getByText(second.say("rules.conflict.title"))).toBeVisible();
  await expect(hours(second)).toHaveValue("12");
  await expectAccessible(second.page, "a conflict");
  await second.button(second.say("rules.conflict.reload")).click();
  await expect(hours(second)).toHaveValue("24");
  await hours(second).fill("12");
  await second.save();
  await expect(second.page.getByText(second.say("rules.saved"))).toBeVisible();
  await expect(second.page.getByText(second.say("rules.conflict.title"))).toBeHidden();
});

test("a rule shows what it does while it is typed, and is red only after it was left", async ({
  page,
  world,
}) => {
  const { shop } = newMerchant(world, language);
  const admin = new Admin(page, { shell: "standalone", world, language });
  await admin.open(shop);
  await admin.open(shop, "/app/rules");
  const hours = page.getByLabel(admin.say("rules.life.hours"), { exact: true });
  const problem = page.getByText(admin.say("rules.problem.hours"));

  await hours.fill("3");
  await expect(
    page.getByText(/Un código creado el viernes .*8:00.p..m. vence el viernes .*11:00.p..m./),
  ).toBeVisible();
  await hours.fill("71");
  await expect(problem).toBeHidden();
  await page.getByLabel(admin.say("rules.quiet.on")).check();
  await expect(problem).toBeVisible();
  await hours.fill("30");
  await expect(problem).toBeHidden();
  await expect(page.getByText(/que vencería el .* vence el .*7:00.a..m./)).toBeVisible();
  await page.getByRole("button", { name: admin.say("rules.bands.add") }).click();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page, "rules with a band and quiet hours");
  await expectNoSidewaysScrolling(page, "rules with a band and quiet hours");
});

test("the preview is the shopper's page with what is typed, and leads nowhere", async ({ page, world }) => {
  const { shop } = newMerchant(world, language);
  const admin = new Admin(page, { shell: "standalone", world, language });
  await page.setViewportSize({ width: 1280, height: 900 });
  await admin.open(shop);
  await admin.open(shop, "/app/shopper-page");
  const phone = page.frameLocator("iframe");
  const color = page.getByLabel(admin.say("page.accent.code"), { exact: true });

  await page.getByLabel(admin.say("page.support.whatsapp"), { exact: true }).fill("987 654 321");
  await expect(phone.getByText("WhatsApp: +51987654321")).toBeVisible();
  await color.fill("#8a1c4a");
  const button = phone.getByRole("button", { name: "Continuar" }).first();
  await expect(button).toHaveCSS("background-color", "rgb(138, 28, 74)");
  await expect(phone.getByRole("button", { name: "Copiar código" })).toBeVisible();
  await button.click();
  await phone.getByText("WhatsApp: +51987654321").click();
  await phone.getByRole("link", { name: "EN English" }).click();
  await expect(phone.getByText("Waiting for your payment").first()).toBeVisible();
  expect(new URL(page.url()).pathname).toBe("/app/shopper-page");

  await color.fill("#ffee00");
  await color.blur();
  await expect(page.getByText(admin.say("page.problem.contrast"))).toBeVisible();
  await expect(phone.getByRole("button", { name: "Continue" }).first()).not.toHaveCSS(
    "background-color",
    "rgb(255, 238, 0)",
  );
  await expectAccessible(page, "the preview in English");
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSidewaysScrolling(page, "the preview in English");
});

test("the store's colour and contacts are on the shopper's own page", async ({ page, world }) => {
  await world.system.deps.db.query({
    text: "update shops set accent_color = '#8a1c4a', support_whatsapp = '+51987654321' where domain = $1",
    values: [DEMO_SHOP],
  });
  const session = world.shopify.newSession({ shop: DEMO_SHOP, amount: "80.00" });
  const { redirectUrl } = await world.shopify.sendSession(session.id);

  await page.goto(redirectUrl ?? "");

  await expect(page.getByRole("button", { name: "Continuar" })).toHaveCSS(
    "background-color",
    "rgb(138, 28, 74)",
  );
  await expect(page.getByRole("link", { name: "WhatsApp: +51987654321" })).toBeVisible();
  await expectAccessible(page, "a page with the store's colour");
});
