import { Hono, type Context } from "hono";
import { z } from "zod";
import { chooseStaff } from "./chosen-staff.ts";
import { consentPage, oauthErrorPage } from "./consent-page.ts";
import { parseJson } from "./json.ts";
import type { MerchantSide } from "./merchant-side.ts";
import { answerTokenRequest, tokenRequestSchema } from "./oauth-grants.ts";
import { notFoundPage } from "./order-pages.ts";
import { showPage } from "./page-layout.ts";
import { signedQuery } from "./signed-query.ts";
import { hostParameter, scopeList, type SimulatedApp } from "./simulated-app.ts";
import type { SimulatedShop } from "./session-record.ts";

const PER_USER = "grant_options[]";

const authorizeSchema = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string().default(""),
  state: z.string().default(""),
  [PER_USER]: z.string().default(""),
});

type AuthorizeRequest = z.infer<typeof authorizeSchema>;

interface Refusal {
  error: string;
  description: string;
}

/** Why this authorize request is not honoured, or null. The address to go back to is judged before anything else. */
function refuse(app: SimulatedApp, request: AuthorizeRequest): Refusal | null {
  if (request.client_id !== app.clientId) {
    return { error: "application_cannot_be_found", description: "The client_id is unknown." };
  }
  if (!app.redirectUrls.includes(request.redirect_uri)) {
    return { error: "invalid_request", description: "The redirect_uri is not whitelisted" };
  }
  const allowed = new Set(scopeList(app.scopes));
  const strange = scopeList(request.scope).find((scope) => !allowed.has(scope));
  return strange === undefined
    ? null
    : { error: "invalid_scope", description: `The app may not ask for ${strange}.` };
}

/** Back to the app with a fresh code, signed (shopify.dev, authorization code grant, read 2026-11-27). */
function backToApp(side: MerchantSide, app: SimulatedApp, shop: string, request: AuthorizeRequest): string {
  const scope = side.installation(shop)?.scopes ?? "";
  const userId = request[PER_USER] === "per-user" ? side.staff.signedIn(shop).id : null;
  const url = new URL(request.redirect_uri);
  url.search = signedQuery(
    {
      ...Object.fromEntries(url.searchParams),
      code: side.tokens.newCode(shop, scope, userId),
      host: hostParameter(shop),
      shop,
      state: request.state,
      timestamp: String(Math.floor(side.clock.now().getTime() / 1000)),
    },
    app.clientSecret,
  );
  return url.href;
}

async function authorize(
  c: Context,
  side: MerchantSide,
  shop: SimulatedShop,
  fields: Record<string, unknown>,
): Promise<Response> {
  const { app } = side;
  const request = authorizeSchema.safeParse(fields);
  const broken: Refusal | null =
    app === null || !request.success
      ? { error: "invalid_request", description: "A required parameter is missing." }
      : refuse(app, request.data);
  if (app === null || !request.success || broken !== null) {
    return showPage(c, oauthErrorPage(broken?.error ?? "", broken?.description ?? ""), 400);
  }
  const asked = scopeList(request.data.scope).length === 0 ? app.scopes : request.data.scope;
  if (c.req.method === "POST") side.install(shop.domain, asked);
  if (side.hasGranted(shop.domain, asked)) {
    return c.redirect(backToApp(side, app, shop.domain, request.data), 302);
  }
  const person = side.staff.signedIn(shop.domain);
  const consent = consentPage({
    shop,
    app,
    person,
    scopes: asked,
    isUpdate: side.installation(shop.domain) !== undefined,
    action: `/shops/${shop.domain}/admin/oauth/authorize`,
    fields: request.data,
  });
  return showPage(c, consent);
}

async function bodyOf(c: Context): Promise<unknown> {
  const isJson = (c.req.header("Content-Type") ?? "").includes("json");
  return isJson ? parseJson(await c.req.text()) : c.req.parseBody();
}

/** `/shops/{shop}/admin/oauth/…`: the authorize page and the token endpoint of every shop. */
export function oauthRoutes(side: MerchantSide): Hono {
  const app = new Hono();

  app.on(["GET", "POST"], "/shops/:shop/admin/oauth/authorize", async (c) => {
    const shop = side.ledger.shop(c.req.param("shop"));
    if (shop === undefined) return showPage(c, notFoundPage(), 404);
    chooseStaff(side, shop.domain, c.req.query());
    // Hono's own form reader makes a list of `grant_options[]`.
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()));
    return authorize(c, side, shop, c.req.method === "POST" ? form : c.req.query());
  });

  app.post("/shops/:shop/admin/oauth/access_token", async (c) => {
    const domain = c.req.param("shop");
    c.header("Cache-Control", "no-store");
    if (side.app === null || side.ledger.shop(domain) === undefined) {
      return c.json({ error: "application_cannot_be_found" }, 404);
    }
    const request = tokenRequestSchema.safeParse(await bodyOf(c));
    if (!request.success) return c.json({ error: "invalid_request" }, 400);
    const answer = answerTokenRequest(side, side.app, domain, request.data);
    return c.json(answer.body, answer.status);
  });
  return app;
}
