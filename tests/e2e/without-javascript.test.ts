import { CounterPage } from "./pages/counter-page.ts";
import { OrdersPage } from "./pages/orders-page.ts";
import { paymentOfUnknownOutcome } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

test.use({ javaScriptEnabled: false });

test("a shopper whose browser runs no scripts pays in cash and the order becomes paid", async ({
  checkout,
  context,
  page,
  voucher,
  world,
}) => {
  world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });

  await checkout.buy("80.00");

  await expect(voucher.status).toHaveText("Preparando tu código");
  const voucherUrl = page.url();
  await expect.poll(() => world.pagoefectivo.gate.heldCount()).toBe(1);
  world.pagoefectivo.gate.release();
  await expect(voucher.status, "the page loads itself again").toHaveText("Esperando tu pago");
  const cip = await voucher.readCode();
  await expect(page.getByRole("button", { name: "Copiar código" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Imprimir" })).toHaveCount(0);

  await voucher.confirm.click();
  await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();
  await expect(page.getByText("Pendiente", { exact: true })).toBeVisible();

  await page.goto(voucherUrl);
  const paymentId = await voucher.reference.innerText();
  const secondTab = await context.newPage();
  await new CounterPage(secondTab, world.pagoefectivo.origin).pay(cip);
  await expect.poll(() => world.shopify.session(paymentId)?.state).toBe("resolved");
  await voucher.lookAgain.click();
  await expect(voucher.status).toHaveText("Pago recibido");
  await voucher.backToShop.click();
  await expect(page.getByText("Pagado", { exact: true })).toBeVisible();

  const orders = new OrdersPage(secondTab, world.shopify.origin);
  await orders.open();
  await expect(orders.orderOf(paymentId)).toContainText("Pagado");
});

test("a shopper without scripts finds the way back when no code could be made", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  const { url } = await paymentOfUnknownOutcome(world);
  await page.goto(url);

  await voucher.otherMethod.click();

  await expect(checkout.payNow).toBeVisible();
});
