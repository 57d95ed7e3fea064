import {
  codeOn,
  expiredPayment,
  expiringPayment,
  latePayment,
  pendingPayment,
} from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

test("a shopper who comes too late finds no code to pay", async ({ page, voucher, world }) => {
  const { url, cip } = await expiredPayment(world);

  await page.goto(url);

  await expect(voucher.heading).toHaveText("Este código ya no se puede pagar");
  await expect(page.getByText("No pagues este código.", { exact: true })).toBeVisible();
  await expect(page.getByText(`Terminado en ${cip.slice(-3)}`)).toBeVisible();
  expect(await page.content(), "the whole code is nowhere in the page").not.toContain(cip);
  await expect(voucher.code).toHaveCount(0);
  await expect(voucher.copy).toHaveCount(0);
  await expect(voucher.confirm).toHaveCount(0);
  await page.getByRole("link", { name: "Volver a la tienda para comprar de nuevo" }).click();
  await expect(page.getByRole("button", { name: "Pagar ahora" })).toBeVisible();
});

test("the page takes the code away by itself when its deadline passes", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();

  world.clock.shift(48 * 3_600_000 + 120_000);

  await expect(voucher.status).toHaveText("El plazo terminó");
  await expect(voucher.heading).toBeFocused();
  await expect(voucher.announcement).toHaveText("El plazo terminó");
  await expect(voucher.copy).toHaveCount(0);
});

test("a shopper who paid at the last minute still sees the payment arrive", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await expiringPayment(world);
  await page.goto(url);
  await expect(voucher.heading).toHaveText("Estamos verificando si hubo un pago");
  const cip = await codeOn(url);

  world.pagoefectivo.switches.acceptedAtCounter.expired = true;
  await world.pagoefectivo.pay(cip);
  world.pagoefectivo.switches.acceptedAtCounter.expired = false;

  await expect.poll(() => world.shopify.orders().at(-1)?.paymentState).toBe("paid");
  await voucher.lookAgain.click();
  await expect(voucher.status).toHaveText("Pago recibido");
});

test("a shopper who paid a code that was over learns that the money came late and who gets in touch", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await latePayment(world);

  await page.goto(url);

  await expect(voucher.heading).toHaveText("Recibimos tu pago, pero llegó tarde");
  await expect(page.getByText("Tienda Demo revisará tu pago y te contactará")).toBeVisible();
  await expect(page.getByText("No pagues otra vez.", { exact: true })).toBeVisible();
  await expect(voucher.reference).toBeVisible();
});
