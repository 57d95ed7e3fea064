import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { newShopAtShopify, signInTo } from "../builders/merchant-browser.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("sign_in_over_http");

const BUILD = fileURLToPath(new URL("../../build/server/index.js", import.meta.url));
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36";

const pageModule = z.looseObject({ loader: z.unknown().optional(), action: z.unknown().optional() });
const serverBuild = z.looseObject({
  routes: z.record(z.string(), z.looseObject({ path: z.string().optional(), module: pageModule })),
});

/** Every page and resource of the admin, as the build knows it, with an address that it answers. */
async function adminRoutes() {
  expect(existsSync(BUILD), "the pages are built").toBe(true);
  const { routes } = serverBuild.parse(await import(BUILD));
  return Object.entries(routes)
    .filter(([id]) => id.startsWith("routes/merchant/") && id !== "routes/merchant/enter")
    .map(([id, { path, module }]) => {
      const leaf = (path ?? "").replace(/^app\/?/, "").replace(":paymentId", crypto.randomUUID());
      return { id, address: leaf === "" ? "/app" : `/app/${leaf}`, module };
    });
}

function send(
  address: string,
  input: { method?: string; body?: URLSearchParams; headers?: Record<string, string> } = {},
): Promise<Response> {
  const headers = { "user-agent": USER_AGENT, ...input.headers };
  return fetch(new URL(address, world().webOrigin), { redirect: "manual", ...input, headers });
}

async function signedInCookies(): Promise<{ cookie: string; csrf: string }> {
  const { browser, visit } = await signInTo(world(), newShopAtShopify(world()));
  const names = ["shopify_app_session", "shopify_app_session.sig"];
  const cookie = names.map((name) => `${name}=${browser.cookie(name)}`).join("; ");
  return { cookie, csrf: visit.login?.csrf ?? "" };
}

describe("the running admin", () => {
  it("has no action for a form of another site, whatever cookie and token come with it", async () => {
    const { cookie, csrf } = await signedInCookies();
    const routes = await adminRoutes();

    const statuses = [];
    for (const { id, address, module } of routes.filter((route) => route.module.action)) {
      for (const target of [address, `${address}?_data=${encodeURIComponent(id)}`]) {
        const body = new URLSearchParams({ csrf });
        const headers = { cookie, origin: "https://evil.example" };
        statuses.push((await send(target, { method: "POST", body, headers })).status);
      }
      expect(module.action).toBeDefined();
    }

    expect(new Set(statuses)).toEqual(new Set([403]));
    expect(
      world()
        .logged()
        .filter((line) => line.includes('"level":"error"')),
    ).toEqual([]);
  });

  it("sends a person without a session to Shopify, a script's request as well as a document", async () => {
    const shop = newShopAtShopify(world());

    const document = await send(`/app?shop=${shop}`);
    const script = await send(`/app?shop=${shop}&_data=${encodeURIComponent("routes/merchant/layout")}`);
    const begin = await send(`/auth?shop=${shop}`);

    expect(document.headers.get("location")).toBe(`/auth?shop=${shop}`);
    expect(script.headers.get("x-remix-redirect")).toBe(`/auth?shop=${shop}`);
    expect(script.headers.get("x-remix-reload-document")).toBe("true");
    expect(begin.headers.get("location")).toContain(`/shops/${shop}/admin/oauth/authorize?`);
  });
});
