import { emaillessPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";
import { VoucherPage } from "./pages/voucher-page.ts";

test("a shopper who gave only a telephone number types an address and gets the code", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  await checkout.buy("95.00", { email: "" });
  await expect(voucher.status).toHaveText("Falta tu correo");
  await expect(voucher.code).toHaveCount(0);

  await voucher.email.fill("ana@");
  await voucher.sendEmail.click();

  await expect(page.getByText("Ese correo no parece completo")).toBeVisible();
  await expect(voucher.email).toBeFocused();
  await expect(voucher.email).toHaveAccessibleDescription(/^Ese correo no parece completo/);
  await voucher.email.fill("ana.torres@example.com");
  await voucher.email.press("Enter");
  await expect(voucher.status).toHaveText("Esperando tu pago");
  const cip = await voucher.readCode();
  await expect
    .poll(() => world.pagoefectivo.outbox().filter((mail) => mail.to === "ana.torres@example.com"))
    .toHaveLength(1);
  await voucher.confirm.click();
  await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();
  await world.pagoefectivo.pay(cip);
  await expect.poll(() => world.shopify.orders().at(-1)?.paymentState).toBe("paid");
});

test("a shopper without an address may leave for another payment method", async ({
  checkout,
  page,
  voucher,
  world,
}) => {
  const { url } = await emaillessPayment(world);
  await page.goto(url);

  await voucher.otherMethod.click();

  await expect(checkout.payNow).toBeVisible();
});

test.describe("without scripts, in English", () => {
  test.use({ javaScriptEnabled: false });

  test("a shopper is told what is wrong in the language of the page, and gets the code", async ({
    page,
    world,
  }) => {
    const voucher = new VoucherPage(page, "en");
    const { url } = await emaillessPayment(world);
    await page.goto(`${url}?lang=en`);

    await voucher.email.fill("ana");
    await voucher.sendEmail.click();

    await expect(page.getByText("That address does not look complete")).toBeVisible();
    await voucher.email.fill("ana.torres@example.com");
    await voucher.sendEmail.click();
    await expect(voucher.status).toHaveText("Waiting for your payment");
    expect(await voucher.language()).toBe("en");
  });
});
