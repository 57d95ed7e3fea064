/** What a change of state does to a page that is open: seen at once, said once, and never in the way of a hand. */
import { expect, test } from "./story.ts";
import { codeOn, pendingPayment, readPage, waitingPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";
import type { Page } from "playwright/test";

async function pay(world: StoryWorld, url: string, sessionId: string): Promise<void> {
  await world.pagoefectivo.pay(await codeOn(url));
  await expect.poll(() => world.shopify.session(sessionId)?.state).toBe("resolved");
}

/** The shopper comes back to the page, which then asks at once. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
}

test("a payment that arrives shows in the tab, is said once, and leads nowhere by itself", async ({
  page,
  voucher,
  world,
}) => {
  const { url, sessionId } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  await page.evaluate(() => {
    const said: string[] = [];
    const region = document.querySelector("[role=status]");
    new MutationObserver(() => {
      said.push(region?.textContent ?? "");
      document.documentElement.dataset["said"] = said.join("|");
    }).observe(region ?? document.body, { childList: true });
  });

  await pay(world, url, sessionId);
  await comeBack(page);

  await expect(voucher.heading).toHaveText("¡Listo! Recibimos tu pago");
  await expect(voucher.heading).toBeFocused();
  await expect(page).toHaveTitle("✔ Pago recibido – Tienda Demo");
  await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", "/favicon-paid.svg");
  await expect(page.getByText("Tu pedido en Tienda Demo está confirmado.")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-said", "Pago recibido");
  expect(page.url()).toBe(url);
});

test("a shopper who is writing keeps their words and is told all the same", async ({
  page,
  voucher,
  world,
}) => {
  const { url, sessionId } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  // A field as any part of the page may have one.
  await page.evaluate(() => {
    const field = document.createElement("input");
    field.ariaLabel = "Nota";
    document.querySelector("main")?.append(field);
  });
  const field = page.getByRole("textbox", { name: "Nota" });
  await field.pressSequentially("0012");

  await pay(world, url, sessionId);
  await comeBack(page);

  await expect(voucher.announcement).toHaveText("Pago recibido");
  await expect(page).toHaveTitle("✔ Pago recibido – Tienda Demo");
  await field.press("3");
  await expect(field).toHaveValue("00123");
  await field.blur();
  await comeBack(page);
  await expect(voucher.heading).toHaveText("¡Listo! Recibimos tu pago");
});

test("a shopper who is marking the code is not moved to the heading", async ({ page, voucher, world }) => {
  const { url, sessionId } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  await page.evaluate(() => {
    const code = document.querySelector("[data-code]");
    if (code) getSelection()?.selectAllChildren(code);
  });

  await pay(world, url, sessionId);
  await comeBack(page);

  await expect(voucher.heading).toHaveText("¡Listo! Recibimos tu pago");
  await expect(voucher.heading).not.toBeFocused();
});

test("a shopper who reads the steps goes on reading when the order is registered", async ({
  page,
  voucher,
  world,
}) => {
  const { url, sessionId } = await waitingPayment(world);
  await page.goto(url);
  const steps = page.locator("details.channel").nth(1);
  await steps.locator("summary").click();
  await expect(steps).toHaveAttribute("open");

  await fetch(`${url}/continue`, { method: "POST", redirect: "manual" });
  await expect.poll(() => world.shopify.session(sessionId)?.state).toBe("pending");
  await comeBack(page);

  await expect(page.getByRole("heading", { name: "Tu pedido está registrado" })).toBeVisible();
  await expect(steps).toHaveAttribute("open");
  await expect(steps.locator("summary")).toBeFocused();
  await expect(voucher.announcement).toHaveText("Tu pedido está registrado");
});

test("a shopper sees what came between the page and its first question", async ({
  page,
  voucher,
  world,
}) => {
  world.pagoefectivo.switches.qrImages = "missing";
  const { url } = await waitingPayment(world, { amount: "80.00" });
  const qr = page.getByRole("img", { name: "Código QR emitido por PagoEfectivo para pagar con billetera" });
  await page.route("**/status", async (question) => {
    await expect.poll(() => readPage(url), { timeout: 15_000 }).toContain("provider-qr");
    await question.continue();
  });
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  await expect(qr).toBeHidden();

  world.pagoefectivo.switches.qrImages = "png";

  await expect(qr).toBeVisible({ timeout: 20_000 });
  world.pagoefectivo.switches.qrImages = "none";
});
