/**
 * The merchant's way through the desk: a case from its opening to its end, and a report that Shopify did not take.
 * Walked with the keyboard.
 */
import { expect } from "playwright/test";
import { invariant } from "#app/lib/invariant.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import type { Walk } from "./merchant-walk.ts";
import { codeOn } from "./payments-in-states.ts";

/** A shopper paid, and Shopify denies us access when it is told: money without an order. Returns Shopify's id of the payment. */
async function paidUntold({ world, merchant }: Walk, amount: string): Promise<string> {
  const session = world.shopify.newSession({ shop: merchant.shop, amount });
  const { redirectUrl: page } = await world.shopify.sendSession(session.id);
  invariant(page, "the session is accepted");
  await expect
    .poll(async () => (await (await fetch(page)).text()).includes('data-state="waiting"'), {
      timeout: 20_000,
    })
    .toBe(true);
  await fetch(`${page}/continue`, { method: "POST", redirect: "manual" });
  await expect.poll(() => world.shopify.session(session.id)?.state).toBe("pending");
  world.shopify.switches.nextFaults.push({ fault: "ACCESS_DENIED", count: 1, sessionId: session.id });
  await world.pagoefectivo.pay(await codeOn(page));
  await expect
    .poll(() => caseState(world, session.id), { timeout: 20_000 })
    .toMatchObject({ state: "open" });
  expect(world.takeLoggedErrors().join("\n")).toContain("Shopify could not be told");
  return session.id;
}

async function caseState(world: Walk["world"], sessionId: string): Promise<unknown> {
  const { rows } = await world.system.deps.database.pool.query<Record<string, unknown>>(
    `select k.state, k.resolution, k.reason from cases k join payments p on p.id = k.payment_id where p.session_id = $1`,
    [sessionId],
  );
  return rows[0];
}

/** Finds the case, takes it, notes something, and closes it with a written reason. */
export async function settleCase(walk: Walk): Promise<void> {
  const { admin, merchant, look, world } = walk;
  const { content } = admin;
  const sessionId = await paidUntold(walk, "80.00");
  await admin.open(merchant.shop, "/app/cases");
  const link = content.getByRole("link", { name: admin.say("cases.what.resolve-dead"), exact: true });
  await expect(link.first()).toBeVisible();
  await look("cases");
  await link.first().click();
  await expect(content.getByText(admin.say("cases.todo.resolve-dead"))).toBeVisible();
  await look("case");

  await admin.button(admin.say("cases.take.action")).press("Enter");
  await expect(content.getByText(admin.say("cases.take.mine"))).toBeVisible();
  await content.getByLabel(admin.say("cases.note.label"), { exact: true }).fill("Llamé a la clienta.");
  await admin.button(admin.say("cases.note.add")).press("Enter");
  await expect(content.getByText(admin.say("cases.history.noted"))).toBeVisible();

  await admin.button(admin.say("cases.close.action")).press("Enter");
  const dialog = content.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: admin.say("cases.close.confirm"), exact: true });
  await expect(dialog).toContainText(admin.say("cases.close.warning"));
  await look("case-close");
  await expect(confirm).toBeDisabled();
  await dialog.getByText(admin.say("cases.ending.kept"), { exact: true }).click();
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(admin.say("cases.close.reason"), { exact: true }).fill("Pagó otra compra.");
  await confirm.press("Enter");
  await expect(content.getByText(admin.say("cases.badge.closed"), { exact: true })).toBeVisible();
  expect(await caseState(world, sessionId)).toEqual({
    ...{ state: "closed", resolution: "kept", reason: "Pagó otra compra." },
  });
  await look("case-closed");
}

/** Sees what Shopify did not take, and sends it again: the order is paid, and its case closes by itself. */
export async function sendDeadLetterAgain(walk: Walk): Promise<void> {
  const { admin, merchant, look, world } = walk;
  const { content, language } = admin;
  const sessionId = await paidUntold(walk, "45.90");
  await admin.open(merchant.shop, "/app/cases/reports");
  await expect(content.getByText(sessionId).first()).toBeVisible();
  await look("case-reports");
  const values = { what: admin.say("desk.reports.what.resolve"), id: sessionId };
  await admin.button(merchantMessage("desk.reports.againOf", values, language)).press("Enter");
  const sent = merchantMessage("desk.reports.result.sent", { id: sessionId }, language);
  await expect(content.getByText(sent)).toBeVisible();
  await expect(content.getByText(admin.say("desk.reports.none"))).toBeVisible();
  expect(world.shopify.session(sessionId)?.state).toBe("resolved");
  expect(await caseState(world, sessionId)).toMatchObject({ resolution: "resolved-at-shopify" });
}

/** Says when a case has waited too long, and makes the secret that signs what the shop's machine is told. */
export async function setAlerts({ admin, merchant, look, world }: Walk): Promise<void> {
  const { content } = admin;
  await admin.open(merchant.shop, "/app/cases/settings");
  await content.getByLabel(admin.say("desk.attention.hours"), { exact: true }).fill("12");
  await admin.save();
  const { pool } = world.system.deps.database;
  await expect
    .poll(async () => {
      const { rows } = await pool.query<{ hours: number }>(
        "select attention_hours as hours from desk_settings d join shops s on s.id = d.shop_id where s.domain = $1",
        [merchant.shop],
      );
      return rows[0]?.hours;
    })
    .toBe(12);
  await look("case-settings");
  await admin.button(admin.say("desk.webhook.make")).press("Enter");
  await expect(content.getByText(admin.say("desk.webhook.once"))).toBeVisible();
  await expect(content.locator("textarea[readonly]").last()).toHaveValue(/^whsec_/);
}
