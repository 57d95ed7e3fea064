import { CounterPage } from "./pages/counter-page.ts";
import {
  openPayment,
  paymentOfUnknownOutcome,
  paymentWithoutCode,
  voidingPayment,
  waitingPayment,
} from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

test("a shopper who changes their mind is back at the checkout, and nobody can pay the code any more", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  const { url, sessionId } = await waitingPayment(world);
  await page.goto(url);
  const cip = await voucher.readCode();

  await voucher.otherMethod.click();

  await expect(checkout.payNow).toBeVisible();
  expect(world.shopify.session(sessionId)?.orderId, "no order was made").toBeNull();
  await page.goto(url);
  await expect(voucher.status).toHaveText("Código anulado");
  await expect(page.getByText("No pagues este código.", { exact: true })).toBeVisible();
  expect(await page.content(), "the code is nowhere in the page").not.toContain(cip);
  const counter = new CounterPage(page, world.pagoefectivo.origin);
  await counter.pay(cip);
  await expect(counter.answer).toContainText("fue eliminado por el comercio: no se puede cobrar");
  await page.goto(url);
  await voucher.otherMethod.click();
  await expect(checkout.payNow).toBeVisible();
  expect(world.shopify.session(sessionId)?.state, "Shopify was told nothing").toBe("started");
});

test("a shopper who chooses PagoEfectivo again after all gets a new code", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  const { url } = await waitingPayment(world);
  await page.goto(url);
  const givenBack = await voucher.readCode();
  await voucher.otherMethod.click();

  await checkout.payNow.click();

  await expect(voucher.status).toHaveText("Esperando tu pago");
  expect(await voucher.readCode()).not.toBe(givenBack);
  await voucher.confirm.click();
  await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();
});

test("a shopper sees by themselves when the code is gone", async ({ checkout, page, voucher, world }) => {
  const { url } = await voidingPayment(world);

  await page.goto(url);

  await expect(voucher.status).toHaveText("Anulando tu código");
  await expect(page.getByText("No lo pagues.", { exact: true })).toBeVisible();
  await expect(voucher.code).toHaveCount(0);
  world.pagoefectivo.gate.release();
  await expect(voucher.status).toHaveText("Código anulado");
  await expect(voucher.heading).toBeFocused();
  await expect(voucher.announcement).toHaveText("Código anulado");
  await voucher.otherMethod.click();
  await expect(checkout.payNow).toBeVisible();
});

test("a shopper whose order is made is offered no other way to pay", async ({ page, voucher, world }) => {
  const { url } = await waitingPayment(world);
  await page.goto(url);

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
