/** The whole way of a merchant, step by step, the same in either shell and in every language. */
import { expect } from "playwright/test";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Admin, NewMerchant } from "./merchant-story.ts";
import type { StoryWorld } from "./story-world.ts";

export interface Walk {
  admin: Admin;
  world: StoryWorld;
  merchant: NewMerchant;
  /** Looks over the page that is open. */
  look: (name: string) => Promise<void>;
}

export async function install({ admin, merchant, look }: Walk): Promise<void> {
  await admin.open(merchant.shop);
  await expect(admin.content.getByText(admin.say("home.setup.title"))).toBeVisible();
  await look("home-first");
}

/** A wrong key is named first; the right ones are tested, saved, and PagoEfectivo is told the notice address. */
export async function connect({ admin, merchant, look, world }: Walk): Promise<void> {
  const { content } = admin;
  const { live } = merchant.keys;
  await admin.open(merchant.shop, "/app/connect");
  await admin.button(admin.say("connect.add.live")).click();
  await content.getByLabel(admin.say("connect.field.serviceId")).fill(String(live.serviceId));
  await content.getByLabel(admin.say("connect.field.accessKey")).fill(live.accessKey);
  await content.getByLabel(admin.say("connect.field.secretKey")).fill("not-the-secret-key");
  await admin.button(admin.say("connect.test.button")).click();
  await expect(content.getByText(admin.say("connect.fix.keys-refused"))).toBeVisible();
  await content.getByLabel(admin.say("connect.field.secretKey")).fill(live.secretKey);
  await admin.button(admin.say("connect.test.button")).click();
  await expect(content.getByText(admin.say("connect.fix.keys-refused"))).toBeHidden();
  await look("connect-tested");
  await admin.save();
  await expect(content.getByText(admin.say("connect.badge.connected"), { exact: true })).toBeVisible();
  const noticeUrl = await content.getByLabel(admin.say("connect.notice.label")).first().inputValue();
  world.pagoefectivo.setNotifyUrl(live.serviceId, noticeUrl);
  await look("connect");
}

/** Each rule says with dates what it does; what is saved is what the next code gets. */
export async function setRules({ admin, merchant, look, world }: Walk): Promise<void> {
  const { content } = admin;
  await admin.open(merchant.shop, "/app/rules");
  await content.getByLabel(admin.say("rules.life.hours"), { exact: true }).fill("24");
  await look("rules");
  await admin.save();
  await expect.poll(() => shopColumn(world, merchant, "code_life_minutes")).toBe(24 * 60);
  expect(await shopColumn(world, merchant, "rules_saved_at")).not.toBeNull();
}

/** The preview is the page itself: it takes the name while it is typed, and shows any state. */
export async function seeShoppersPage({ admin, merchant, look, world }: Walk): Promise<void> {
  const { content } = admin;
  await admin.open(merchant.shop, "/app/shopper-page");
  await content.getByLabel(admin.say("page.store.name"), { exact: true }).fill("Tienda de Rosa");
  const phone = content.frameLocator("iframe");
  await expect(phone.getByText("Tienda de Rosa").first()).toBeVisible();
  await look("shopper-page");
  await content.getByLabel(admin.say("page.preview.state"), { exact: true }).selectOption("paid");
  await expect(phone.locator('[data-state="paid"]').first()).toBeVisible();
  await admin.save();
  await expect.poll(() => shopColumn(world, merchant, "display_name")).toBe("Tienda de Rosa");
  await expect.poll(() => shopColumn(world, merchant, "page_previewed_at")).not.toBeNull();
}

export async function activate({ admin, merchant, look, world }: Walk): Promise<void> {
  await admin.open(merchant.shop, "/app/activate");
  await admin.button(admin.say("connect.activate.button")).click();
  await expect(
    admin.content.getByRole("link", { name: admin.say("connect.activate.shopify.button") }),
  ).toBeVisible();
  await look("activate");
  expect(world.shopify.paymentsApp(merchant.shop)).toMatchObject({ ready: true });
  world.shopify.activateApp(merchant.shop);
}

/** The setup guide has checked every step by itself. */
export async function seeHome({ admin, merchant, look }: Walk): Promise<void> {
  await admin.open(merchant.shop);
  await expect(admin.content.getByText(admin.say("home.status.active"), { exact: true })).toBeVisible();
  await look("home");
}

async function shopColumn(world: StoryWorld, merchant: NewMerchant, column: string): Promise<unknown> {
  const { rows } = await world.system.deps.database.pool.query<Record<string, unknown>>(
    `select ${column} from shops where domain = $1`,
    [merchant.shop],
  );
  return rows[0]?.[column];
}

/** A shopper chooses PagoEfectivo; Shopify's order waits for cash. Returns Shopify's id of the payment. */
export async function payWithCash({ world, merchant }: Walk): Promise<string> {
  const session = world.shopify.newSession({ shop: merchant.shop, amount: "125.50" });
  const answer = await world.shopify.sendSession(session.id);
  invariant(answer.redirectUrl, `the session was answered ${answer.status}`);
  const page = answer.redirectUrl;
  await expect
    .poll(async () => (await (await fetch(page)).text()).includes('data-state="waiting"'), {
      timeout: 20_000,
    })
    .toBe(true);
  await fetch(`${page}/continue`, { method: "POST", redirect: "manual" });
  await expect.poll(() => world.shopify.session(session.id)?.state).toBe("pending");
  return session.id;
}

/** The file holds what the list shows, also where only a script with a session token can fetch it. */
export async function exportPayments({ admin, merchant }: Walk, sessionId: string): Promise<void> {
  await admin.open(merchant.shop, "/app/payments");
  const arriving = admin.page.waitForEvent("download");
  const label = merchantMessage("list.export.whole", { count: 1 }, admin.language);
  await admin.content.getByText(label, { exact: true }).click();
  const file = await (await arriving).createReadStream();
  const text = Buffer.concat(await file.toArray()).toString("utf8");
  expect(text.startsWith("\uFEFF"), "Excel needs the mark to read UTF-8").toBe(true);
  expect(text).toContain(sessionId);
}

export async function voidPayment(walk: Walk, sessionId: string): Promise<void> {
  const { admin, merchant, look, world } = walk;
  const { content } = admin;
  await admin.open(merchant.shop, "/app/payments");
  await look("payments");
  await admin.page.setViewportSize({ width: 1280, height: 900 });
  await content.getByRole("link", { name: sessionId }).first().click();
  await expect(content.getByText(admin.say("detail.event.pending-acknowledged"))).toBeVisible();
  await look("payment");
  await admin.button(admin.say("detail.acts.void")).click();
  await expect(content.getByRole("dialog")).toContainText(admin.say("detail.void.next"));
  await look("payment-void");
  await admin.button(admin.say("detail.void.action")).click();
  await expect(content.getByText(admin.say("detail.found.removed"))).toBeVisible();
  await expect.poll(() => world.shopify.session(sessionId)?.state).toBe("rejected");
  await expect(content.getByText(admin.say("detail.event.reject-acknowledged"))).toBeVisible();
}
