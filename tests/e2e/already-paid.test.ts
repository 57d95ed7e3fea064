import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { codeOn, pendingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

const HOUR_MS = 3_600_000;

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a shopper whose payment nobody told us of finds it by asking", async ({
      page,
      voucher,
      world,
    }) => {
      const { url, sessionId } = await pendingPayment(world);
      world.pagoefectivo.switches.nextNoticeFaults.push({ fault: "lost" });
      await world.pagoefectivo.pay(await codeOn(url));
      await page.goto(url);

      await page.getByRole("button", { name: "Verificar pago" }).click();

      await expect(voucher.status).toHaveText("Pago recibido");
      await expect.poll(() => world.shopify.session(sessionId)?.state).toBe("resolved");
    });

    test("a shopper whose payment is not seen yet leaves the number on their paper", async ({
      page,
      voucher,
      watch,
      world,
    }) => {
      watch.expectConsole(/status of 422/);
      const { url } = await pendingPayment(world);
      await page.goto(url);

      await page.getByRole("button", { name: "Verificar pago" }).click();

      await expect(page.getByText("Aún no vemos tu pago.")).toBeInViewport();
      await expect(voucher.code).toBeVisible();
      await page.getByRole("button", { name: "Verificar pago" }).click();
      await expect(page.getByText("Acabamos de preguntar.")).toBeVisible();

      await page.getByRole("link", { name: "Dejarle a Tienda Demo mi número de operación" }).click();
      await expect(voucher.heading).toHaveText("Deja tu número de operación");
      await expect(voucher.code).toHaveCount(0);
      await page.getByRole("textbox", { name: "Número de operación" }).fill("12");
      await page.getByRole("button", { name: "Enviar a Tienda Demo" }).click();
      await expect(page.getByText("Ese número no parece completo.")).toBeVisible();
      const number = page.getByRole("textbox", { name: "Número de operación" });
      await expect(number).toHaveValue("12");
      await expect(number).toHaveAttribute("aria-invalid", "true");
      await number.fill("00123456");
      await page.getByRole("combobox").selectOption("Agente o bodega");
      await page.getByRole("button", { name: "Enviar a Tienda Demo" }).click();

      await expect(page.getByText("Guardamos tu número de operación")).toBeInViewport();
      await expect(voucher.status).toHaveText("Esperando tu pago");
    });
  });
}

test("asking and leaving a number are accessible, on a narrow screen and in English too", async ({
  page,
  world,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const { url } = await pendingPayment(world);

  for (const address of [
    `${url}?checked=not-seen`,
    `${url}?lang=en&checked=too-often`,
    `${url}/operation`,
    `${url}/operation?lang=en`,
  ]) {
    await page.goto(address);
    await expectAccessible(page, address);
    await expectNoSidewaysScrolling(page, address);
  }
});

test("a shopper asks on a page that is over, and is told not to pay again", async ({ page, world }) => {
  const { url } = await pendingPayment(world);
  world.clock.shift(48 * HOUR_MS + 120_000);
  await page.goto(url);

  await page.getByRole("button", { name: "Verificar pago" }).click();

  await expect(page.getByText("Aún no vemos tu pago.")).toBeVisible();
});
