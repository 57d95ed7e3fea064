import { CounterPage } from "./pages/counter-page.ts";
import { OrdersPage } from "./pages/orders-page.ts";
import { waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

test("a shopper pays in cash and the order becomes paid", async ({
  checkout,
  context,
  page,
  voucher,
  world,
}) => {
  world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });

  await checkout.buy("125.50");

  await expect(voucher.status).toHaveText("Preparando tu código");
  const voucherUrl = page.url();
  await expect.poll(() => world.pagoefectivo.gate.heldCount()).toBe(1);
  world.pagoefectivo.gate.release();
  await expect(voucher.status).toHaveText("Esperando tu pago");
  await expect(page.getByText("S/ 125.50").first()).toBeVisible();
  const cip = await voucher.readCode();

  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await voucher.copy.click();
  await expect(voucher.copy).toHaveText("Código copiado");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(cip);

  await voucher.confirm.click();
  await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();
  await expect(page.getByText("Pendiente", { exact: true })).toBeVisible();

  await page.goto(voucherUrl);
  await expect(voucher.status).toHaveText("Esperando tu pago");
  await expect(voucher.heading).not.toBeFocused();
  const paymentId = await voucher.reference.innerText();
  let loads = 0;
  page.on("load", () => (loads += 1));
  const secondTab = await context.newPage();
  const counter = new CounterPage(secondTab, world.pagoefectivo.origin);
  await counter.pay(cip);
  await expect(counter.answer).toContainText("Pago registrado");

  await expect(voucher.status).toHaveText("Pago recibido");
  await expect(voucher.heading).toHaveText("¡Listo! Recibimos tu pago");
  await expect(voucher.heading).toBeFocused();
  await expect(voucher.announcement).toHaveText("Pago recibido");
  await expect(page).toHaveTitle("✔ Pago recibido – Tienda Demo");
  await expect(page.getByText("Tu pedido en Tienda Demo está confirmado.")).toBeVisible();
  await expect(voucher.copy).toHaveCount(0);
  expect(loads, "the page changed without being loaded again").toBe(0);

  const orders = new OrdersPage(secondTab, world.shopify.origin);
  await orders.open();
  await expect(orders.orderOf(paymentId)).toContainText("S/ 125.50");
  await expect(orders.orderOf(paymentId)).toContainText("Pagado");
});

test("a shopper who presses twice makes one order, and finds the code again with the back button", async ({
  page,
  voucher,
  world,
}) => {
  const { url, sessionId } = await waitingPayment(world);
  await page.goto(url);
  const cip = await voucher.readCode();

  await voucher.confirm.dblclick();
  await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();
  await page.goBack();

  await expect(page.getByText("Tu pedido está registrado")).toBeVisible();
  expect(await voucher.readCode()).toBe(cip);
  expect(page.url()).toBe(url);
  expect(world.shopify.orders().filter((order) => order.paymentId === sessionId)).toHaveLength(1);
});
