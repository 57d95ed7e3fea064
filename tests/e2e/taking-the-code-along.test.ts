import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright/test";
import { getDocumentProxy } from "unpdf";
import { pngSize } from "#app/lib/png.ts";
import { expectAccessible, expectNoSidewaysScrolling } from "./accessibility.ts";
import { VoucherPage } from "./pages/voucher-page.ts";
import { paidPayment, pendingPayment, waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

const NOTICE = "Sin conexión, o en una copia guardada, esta página no se actualiza";

/** A phone without signal that opens a file. */
async function openWithoutSignal(browser: Browser, file: string): Promise<Page> {
  const context = await browser.newContext({ offline: true, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** Everything that a counter needs, and nothing that may be false by now. */
async function expectTheCode(copy: Page, cip: string): Promise<void> {
  expect(await new VoucherPage(copy).readCode()).toBe(cip);
  await expect(copy.getByText("Paga tu compra en Tienda Demo")).toBeVisible();
  await expect(copy.locator(".amount")).toContainText("125.00");
  await expect(copy.locator(".deadline-date")).toContainText("de 20");
  await expect(copy.getByText(NOTICE)).toBeVisible();
}

async function printed(page: Page, paper: Parameters<Page["pdf"]>[0]) {
  const pdf = await getDocumentProxy(new Uint8Array(await page.pdf(paper)));
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const content = await (await pdf.getPage(index + 1)).getTextContent();
      return content.items.flatMap((item) => ("str" in item ? [item.str] : [])).join(" ");
    }),
  );
  const text = pages.join(" ").replace(/\s+/g, " ");
  const first = pages[0]?.replace(/\s+/g, "") ?? "";
  return { pages: pdf.numPages, first, text, digits: text.replaceAll(" ", "") };
}

test("a shopper who saved the page finds the code in it without signal", async ({
  browser,
  page,
  voucher,
  world,
}, testInfo) => {
  const { url } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  const cip = await voucher.readCode();
  await expect(page.getByText(NOTICE)).toBeHidden();
  const html = testInfo.outputPath("pagina.html");
  await writeFile(html, await page.content());
  // What "Download page" on an Android phone writes: one file with its style, and no script.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureSnapshot");
  const download = testInfo.outputPath("pagina.mhtml");
  await writeFile(download, data);

  await expectTheCode(await openWithoutSignal(browser, html), cip);
  const copy = await openWithoutSignal(browser, download);
  await expectTheCode(copy, cip);
  const size = await copy
    .locator(".digits")
    .first()
    .evaluate((digits) => getComputedStyle(digits).fontSize);
  expect(Number.parseInt(size)).toBeGreaterThanOrEqual(32);
  await expect(copy.locator(".left").first()).toBeHidden();
  await expect(copy.getByRole("button", { name: "Copiar código" })).toBeHidden();
});

test("a shopper shares the code by whatever the phone has, with the page's address", async ({
  page,
  world,
}) => {
  const { url } = await waitingPayment(world);
  await page.addInitScript(() => {
    const share = async ({ text }: { text: string }) => {
      if (document.body.dataset["shared"]) throw new TypeError("no app takes it");
      document.body.dataset["shared"] = text;
    };
    Object.assign(navigator, { share });
    document.addEventListener("click", (event) => {
      if (!(event.target instanceof HTMLAnchorElement)) return;
      event.preventDefault();
      document.body.dataset["opened"] = event.target.href;
    });
  });
  await page.goto(url);
  const kept = page.waitForResponse((response) => response.url().endsWith("/kept"));

  await page.getByRole("button", { name: "Compartir" }).click();

  expect((await kept).status()).toBe(204);
  const shared = (await page.locator("body").getAttribute("data-shared")) ?? "";
  expect(shared).toContain("Código CIP ");
  expect(shared).toContain(url);
  await page.getByRole("button", { name: "Compartir" }).click();
  await expect(page.locator("body"), "the link instead").toHaveAttribute("data-opened", /wa\.me/);
});

test("a shopper whose browser has no share sheet is not offered one", async ({ page, voucher, world }) => {
  const { url } = await waitingPayment(world);

  await page.goto(url);

  await expect(voucher.copy).toBeVisible();
  await expect(page.getByRole("button", { name: "Compartir" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Enviar por WhatsApp" })).toBeVisible();
});

test("a shopper saves the code as an image and as a file, and the server hears that it was kept", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await waitingPayment(world, { test: true });
  await page.goto(url);
  const cip = await voucher.readCode();
  const kept = page.waitForResponse((response) => response.url().endsWith("/kept"));

  const [image] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Guardar imagen" }).click(),
  ]);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Descargar PDF" }).click(),
  ]);

  expect((await kept).status()).toBe(204);
  expect(image.suggestedFilename()).toBe(`pagoefectivo-${cip.slice(-4)}.png`);
  const picture = pngSize(await readFile(await image.path()));
  expect(picture).toMatchObject({ width: 1080 });
  expect(picture?.height).toBeGreaterThan(700);
  expect(file.suggestedFilename()).toBe(`pagoefectivo-${cip.slice(-4)}.pdf`);
  expect((await readFile(await file.path())).length).toBeLessThanOrEqual(60 * 1024);
  expect(page.url()).toBe(url);
});

test.describe("on a phone whose browser can share no file", () => {
  test.use({ hasTouch: true, isMobile: true });

  // Browsers inside other apps: a download would be dropped without a word.
  test("no image is offered", async ({ page, voucher, world }) => {
    const { url } = await waitingPayment(world);

    await page.goto(url);

    await expect(voucher.copy).toBeVisible();
    await expect(page.getByRole("button", { name: "Guardar imagen" })).toHaveCount(0);
  });
});

test("a printed code has what a counter needs on one page of A4, and on a till's roll of 80 mm", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await pendingPayment(world);
  await page.goto(url);
  const cip = await voucher.readCode();

  const sheet = await printed(page, { format: "A4" });
  const roll = await printed(page, { width: "80mm", height: "297mm" });

  for (const { text, digits } of [sheet, roll]) {
    expect(digits).toContain(cip);
    expect(text).toContain("S/ 125.00");
    expect(text).toContain("Di que vas a pagar a PagoEfectivo.");
    expect(text).toContain("Entra a «Pagar servicios».");
    expect(text).toContain("Impreso el ");
    expect(digits).toContain(url.replace(/^https?:\/\//, ""));
    expect(text).not.toContain("Guárdalo");
    expect(text).not.toContain("Ábrelo en tu celular");
    expect(text).not.toContain(NOTICE);
  }
  for (const { first, pages } of [sheet, roll]) {
    expect(first, "what a counter needs, on the first page").toContain(cip);
    expect(first).toContain("DictatucódigoCIP");
    expect(pages).toBeLessThanOrEqual(2);
  }
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 272, height: 740 });
  await expectNoSidewaysScrolling(page, "on a till's roll");
});

test("a printed proof of payment says that it is no tax receipt", async ({ page, world }) => {
  const { url } = await paidPayment(world);
  await page.goto(url);

  const { text, pages } = await printed(page, { format: "A4" });

  expect(text).toContain("Constancia – no es boleta ni factura");
  expect(text).toContain("Impreso el ");
  expect(text).not.toContain("Descargar PDF");
  expect(pages).toBe(1);
});

test("a shopper at a desk finds a QR that opens the page on the phone; a phone never fetches it", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await waitingPayment(world);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const qr = page.getByRole("img", { name: "Código QR con la dirección de esta página" });

  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  await page.mouse.wheel(0, 5_000);
  await expect(qr).toBeHidden();
  expect(asked.filter((path) => path.endsWith("page-qr.svg"))).toEqual([]);

  await page.setViewportSize({ width: 1280, height: 900 });
  await qr.scrollIntoViewIfNeeded();
  await expect(qr).toBeVisible();
  await expect.poll(() => qr.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expectAccessible(page, "with the QR of the page");
});

test("a shopper sees PagoEfectivo's own QR, large enough to be scanned, and saves it", async ({
  page,
  voucher,
  world,
}) => {
  world.pagoefectivo.switches.qrImages = "png";
  const { url } = await waitingPayment(world, { amount: "80.00" });
  world.pagoefectivo.switches.qrImages = "none";
  const qr = page.getByRole("img", { name: "Código QR emitido por PagoEfectivo para pagar con billetera" });

  await page.goto(url);

  await expect(voucher.copy).toBeVisible();
  // It may come a moment after the page: that page then shows it by itself.
  await expect(qr).toBeVisible();
  await qr.scrollIntoViewIfNeeded();
  await expect.poll(() => qr.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const box = await qr.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(200);
  await expectAccessible(page, "with PagoEfectivo's QR");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Guardar imagen del QR" }).click(),
  ]);
  expect(pngSize(await readFile(await download.path()))).not.toBeNull();
});
