import { pendingPayment, waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

test("a shopper who loses the connection keeps the code on the screen", async ({
  context,
  page,
  voucher,
  watch,
  world,
}) => {
  const { url } = await pendingPayment(world);
  await page.goto(url);
  await expect(voucher.copy).toBeVisible();
  const cip = await voucher.readCode();
  await expect(voucher.offlineNotice).toBeHidden();
  watch.expectConsole(/ERR_INTERNET_DISCONNECTED/);

  await context.setOffline(true);

  await expect(voucher.offlineNotice).toBeVisible();
  await expect(voucher.announcement).toContainText("tu código sigue siendo válido");
  await expect(voucher.code).toBeInViewport();
  expect(await voucher.readCode()).toBe(cip);

  await context.setOffline(false);

  await expect(voucher.offlineNotice).toBeHidden();
});

test("copying tells the server once that the code was kept, and leaves the shopper where they are", async ({
  context,
  page,
  voucher,
  world,
}) => {
  const { url } = await waitingPayment(world);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(url);
  const reports: number[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/kept")) reports.push(response.status());
  });

  await voucher.copy.click();
  await expect(voucher.copy).toHaveText("Código copiado");
  await expect.poll(() => reports).toEqual([204]);
  await voucher.copy.click();

  await expect(voucher.copy).toBeFocused();
  await expect(voucher.announcement).toHaveText("Código copiado");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await voucher.readCode());
  expect(reports).toEqual([204]);
  expect(page.url()).toBe(url);
});

test("a shopper who may not use the clipboard finds the digits selected", async ({
  page,
  voucher,
  world,
}) => {
  const { url } = await waitingPayment(world);
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  });
  await page.goto(url);
  const cip = await voucher.readCode();

  await voucher.copy.click();

  await expect(voucher.copy).toHaveText("Mantén presionado el número para copiarlo");
  expect(await page.evaluate(() => getSelection()?.toString()), "without gaps or lines").toBe(cip);
});

test("a shopper whose order takes long to be confirmed keeps the code and is told when it is", async ({
  page,
  voucher,
  world,
}) => {
  const { url, sessionId } = await waitingPayment(world);
  const { slowCalls, nextFaults } = world.shopify.switches;
  slowCalls.hold();
  nextFaults.push({ fault: "slow-before-effect", mutation: "paymentSessionPending", sessionId });
  await page.goto(url);

  await voucher.confirm.click();

  await expect(page.getByText("está tardando más de lo normal")).toBeVisible();
  await expect(voucher.code).toBeVisible();
  await expect(voucher.otherMethod).toHaveCount(0);
  slowCalls.release();
  await expect(page.getByText("Tu pedido está registrado")).toBeVisible();
  await voucher.backToShop.click();
  await expect(page.getByText("Pendiente", { exact: true })).toBeVisible();
});
