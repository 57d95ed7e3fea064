import type { Page } from "playwright/test";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import {
  emaillessPayment,
  expiredPayment,
  expiringPayment,
  openPayment,
  paidPayment,
  paymentInReview,
  paymentOfUnknownOutcome,
  paymentPaidEarlier,
  paymentTooLate,
  paymentWithEarlierCode,
  paymentWithoutCode,
  pendingPayment,
  voidedPayment,
  voidingPayment,
  waitingPayment,
} from "./payments-in-states.ts";
import { expect, test } from "./story.ts";
import type { StoryWorld } from "./story-world.ts";

const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 900 },
];
const NARROWEST = { width: 320, height: 640 };

interface StateOfPage {
  heading: string;
  /** Where it is looked at in English too. */
  inEnglish?: string;
  make: (world: StoryWorld) => Promise<{ url: string }>;
}

const STATES: Record<string, StateOfPage> = {
  waiting: {
    heading: "Paga tu compra en Tienda Demo",
    inEnglish: "Pay for your order at Tienda Demo",
    make: (world) => waitingPayment(world),
  },
  "waiting with an earlier code": {
    heading: "Paga tu compra en Tienda Demo",
    inEnglish: "Pay for your order at Tienda Demo",
    make: paymentWithEarlierCode,
  },
  "waiting in dollars as a test": {
    heading: "Paga tu compra en Tienda Demo",
    inEnglish: "Pay for your order at Tienda Demo",
    make: (world) => waitingPayment(world, { amount: "1234.50", currency: "USD", test: true }),
  },
  pending: { heading: "Paga tu compra en Tienda Demo", make: pendingPayment },
  paid: { heading: "¡Listo! Recibimos tu pago", make: paidPayment },
  "paid in an earlier attempt": {
    heading: "Esta compra ya está pagada",
    inEnglish: "This purchase is already paid",
    make: paymentPaidEarlier,
  },
  "needs an e-mail address": {
    heading: "Escribe tu correo para generar tu código",
    inEnglish: "Enter your e-mail to get your code",
    make: (world) => emaillessPayment(world),
  },
  "refused e-mail address": {
    heading: "Escribe tu correo para generar tu código",
    inEnglish: "Enter your e-mail to get your code",
    make: async (world) => {
      const { url } = await emaillessPayment(world);
      return { url: await refusedEmail(url) };
    },
  },
  voided: {
    heading: "Anulamos tu código de pago",
    inEnglish: "We voided your payment code",
    make: voidedPayment,
  },
  expiring: { heading: "Estamos verificando si hubo un pago", make: expiringPayment },
  expired: { heading: "Este código ya no se puede pagar", make: expiredPayment },
  review: { heading: "Tu pago necesita revisión", make: paymentInReview },
  "unknown outcome": { heading: "Aún no sabemos si tu código se creó", make: paymentOfUnknownOutcome },
  "too late for a code": {
    heading: "Pasó demasiado tiempo para generar un código",
    inEnglish: "Too much time has passed to create a code",
    make: paymentTooLate,
  },
  "no code": { heading: "No pudimos generar tu código", make: paymentWithoutCode },
};

for (const [state, { heading, inEnglish, make }] of Object.entries(STATES)) {
  test(`the page is accessible: ${state}`, async ({ page, voucher, world }) => {
    const { url } = await make(world);

    await page.goto(url);

    await expect(voucher.heading).toHaveText(heading);
    await expectFitForEverybody(page);
    if (inEnglish === undefined) return;
    const english = new URL(url);
    english.searchParams.set("lang", "en");
    await page.goto(english.href);
    await expect(voucher.heading).toHaveText(inEnglish);
    await expectFitForEverybody(page, "en");
  });
}

test("the page is accessible: voiding", async ({ page, voucher, world }) => {
  const { url } = await voidingPayment(world);

  await page.goto(url);

  await expect(voucher.heading).toHaveText("Estamos anulando tu código");
  await expectFitForEverybody(page);
  await page.goto(`${url}?lang=en`);
  await expect(voucher.heading).toHaveText("We are voiding your code");
  await expectFitForEverybody(page, "en");
  world.pagoefectivo.gate.release();
});

test("the page is accessible: preparing", async ({ page, voucher, world }) => {
  world.pagoefectivo.switches.nextFaults.push({ operation: "create", fault: "held" });
  const { url } = await openPayment(world);

  await page.goto(url);

  await expect(voucher.heading).toHaveText("Estamos generando tu código de pago");
  await expectFitForEverybody(page);
  world.pagoefectivo.gate.release();
});

test("the page is accessible: unknown address", async ({ page, voucher, watch, world }) => {
  watch.expectConsole(/status of 404/);

  await page.goto(`${world.webOrigin}/v/nowhere`);

  await expect(voucher.heading).toHaveText("No encontramos este código");
  await expectFitForEverybody(page);
});

test("the page is accessible: an address that is no page", async ({ page, voucher, watch, world }) => {
  watch.expectConsole(/status of 404/);

  await page.goto(`${world.webOrigin}/nowhere`);

  await expect(voucher.heading).toHaveText("No encontramos esta página");
  await expectFitForEverybody(page);
});

test("the page is accessible: offline", async ({ context, page, voucher, watch, world }) => {
  const { url } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  watch.expectConsole(/ERR_INTERNET_DISCONNECTED/);

  await context.setOffline(true);

  await expect(voucher.offlineNotice).toBeVisible();
  await expectFitForEverybody(page);
});

// axe needs scripts to run at all, so the page's own is kept from loading instead.
test("the page is accessible: waiting, its script never loaded", async ({
  page,
  voucher,
  watch,
  world,
}) => {
  const { url } = await waitingPayment(world);
  watch.expectConsole(/ERR_FAILED/);
  await page.route("**/voucher.js*", (route) => route.abort());

  await page.goto(url);

  await expect(voucher.copy).toHaveCount(0);
  await expectFitForEverybody(page);
});

/** The page that a shopper gets whose address was none. */
async function refusedEmail(url: string): Promise<string> {
  const answer = await fetch(`${url}/email`, {
    method: "POST",
    body: new URLSearchParams({ email: "ana" }),
  });
  return answer.url;
}

/** No violation on a phone and on a desk; a picture of each stays in the output folder. */
async function expectFitForEverybody(page: Page, language: "es" | "en" = "es"): Promise<void> {
  await expect(page.locator("head title")).toHaveCount(1);
  for (const size of SIZES) {
    const when = `${size.width} px`;
    await page.setViewportSize(size);
    await expectAccessible(page, when);
    await expectNoSidewaysScrolling(page, when);
    await page.screenshot({
      path: test.info().outputPath(`${language}-${size.width}.png`),
      fullPage: true,
    });
  }
  await page.setViewportSize(NARROWEST);
  await expectNoSidewaysScrolling(page, `${NARROWEST.width} px`);
}
