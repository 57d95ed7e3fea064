import type { Page } from "playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { CounterPage } from "./pages/counter-page.ts";
import { pendingPayment, waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

const WIDTHS = [320, 360, 768];

/** What unfolds a group of channels; paper has a heading of the same words. */
const group = (page: Page, name: string) => page.locator("summary", { hasText: name });

test("a shopper unfolds what the cashier has to read, in letters for an arm's length, and pays", async ({
  context,
  page,
  voucher,
  world,
}) => {
  const { url } = await pendingPayment(world);
  await page.goto(url);
  const cip = await voucher.readCode();
  const card = page.locator(".cashier");
  await expect(card.getByText("Pago PagoEfectivo")).toBeHidden();

  await card.getByText("Léeselo al cajero").click();

  await expect(card.getByText("Pago PagoEfectivo")).toBeVisible();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 740 });
    await expectNoSidewaysScrolling(page, `the cashier's card at ${width} px`);
    await expectAccessible(page, `the cashier's card at ${width} px`);
    const digits = card.locator(".digits");
    const { height, text } = await digits.evaluate((element) => ({
      height: Number(getComputedStyle(element).fontSize.replace("px", "")),
      text: element.textContent,
    }));
    // 56 px are some 9 mm on a phone: more than twice what print for an arm's length has.
    expect(height, `digits at ${width} px`).toBeGreaterThanOrEqual(56);
    expect(text).toBe(cip);
  }

  await new CounterPage(await context.newPage(), world.pagoefectivo.origin).pay(cip);
  await expect(voucher.status).toHaveText("Pago recibido");
  await expect(card).toHaveCount(0);
});

test("the cashier's card stays unfolded when the page learns that the order exists", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await waitingPayment(world);
  await page.goto(url);
  await page.locator(".cashier summary").click();
  await group(page, "Bodega o tienda").click();

  const elsewhere = await page.request.post(`${url}/continue`, { maxRedirects: 0 });
  expect(elsewhere.status()).toBe(303);

  await expect(page.getByRole("heading", { name: "Tu pedido está registrado" })).toBeVisible();
  await expect(page.locator(".cashier")).toHaveAttribute("open", "");
  await expect(page.locator('details[name="canal"][open] summary')).toHaveText(
    "Bodega o tienda, en efectivo",
  );
  await expect(voucher.status).toHaveText("Esperando tu pago");
});

test("one group of channels is open at a time, and a wallet that cannot take the amount says why", async ({
  page,
  world,
}) => {
  const { url } = await waitingPayment(world, { amount: "600.00" });
  await page.goto(url);
  const open = page.locator('details[name="canal"][open] summary');
  await expect(open).toHaveText("App o web de tu banco");

  await group(page, "Agente o agencia").click();

  await expect(open).toHaveText("Agente o agencia de un banco, en efectivo");
  await expect(page.locator(".channel.off")).toContainText("solo hasta S/ 500.00");
  await expectAccessible(page, "channels");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the cashier's card and the channels unfold all the same", async ({ page, world }) => {
    const { url } = await waitingPayment(world);
    await page.goto(url);

    await page.locator(".cashier summary").press("Enter");
    await group(page, "Bodega o tienda").click();

    await expect(page.locator(".cashier").getByText("Pago PagoEfectivo")).toBeVisible();
    await expect(page.locator('details[name="canal"][open] summary')).toHaveText(
      "Bodega o tienda, en efectivo",
    );
  });
});
