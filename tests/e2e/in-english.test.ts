import { CounterPage } from "./pages/counter-page.ts";
import { VoucherPage } from "./pages/voucher-page.ts";
import { emaillessPayment, openPayment, waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

// The browser of every story prefers Spanish, so what makes a page English here is the shopper's checkout or choice.

test("a shopper whose checkout is in English pays in cash and the order becomes paid", async ({
  context,
  page,
  world,
}) => {
  const voucher = new VoucherPage(page, "en");
  world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  const { url, sessionId } = await openPayment(world, { amount: "125.50", locale: "en-US" });

  await page.goto(url);

  await expect(voucher.status).toHaveText("Preparing your code");
  expect(await voucher.language()).toBe("en");
  await expect.poll(() => world.pagoefectivo.gate.heldCount()).toBe(1);
  world.pagoefectivo.gate.release();
  await expect(voucher.status).toHaveText("Waiting for your payment");
  await expect(page.getByText("S/ 125.50").first()).toBeVisible();
  await expect(page.locator(".deadline-date")).toHaveText(
    /^\w+day, \w+ \d{1,2}, \d{4} at \d{1,2}:\d\d\s[AP]M$/,
  );
  await expect(page.locator("[data-deadline]")).toHaveText(/^Expires in \d+ (?:days?|hours)$/);
  const cip = await voucher.readCode();

  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await voucher.copy.click();
  await expect(voucher.copy).toHaveText("Code copied");

  await voucher.confirm.click();
  await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();
  await page.goto(url);
  await expect(page.getByText("Your order is registered")).toBeVisible();
  const secondTab = await context.newPage();
  await new CounterPage(secondTab, world.pagoefectivo.origin).pay(cip);

  await expect(voucher.status).toHaveText("Payment received");
  await expect(voucher.announcement).toHaveText("Payment received");
  await expect(page).toHaveTitle("✔ Payment received – Tienda Demo");
  await expect(page.getByText("Your order at Tienda Demo is confirmed.")).toBeVisible();
  await expect.poll(() => world.shopify.session(sessionId)?.state).toBe("resolved");
});

test("a shopper changes the language, and the page keeps it through its forms", async ({
  checkout,
  context,
  page,
  voucher,
  world,
}) => {
  const english = new VoucherPage(page, "en");
  const { url } = await waitingPayment(world);
  await page.goto(url);
  expect(await voucher.language()).toBe("es-PE");
  await expect(voucher.inSpanish).toHaveAttribute("aria-current", "true");

  await voucher.inEnglish.click();

  await expect(english.status).toHaveText("Waiting for your payment");
  expect(await english.language()).toBe("en");
  expect(page.url()).toBe(`${url}?lang=en`);
  await expect(english.inEnglish).toHaveAttribute("aria-current", "true");
  expect(await context.cookies(), "the choice lives in the address").toEqual([]);
  await english.lookAgain.click();
  expect(await english.language()).toBe("en");

  await english.inSpanish.click();
  await expect(voucher.status).toHaveText("Esperando tu pago");
  await voucher.inEnglish.click();
  await english.otherMethod.click();
  await expect(checkout.payNow).toBeVisible();
  await page.goBack();
  await expect(english.status).toHaveText("Code voided");
});

test("a shopper whose checkout is in English stays in Spanish once they chose it", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await emaillessPayment(world, "en-US");
  await page.goto(url);
  expect(await voucher.language()).toBe("en");

  await voucher.inSpanish.click();
  await voucher.email.fill("ana");
  await voucher.sendEmail.click();

  await expect(page.getByText("Ese correo no parece completo")).toBeVisible();
  await voucher.email.fill("ana.torres@example.com");
  await voucher.sendEmail.click();
  await expect(voucher.status).toHaveText("Esperando tu pago");
  await voucher.lookAgain.click();
  await expect(voucher.status).toHaveText("Esperando tu pago");
});

test("a shopper who reads a mistyped address in English finds English words", async ({
  page,
  voucher,
  watch,
  world,
}) => {
  watch.expectConsole(/status of 404/);

  await page.goto(`${world.webOrigin}/v/nowhere?lang=en`);

  await expect(voucher.heading).toHaveText("We could not find this code");
  await expect(page).toHaveTitle("We could not find this code");
  expect(await voucher.language()).toBe("en");
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a shopper who chooses English pays in cash and the order becomes paid", async ({
    checkout,
    context,
    page,
    voucher,
    world,
  }) => {
    const english = new VoucherPage(page, "en");
    world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
    await checkout.buy("80.00");
    await expect(voucher.status).toHaveText("Preparando tu código");

    await voucher.inEnglish.click();

    await expect(english.status).toHaveText("Preparing your code");
    const voucherUrl = page.url();
    await expect.poll(() => world.pagoefectivo.gate.heldCount()).toBe(1);
    world.pagoefectivo.gate.release();
    await expect(english.status, "the page loads itself again").toHaveText("Waiting for your payment");
    const cip = await english.readCode();
    await english.confirm.click();
    await expect(page.getByRole("heading", { name: "Gracias por tu compra" })).toBeVisible();

    await page.goto(voucherUrl);
    const paymentId = await english.reference.innerText();
    const secondTab = await context.newPage();
    await new CounterPage(secondTab, world.pagoefectivo.origin).pay(cip);
    await expect.poll(() => world.shopify.session(paymentId)?.state).toBe("resolved");
    await english.lookAgain.click();
    await expect(english.status).toHaveText("Payment received");
    await english.backToShop.click();
    await expect(page.getByText("Pagado", { exact: true })).toBeVisible();
  });
});
