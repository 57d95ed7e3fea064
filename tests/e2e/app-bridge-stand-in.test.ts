import { once } from "node:events";
import http from "node:http";
import { expect, test as base, type FrameLocator, type Page } from "playwright/test";
import { startShopifySimulator, type ShopifySimulator } from "../../simulators/shopify/server.ts";
import { expectAccessible } from "./accessibility.ts";

/** The simulated admin and its App Bridge, with a page of no framework inside: whoever embeds our app can rely on them. */
const SHOP = {
  domain: "tienda.myshopify.com",
  accessToken: "shpat_x",
  name: "Tienda",
  currency: "PEN",
} as const;
const SETTINGS_PATH = "/services/payments_partners/gateways/client-id/settings";

const SCRIPT = `
  const on = (id, act) => document.getElementById(id).addEventListener("click", act);
  const out = (text) => { document.querySelector("output").textContent = text; };
  const { config, saveBar, toast } = window.shopify;
  on("call", async () => out(await (await fetch("/api", { method: "POST", body: "a=1" })).text()));
  on("told", () => out([config.apiKey, config.locale, config.shop].join(" ")));
  on("edit", () => saveBar.show("bar"));
  on("save", () => { out("saved"); saveBar.hide("bar"); });
  on("discard", () => { out("discarded"); saveBar.hide("bar"); });
  on("add", () => out("added"));
  on("toast", () => toast.show("Guardado"));
  on("away", async () => { await saveBar.leaveConfirmation(); out("away"); });
  on("top", () => window.open("https://tienda.myshopify.com${SETTINGS_PATH}", "_top"));
  on("rules", (event) => {
    event.preventDefault();
    history.pushState(null, "", "/app/rules");
    document.querySelector("ui-title-bar").setAttribute("title", "Reglas");
  });`;

const BODY = `
  <ui-nav-menu>
    <a href="/app" rel="home">Inicio</a><a href="/app/rules" id="rules">Reglas</a><a href="/app/plain">Pagos</a>
  </ui-nav-menu>
  <ui-title-bar title="Portada"><button variant="primary" id="add">Crear</button></ui-title-bar>
  <ui-save-bar id="bar" discardConfirmation>
    <button variant="primary" id="save"></button><button id="discard"></button>
  </ui-save-bar>
  ${["call", "told", "edit", "toast", "away", "top"].map((id) => `<button id="${id}">${id}</button>`).join("")}
  <output></output><script src="/page.js"></script>`;

interface Admin {
  simulator: ShopifySimulator;
  appUrl: string;
  /** Path and session token (header or query) of each request for a page or a call, in order. */
  requests: { path: string; bearer: boolean; idToken: boolean }[];
}

function answer(simulator: ShopifySimulator, url: URL, response: http.ServerResponse): void {
  const csp = `default-src 'self'; script-src 'self' ${simulator.origin}; frame-ancestors ${simulator.origin}`;
  const bridge = `<script src="${simulator.origin}/app-bridge.js" data-api-key="client-id"></script>`;
  const page = `<!doctype html><html lang="es"><head><title>App</title>${bridge}</head><body>${BODY}</body></html>`;
  const isScript = url.pathname === "/page.js";
  const isCall = url.pathname === "/api";
  response.setHeader("Content-Security-Policy", csp);
  response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html; charset=utf-8");
  response.end(isScript ? SCRIPT : isCall ? "called" : page);
}

const test = base.extend<{ admin: Admin; app: FrameLocator }>({
  admin: async ({ page: _page }, use) => {
    const simulator = await startShopifySimulator({
      apiVersion: "2026-10",
      paymentSessionUrl: null,
      shops: [SHOP],
    });
    const requests: Admin["requests"] = [];
    const server = http.createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://app");
      if (url.pathname !== "/page.js") {
        const bearer = (request.headers.authorization ?? "").startsWith("Bearer ");
        requests.push({ path: url.pathname, bearer, idToken: url.searchParams.has("id_token") });
      }
      answer(simulator, url, response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const appUrl = `http://localhost:${address.port}`;
    const facts = { clientId: "client-id", clientSecret: "secret", redirectUrls: [], embedded: true };
    simulator.setApp({ ...facts, appUrl, scopes: "write_payment_sessions" });
    simulator.installApp(SHOP.domain);
    await use({ simulator, appUrl, requests });
    server.closeAllConnections();
    server.close();
    await simulator.close();
  },
  app: async ({ page, admin }, use) => {
    await page.goto(`${admin.simulator.origin}/store/tienda/apps/client-id`);
    await use(page.frameLocator("iframe"));
  },
});

const saveBarOf = (page: Page): ReturnType<Page["getByRole"]> =>
  page.getByRole("region", { name: "Cambios sin guardar" });

test("the page knows its key, language and shop, and its calls carry a session token", async ({
  admin,
  app,
}) => {
  await app.locator("#told").click();
  await expect(app.locator("output")).toHaveText("client-id es tienda.myshopify.com");
  await app.locator("#call").click();
  await expect(app.locator("output")).toHaveText("called");

  expect(admin.requests).toEqual([
    { path: "/", bearer: false, idToken: true },
    { path: "/api", bearer: true, idToken: false },
  ]);
});

test("title, actions and navigation appear around the page and work from there", async ({
  page,
  admin,
  app,
}) => {
  await page.getByRole("button", { name: "Crear" }).click();
  await expect(app.locator("output")).toHaveText("added");
  await expect(app.locator("#rules")).toBeHidden();
  await page.getByRole("link", { name: "Reglas" }).click();

  await expect(page.getByRole("heading", { name: "Reglas" })).toBeVisible();
  await expect(page).toHaveURL(/\/store\/tienda\/apps\/client-id\/app\/rules$/);
  await expect(page.getByRole("link", { name: "Reglas" })).toHaveAttribute("aria-current", "page");
  await page.getByRole("link", { name: "Pagos" }).click();
  await expect(page).toHaveURL(/\/app\/plain$/);
  expect(admin.requests.at(-1)).toEqual({ path: "/app/plain", bearer: false, idToken: true });
});

test("the save bar saves, asks before it discards, and toasts appear", async ({ page, app }) => {
  await app.locator("#edit").click();
  await page.getByRole("button", { name: "Guardar" }).click();
  await expect(app.locator("output")).toHaveText("saved");
  await expect(saveBarOf(page)).toBeHidden();

  await app.locator("#edit").click();
  await page.getByRole("button", { name: "Descartar" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Salir" }).click();
  await expect(app.locator("output")).toHaveText("discarded");

  await app.locator("#toast").click();
  await expect(page.getByRole("status")).toHaveText("Guardado");
});

test("unsaved changes are not left without an answer", async ({ page, app }) => {
  await app.locator("#edit").click();
  await page.getByRole("link", { name: "Reglas" }).click();
  await page.getByRole("button", { name: "Quedarse" }).click();
  await expect(page).toHaveURL(/\/apps\/client-id$/);
  await app.locator("#away").click();
  await expect(app.locator("output")).toHaveText("");

  await page.getByRole("button", { name: "Salir" }).click();

  await expect(app.locator("output")).toHaveText("away");
});

test("the page leaves the frame for Shopify's own addresses, and comes back into it", async ({
  page,
  admin,
  app,
}) => {
  await app.locator("#top").click();
  await expect(page).toHaveURL(`${admin.simulator.origin}/shops/${SHOP.domain}${SETTINGS_PATH}`);

  const host = btoa("admin.shopify.com/store/tienda").replaceAll("=", "");
  await page.goto(`${admin.appUrl}/app/rules?host=${host}`);

  await expect(page).toHaveURL(`${admin.simulator.origin}/store/tienda/apps/client-id/app/rules`);
});

test("a bounce page comes back with a session token", async ({ page, admin }) => {
  const back = encodeURIComponent(`${admin.appUrl}/app/back`);

  await page.goto(`${admin.simulator.origin}/store/tienda/apps/client-id/bounce?shopify-reload=${back}`);

  await expect(page).toHaveURL(/\/apps\/client-id\/app\/back$/);
  expect(admin.requests.at(-1)).toEqual({ path: "/app/back", bearer: false, idToken: true });
});

test("the admin's own pages are accessible", async ({ page, admin, app }) => {
  await app.locator("#edit").click();
  await expectAccessible(page, "the frame");
  await page.goto(`${admin.simulator.origin}/shops/${SHOP.domain}/admin`);
  await expectAccessible(page, "the admin");
  await page.goto(`${admin.simulator.origin}/shops/${SHOP.domain}${SETTINGS_PATH}`);
  await expectAccessible(page, "the payment settings");
});
