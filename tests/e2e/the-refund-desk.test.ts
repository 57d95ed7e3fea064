/** Every page of the refund desk, looked over in both shells, from the settings to the end of two refunds. Mostly by keyboard. */
import { expect } from "playwright/test";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { pendingPayment, codeOn } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

/** Those that the documentation shows. */
const PICTURES: readonly string[] = ["refunds", "refund", "refund-to-pay", "refund-settings"];

interface Story {
  admin: Admin;
  world: StoryWorld;
  look: (name: string) => Promise<void>;
}

/** Nothing is on before somebody has read what it means. */
async function acceptManualRefunds({ admin, look }: Story): Promise<void> {
  await admin.open(DEMO_SHOP);
  await admin.open(DEMO_SHOP, "/app/refunds");
  await expect(admin.content.getByText(admin.say("refunds.off.title"))).toBeVisible();
  await admin.open(DEMO_SHOP, "/app/refunds/settings");
  await admin.content.getByText(admin.say("refunds.policy.manual"), { exact: true }).click();
  await look("refund-settings");
  const accept = admin.content.getByRole("checkbox", { name: admin.say("refunds.policy.accept") });
  await accept.press("Space");
  await expect(accept).toBeChecked();
  await admin.save();
  await expect(admin.content.getByText(admin.say("refunds.policy.accept"))).toBeHidden();
}

/** Shopify's refund session of a payment whose order is paid. */
async function newRefund(world: StoryWorld, sessionId: string, amount: string): Promise<string> {
  const { id } = world.shopify.newRefund({ sessionId, amount });
  const { status } = await world.shopify.sendRefund(id);
  expect(status).toBe(201);
  return id;
}

async function paidSession(world: StoryWorld): Promise<string> {
  const { sessionId, url } = await pendingPayment(world);
  await world.pagoefectivo.pay(await codeOn(url));
  await expect.poll(() => world.shopify.session(sessionId)?.state, { timeout: 20_000 }).toBe("resolved");
  return sessionId;
}

async function openRefund({ admin }: Story, amount: string): Promise<void> {
  await admin.open(DEMO_SHOP, "/app/refunds");
  await admin.content.getByRole("link", { name: amount }).first().press("Enter");
  await expect(admin.content.getByText(admin.say("refunds.happened"))).toBeVisible();
}

/** A link for the shopper; a wrong account, which is said beside its field; the right one; the payout. */
async function payByHand({ admin, look }: Story): Promise<void> {
  const { content } = admin;
  await look("refund");
  await admin.button(admin.say("refunds.link.make")).press("Enter");
  await expect(content.getByLabel(admin.say("refunds.link.label"), { exact: true })).toHaveValue(/^http/);
  await expect(content.getByText(admin.say("refunds.state.details-asked"), { exact: true })).toBeVisible();
  await look("refund-link");
  await admin.button(admin.say("refunds.details.enter")).press("Enter");
  const cci = content.getByLabel(admin.say("refunds.field.cci"), { exact: true });
  await cci.fill("00221500001449008021");
  await content.getByLabel(admin.say("refunds.field.holder"), { exact: true }).fill("Rosa Quispe");
  await content.getByLabel(admin.say("refunds.field.documentNumber"), { exact: true }).fill("01234567");
  await expect(content.getByText(admin.say("refunds.problem.cci-check-account"))).toBeVisible();
  await look("refund-details");
  await cci.fill("00221500001449008020");
  await admin.button(admin.say("refunds.details.save")).press("Enter");
  await expect(content.getByText("••••8020")).toBeVisible();
  await admin.button(admin.say("refunds.destination.show")).press("Enter");
  await expect(content.getByText("00221500001449008020")).toBeVisible();
  await look("refund-to-pay");
  await content.getByLabel(admin.say("refunds.pay.reference"), { exact: true }).fill("OP-0001");
  await admin.button(admin.say("refunds.pay.action")).press("Enter");
  await expect(content.getByText(admin.say("refunds.state.paid-out"), { exact: true })).toBeVisible();
  await look("refund-paid");
}

async function refuse({ admin, look }: Story, reason: string): Promise<void> {
  const { content } = admin;
  await admin.button(admin.say("refunds.refuse.open")).press("Enter");
  const dialog = content.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: admin.say("refunds.refuse.confirm"), exact: true });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(admin.say("refunds.refuse.reason"), { exact: true }).fill(reason);
  await look("refund-refuse");
  await confirm.press("Enter");
  await expect(content.getByText(admin.say("refunds.state.refused"), { exact: true })).toBeVisible();
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant works at the refund desk: ${shell}`, async ({ page, world }) => {
    test.setTimeout(300_000);
    const admin = new Admin(page, { shell, world, language: "es" });
    const look = async (name: string) => {
      const picture = shell === "standalone" && PICTURES.includes(name);
      await lookOver(page, { name, widths: [360, 1280], picture });
    };
    const story = { admin, world, look };
    await page.setViewportSize({ width: 1280, height: 900 });
    await acceptManualRefunds(story);
    const sessionId = await paidSession(world);
    const paid = await newRefund(world, sessionId, "40.00");
    const refused = await newRefund(world, sessionId, "10.00");

    await admin.open(DEMO_SHOP, "/app/refunds");
    await look("refunds");
    await openRefund(story, "40.00");
    await payByHand(story);
    await expect.poll(() => world.shopify.refund(paid)?.state).toBe("resolved");
    await openRefund(story, "10.00");
    await refuse(story, "Ya se cambió el producto.");

    await expect.poll(() => world.shopify.refund(refused)?.state).toBe("rejected");
    expect(world.shopify.refund(refused)?.rejection?.merchantMessage).toBe("Ya se cambió el producto.");
    await admin.open(DEMO_SHOP, "/app/refunds?view=ended");
    await expect(admin.content.getByRole("link", { name: "40.00" })).toBeVisible();
    await expect(admin.content.getByRole("link", { name: "10.00" })).toBeVisible();
  });
}
