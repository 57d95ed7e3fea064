/** From Shopify's Refund button to "refunded": the merchant's desk, the shopper's own page, and Shopify's order at the end. */
import { expect } from "playwright/test";
import type { PlainMerchantMessageId } from "#app/messages/merchant-message.ts";
import { message } from "#app/messages/message.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { Admin, merchantTest } from "./merchant-story.ts";
import { AdminOrderPage } from "./pages/admin-order-page.ts";
import { paidPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";

const PART = "40.00";
const REST = "85.00";
/** A published example of a CCI. */
const CCI = "00392401319240299683";

interface Story {
  admin: Admin;
  world: StoryWorld;
}

/** The merchant reads what manual refunds mean, and accepts it. */
async function acceptManualRefunds({ admin, world }: Story): Promise<void> {
  // Signing in for the first time leads to Home, whatever was asked for.
  await admin.open(DEMO_SHOP);
  await admin.open(DEMO_SHOP, "/app/refunds/settings");
  await admin.content.getByText(admin.say("refunds.policy.manual"), { exact: true }).click();
  await admin.content.getByText(admin.say("refunds.policy.accept"), { exact: true }).click();
  await admin.save();
  await expect
    .poll(async () => {
      const { rows } = await world.system.deps.database.pool.query(
        "select manual_since from refund_settings",
      );
      return rows.length;
    })
    .toBe(1);
}

/** The page of the refund of this amount, by way of the list. */
async function openRefund({ admin }: Story, amount: string): Promise<void> {
  await admin.open(DEMO_SHOP, "/app/refunds");
  await admin.content.getByRole("link", { name: amount }).first().click();
  await expect(admin.content.getByText(admin.say("refunds.happened"))).toBeVisible();
}

/** The shopper opens the link on their phone and says where the money goes. */
async function sayWhere(story: Story, url: string): Promise<void> {
  const phone = await story.admin.page.context().newPage();
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.goto(url);
  await expectAccessible(phone, "the shopper is asked where the money goes");
  await expectNoSidewaysScrolling(phone, "the shopper is asked where the money goes");
  const say = (id: Parameters<typeof message>[0]) => message(id, undefined, "es");
  await phone.getByText(say("refund.kind.cci"), { exact: true }).click();
  const field = (id: Parameters<typeof message>[0]) => phone.getByLabel(say(id), { exact: true });
  await field("refund.cci.label").fill(CCI);
  await field("refund.holder.label").fill("Rosa Quispe Mamani");
  await field("refund.documentKind.label").selectOption("dni");
  await field("refund.documentNumber.label").fill("12345678");
  await phone.getByRole("button", { name: say("refund.submit") }).click();
  await expect(phone.getByRole("heading", { name: say("refund.received.title") })).toBeVisible();
  await phone.close();
}

/** The merchant writes down what the shopper says by telephone. */
async function enterDetails({ admin }: Story): Promise<void> {
  const { content } = admin;
  const label = (id: PlainMerchantMessageId) => content.getByLabel(admin.say(id), { exact: true });
  await admin.button(admin.say("refunds.details.enter")).click();
  await label("refunds.field.cci").fill(CCI);
  await label("refunds.field.holder").fill("Rosa Quispe Mamani");
  await label("refunds.field.documentNumber").fill("12345678");
  await admin.button(admin.say("refunds.details.save")).click();
  await expect(content.getByText(admin.say("refunds.state.details-given"), { exact: true })).toBeVisible();
}

/** The merchant has sent the money by their bank, and writes it down. */
async function payOut({ admin }: Story): Promise<void> {
  const { content } = admin;
  await content.getByLabel(admin.say("refunds.pay.reference"), { exact: true }).fill("OP-0001");
  await admin.button(admin.say("refunds.pay.action")).click();
  await expect(content.getByText(admin.say("refunds.state.paid-out"), { exact: true })).toBeVisible();
}

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  test(`a merchant gives cash back from Shopify's Refund button to "refunded": ${shell}`, async ({
    page,
    world,
  }) => {
    test.setTimeout(180_000);
    const story = { admin: new Admin(page, { shell, world, language: "es" }), world };
    const { admin } = story;
    const order = new AdminOrderPage(page, world.shopify.origin);
    const { sessionId } = await paidPayment(world);
    await acceptManualRefunds(story);

    await order.open(sessionId);
    await order.refund(PART);
    await expect(order.refundAt(0)).toHaveAttribute("data-refund-state", "pending");
    await expect(order.paymentState).toHaveAttribute("data-payment-state", "paid");

    await openRefund(story, PART);
    await admin.button(admin.say("refunds.link.make")).click();
    const link = admin.content.getByLabel(admin.say("refunds.link.label"), { exact: true });
    await expect(link).toHaveValue(/^http/);
    await sayWhere(story, await link.inputValue());
    await openRefund(story, PART);
    await payOut(story);
    await order.open(sessionId);
    await order.becomes("partially-refunded");

    await order.refund(REST);
    await openRefund(story, REST);
    await enterDetails(story);
    await payOut(story);
    await order.open(sessionId);
    await order.becomes("refunded");
    const told = world.shopify.mutations().filter(({ mutation }) => mutation === "refundSessionResolve");
    expect(told.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
  });
}
