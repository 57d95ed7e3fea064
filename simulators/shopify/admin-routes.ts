import { Hono, type Context } from "hono";
import { adminFramePage } from "./admin-frame-page.ts";
import { adminHomePage } from "./admin-home-page.ts";
import { chooseStaff } from "./chosen-staff.ts";
import { consentPage } from "./consent-page.ts";
import { gatewaySettingsPage } from "./gateway-settings-page.ts";
import type { MerchantSide } from "./merchant-side.ts";
import { notFoundPage } from "./order-pages.ts";
import { showPage } from "./page-layout.ts";
import { handleOfShop, PRIVACY_TOPICS, shopOfHandle, type SimulatedApp } from "./simulated-app.ts";
import type { SimulatedShop } from "./session-record.ts";

type AppPage = (shop: SimulatedShop, app: SimulatedApp) => Response | Promise<Response>;

/** The shop of an address, with `?user=` and `?locale=` taken note of; otherwise the 404 page. */
async function inShop(
  c: Context,
  side: MerchantSide,
  domain: string,
  answer: (shop: SimulatedShop) => Response | Promise<Response>,
): Promise<Response> {
  const shop = side.ledger.shop(domain);
  if (shop === undefined) return showPage(c, notFoundPage(), 404);
  chooseStaff(side, shop.domain, c.req.query());
  return answer(shop);
}

/** The same, for a page about the app: also 404 when the client id is another one. */
async function forApp(
  c: Context,
  side: MerchantSide,
  domain: string,
  clientId: string,
  answer: AppPage,
): Promise<Response> {
  return inShop(c, side, domain, (shop) => {
    const { app } = side;
    return app?.clientId === clientId ? answer(shop, app) : showPage(c, notFoundPage(), 404);
  });
}

/** An embedded app is installed by Shopify itself; any other is opened and starts OAuth on its own. */
function install(c: Context, side: MerchantSide, shop: SimulatedShop, app: SimulatedApp): Response {
  if (app.embedded !== true) return c.redirect(side.launchUrl(shop.domain), 303);
  side.install(shop.domain, app.scopes);
  return c.redirect(`/store/${handleOfShop(shop.domain)}/apps/${app.clientId}`, 303);
}

/** `/apps/{clientId}…` of admin.shopify.com: the frame, or for a standalone app the way out to it. */
async function openApp(
  c: Context,
  side: MerchantSide,
  shop: SimulatedShop,
  app: SimulatedApp,
): Promise<Response> {
  const url = new URL(c.req.url);
  const base = `/store/${handleOfShop(shop.domain)}/apps/${app.clientId}`;
  for (const name of ["user", "locale"]) url.searchParams.delete(name);
  const inside = url.pathname.slice(base.length);
  const path = `${inside === "" ? "/" : inside}${url.search}`;
  const launchUrl = side.launchUrl(shop.domain, path);
  if (app.embedded !== true) return c.redirect(launchUrl, 302);
  const person = side.staff.signedIn(shop.domain);
  if (side.installation(shop.domain) !== undefined) {
    return showPage(c, adminFramePage({ shop, app, person, launchUrl, path }));
  }
  const action = `/shops/${shop.domain}/admin/apps/${app.clientId}/install`;
  const consent = { shop, app, person, scopes: app.scopes, isUpdate: false, action, fields: {} };
  return showPage(c, consentPage(consent));
}

async function showGateway(
  c: Context,
  side: MerchantSide,
  shop: SimulatedShop,
  app: SimulatedApp,
  status: 200 | 422 = 200,
): Promise<Response> {
  const isInstalled = side.installation(shop.domain) !== undefined;
  const state = side.settings.of(shop.domain);
  const person = side.staff.signedIn(shop.domain);
  return showPage(c, gatewaySettingsPage({ shop, app, isInstalled, state, person }), status);
}

async function chooseActivation(
  c: Context,
  side: MerchantSide,
  shop: SimulatedShop,
  app: SimulatedApp,
): Promise<Response> {
  const form = await c.req.parseBody();
  if (form["act"] === "deactivate") {
    side.settings.deactivate(shop.domain);
    return c.redirect(c.req.path, 303);
  }
  const isDone = side.settings.activate(shop.domain, form["test_mode"] === "1");
  return isDone ? c.redirect(c.req.path, 303) : showGateway(c, side, shop, app, 422);
}

async function sendPrivacyWebhook(c: Context, side: MerchantSide, shop: SimulatedShop): Promise<Response> {
  const form = await c.req.parseBody();
  const topic = PRIVACY_TOPICS.find((one) => one === form["topic"]);
  if (topic === undefined || !side.webhooks.isSubscribed(topic)) return showPage(c, notFoundPage(), 404);
  const email = typeof form["email"] === "string" ? form["email"].trim() : "";
  const isAboutSomebody = topic !== "shop/redact" && email !== "";
  const payload = isAboutSomebody ? { customer: { id: null, email, phone: null } } : {};
  await side.webhooks.send({ shop: shop.domain, topic, payload });
  return c.redirect(`/shops/${shop.domain}/admin`, 303);
}

function shopAdminRoutes(side: MerchantSide): Hono {
  const app = new Hono();
  app.get("/shops/:shop/admin", (c) =>
    inShop(c, side, c.req.param("shop"), (shop) => {
      const installation = side.installation(shop.domain);
      const person = side.staff.signedIn(shop.domain);
      const members = side.staff.members(shop.domain);
      return showPage(c, adminHomePage({ shop, app: side.app, installation, person, members }));
    }),
  );
  app.post("/shops/:shop/admin/staff", (c) =>
    inShop(c, side, c.req.param("shop"), async (shop) => {
      chooseStaff(side, shop.domain, await c.req.parseBody());
      return c.redirect(`/shops/${shop.domain}/admin`, 303);
    }),
  );
  app.post("/shops/:shop/admin/privacy", (c) =>
    inShop(c, side, c.req.param("shop"), (shop) => sendPrivacyWebhook(c, side, shop)),
  );
  // Answered without CORS headers: only the admin's own page can read it, as only the real admin can mint tokens.
  app.post("/shops/:shop/admin/session-token", (c) =>
    inShop(c, side, c.req.param("shop"), (shop) => {
      c.header("Cache-Control", "no-store");
      const isInstalled = side.installation(shop.domain) !== undefined && side.app !== null;
      return isInstalled
        ? c.json({ token: side.sessionToken(shop.domain) })
        : c.json({ error: "not installed" }, 404);
    }),
  );
  return app;
}

function appRoutes(side: MerchantSide): Hono {
  const app = new Hono();
  app.post("/shops/:shop/admin/apps/:clientId/install", (c) =>
    forApp(c, side, c.req.param("shop"), c.req.param("clientId"), (shop, known) =>
      install(c, side, shop, known),
    ),
  );
  app.post("/shops/:shop/admin/apps/:clientId/uninstall", (c) =>
    forApp(c, side, c.req.param("shop"), c.req.param("clientId"), async (shop) => {
      await side.uninstall(shop.domain);
      return c.redirect(`/shops/${shop.domain}/admin`, 303);
    }),
  );
  const gateway = "/shops/:shop/services/payments_partners/gateways/:clientId/settings";
  app.on(["GET", "POST"], gateway, (c) =>
    forApp(c, side, c.req.param("shop"), c.req.param("clientId"), (shop, known) =>
      c.req.method === "POST" ? chooseActivation(c, side, shop, known) : showGateway(c, side, shop, known),
    ),
  );
  app.get("/shops/:shop/admin/apps/:clientId", (c) =>
    c.redirect(`/store/${handleOfShop(c.req.param("shop"))}/apps/${c.req.param("clientId")}`, 302),
  );
  return app;
}

/** admin.shopify.com: `/store/{handle}/…`. */
function storeRoutes(side: MerchantSide): Hono {
  const app = new Hono();
  app.get("/store/:handle", (c) => c.redirect(`/shops/${shopOfHandle(c.req.param("handle"))}/admin`, 302));
  app.on("GET", ["/store/:handle/apps/:clientId", "/store/:handle/apps/:clientId/*"], (c) =>
    forApp(c, side, shopOfHandle(c.req.param("handle")), c.req.param("clientId"), (shop, known) =>
      openApp(c, side, shop, known),
    ),
  );
  app.get("/store/:handle/settings/payments/alternative-providers/:id", (c) =>
    inShop(c, side, shopOfHandle(c.req.param("handle")), (shop) => {
      if (side.app === null) return showPage(c, notFoundPage(), 404);
      const { clientId } = side.app;
      const gateway = `/shops/${shop.domain}/services/payments_partners/gateways/${clientId}/settings`;
      return c.redirect(gateway, 302);
    }),
  );
  return app;
}

/** The merchant's admin around the app: home, staff, the app in its frame, payment settings, uninstall. */
export function adminRoutes(side: MerchantSide): Hono {
  const app = new Hono();
  app.route("/", shopAdminRoutes(side));
  app.route("/", appRoutes(side));
  app.route("/", storeRoutes(side));
  return app;
}
