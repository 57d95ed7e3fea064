import { newLink, openedRefundOf, refundOf, type AskedRefund } from "../builders/refund-claim.ts";
import { lookOver } from "./looked-over.ts";
import { pendingPayment } from "./payments-in-states.ts";
import type { StoryWorld } from "./story-world.ts";
import { expect, test } from "./story.ts";

/** What Chromium says of a page that comes back with its errors, and of one that is not there. */
const ANSWERED = /status of (422|404)/;

/** A desk's and a phone's; the last one stays. */
const WIDTHS = [1280, 360];

async function refundWithLink(world: StoryWorld): Promise<{ refund: AskedRefund; url: string }> {
  const { sessionId } = await pendingPayment(world);
  const refund = await openedRefundOf(world, { sessionId });
  return { refund, url: await newLink(world, refund) };
}

test("a shopper opens the link on a phone, corrects the CCI, and the link is used up", async ({
  page,
  watch,
  world,
}) => {
  watch.expectConsole(ANSWERED);
  const { refund, url } = await refundWithLink(world);
  await page.goto(url);
  await expect(page.getByRole("heading", { name: "Dinos dónde te devolvemos tu dinero" })).toBeVisible();
  await expect(page.getByText("Nunca te pedimos tu clave, PIN")).toBeVisible();
  await expect(page.getByLabel("CCI (Código")).toBeHidden();
  await lookOver(page, { name: "refund-opened", surface: "shopper", widths: WIDTHS, picture: true });

  await page.getByLabel("A una cuenta de cualquier banco, con el CCI").check();
  await expect(page.getByLabel("Celular afiliado")).toBeHidden();
  await page.getByLabel("CCI (Código").fill("011-366-000100032543-21");
  await page.getByLabel("Titular de la cuenta").fill("Ana Torres Quispe");
  await page.getByLabel("Documento del titular").selectOption("DNI");
  await page.getByLabel("Número de documento").fill("10117410");
  await page.getByRole("button", { name: "Enviar mis datos" }).click();

  const cci = page.getByLabel("CCI (Código");
  await expect(cci).toBeFocused();
  await expect(cci).toHaveAccessibleDescription(/Hay un error entre el dígito 7 y el 18/);
  await expect(page.getByLabel("Titular de la cuenta")).toHaveValue("Ana Torres Quispe");
  await lookOver(page, { name: "refund-corrected", surface: "shopper", widths: WIDTHS, picture: true });
  await cci.fill("011-366-000100032542-21");
  await page.getByRole("button", { name: "Enviar mis datos" }).click();

  await expect(page.getByRole("heading", { name: "Recibimos tus datos" })).toBeVisible();
  await lookOver(page, { name: "refund-received", surface: "shopper", widths: WIDTHS, picture: false });
  expect((await refundOf(world, refund)).destinationHint).toMatchObject({ bank: "BBVA", last4: "4221" });
  await page.goto(url);
  await expect(page.getByRole("heading", { name: "Este enlace no se puede usar" })).toBeVisible();
  await lookOver(page, { name: "refund-used", surface: "shopper", widths: WIDTHS, picture: false });
});

test.describe("without scripts, in English", () => {
  test.use({ javaScriptEnabled: false });

  test("a shopper is told that a foreign phone has no Yape, and gives a Peruvian one", async ({
    page,
    watch,
    world,
  }) => {
    watch.expectConsole(ANSWERED);
    const { refund, url } = await refundWithLink(world);
    await page.goto(`${url}?lang=en`);

    await page.getByLabel("To my Yape").check();
    await page.getByLabel("Mobile number of the wallet").fill("+34 612 345 678");
    await page.getByLabel("Account holder").fill("Ana Torres");
    await page.getByLabel("Holder's document").selectOption("Passport");
    await page.getByLabel("Document number").fill("XA1234567");
    await page.getByRole("button", { name: "Send my details" }).click();

    await expect(page.getByText("Yape and Plin work with Peruvian mobile numbers only")).toBeVisible();
    await page.getByLabel("Mobile number of the wallet").fill("987 654 321");
    await page.getByRole("button", { name: "Send my details" }).click();
    await expect(page.getByRole("heading", { name: "We have your details" })).toBeVisible();
    expect((await refundOf(world, refund)).destinationHint).toMatchObject({ kind: "yape", last4: "4321" });
  });
});
