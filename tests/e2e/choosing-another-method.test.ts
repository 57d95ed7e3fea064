import {
  openPayment,
  paymentOfUnknownOutcome,
  paymentWithoutCode,
  waitingPayment,
} from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

test("a shopper who changes their mind goes back to the checkout, until the order is made", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  const { url, sessionId } = await waitingPayment(world);
  await page.goto(url);

  await voucher.otherMethod.click();
  await expect(checkout.payNow).toBeVisible();
  expect(world.shopify.session(sessionId)?.orderId, "no order was made").toBeNull();

  await page.goBack();
  await voucher.confirm.click();
  await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();
  await page.goto(url);
  await expect(page.getByText("Tu pedido está registrado")).toBeVisible();
  await expect(voucher.otherMethod).toHaveCount(0);
  await expect(voucher.confirm).toHaveCount(0);
  await voucher.backToShop.click();
  await expect(page.getByText("Pendiente", { exact: true })).toBeVisible();
});

test("a shopper may leave while the code is still being prepared", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  const { url } = await openPayment(world);
  await page.goto(url);

  await voucher.otherMethod.click();

  await expect(checkout.payNow).toBeVisible();
  await expect.poll(() => world.pagoefectivo.gate.heldCount()).toBe(1);
  world.pagoefectivo.gate.release();
});

test("a shopper is told honestly that nobody knows whether a code was made", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  const { url } = await paymentOfUnknownOutcome(world);

  await page.goto(url);

  await expect(voucher.status).toHaveText("Código por confirmar");
  await expect(voucher.heading).toHaveText("Aún no sabemos si tu código se creó");
  await expect(page.getByText("Si te llega un código por correo, no lo pagues.")).toBeVisible();
  await expect(page.getByText(/^Número de ayuda: PE-\w{6}$/)).toBeVisible();
  await expect(voucher.code).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Intentar de nuevo" })).toHaveCount(0);
  await voucher.otherMethod.click();
  await expect(checkout.payNow).toBeVisible();
});

test("a shopper whose code could not be made asks again and gets it", async ({ page, voucher, world }) => {
  const { url } = await paymentWithoutCode(world);
  await page.goto(url);
  await expect(voucher.heading).toHaveText("No pudimos generar tu código");

  await page.getByRole("button", { name: "Intentar de nuevo" }).click();

  await expect(voucher.status).toHaveText("Esperando tu pago");
});
