import { invariant } from "#app/lib/invariant.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import type { TestWorld } from "../setup/world.ts";
import { signInTo } from "./merchant-browser.ts";
import { connectNewShop, type Shop } from "./shop.ts";

const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36";

export interface SavedAnswer {
  status: number;
  kind: string;
  problems: Record<string, string>;
}

/** A person of a connected shop with one page of settings, over HTTP as a browser's script uses it. */
export interface SettingsPage {
  shop: Shop;
  shopId: string;
  userId: string;
  /** What the page is loaded with. */
  load: () => Promise<unknown>;
  /** Sends the page's form. */
  post: (fields: Record<string, string>) => Promise<SavedAnswer>;
  /** Opens any address of the app as the same person. */
  get: (path: string) => Promise<Response>;
  /** Sends a form with a file to any address of the app as the same person. */
  upload: (path: string, form: FormData) => Promise<Response>;
}

export async function openSettings(
  world: TestWorld,
  input: { address: string; route: string },
): Promise<SettingsPage> {
  const shop = await connectNewShop(world);
  const { cookie, csrf, userId } = await cookiesOf(world, shop.domain);
  const [row] = await world.rows<{ id: string }>("select id from shops where domain = $1", [shop.domain]);
  invariant(row, "the shop is stored");
  const url = `${world.webOrigin}${input.address}?_data=${encodeURIComponent(input.route)}`;
  const headers = { "user-agent": USER_AGENT, cookie, origin: world.webOrigin };
  return {
    shop,
    shopId: row.id,
    userId,
    load: async () => {
      const answer = await fetch(url, { headers });
      invariant(answer.status === 200, `loading ${input.address} was answered ${answer.status}`);
      const loaded: unknown = await answer.json();
      return loaded;
    },
    post: async (fields) => {
      const body = new URLSearchParams({ ...fields, csrf });
      const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual" });
      const said: unknown = await answer.json();
      return { problems: {}, ...(said as { kind: string }), status: answer.status };
    },
    get: (path) => fetch(`${world.webOrigin}${path}`, { headers, redirect: "manual" }),
    upload: (path, form) => {
      form.set("csrf", csrf);
      return fetch(`${world.webOrigin}${path}`, {
        method: "POST",
        headers,
        body: form,
        redirect: "manual",
      });
    },
  };
}

async function cookiesOf(
  world: TestWorld,
  shop: ShopDomain,
): Promise<{ cookie: string; csrf: string; userId: string }> {
  const { browser, visit } = await signInTo(world, shop);
  const names = ["shopify_app_session", "shopify_app_session.sig"];
  const cookie = names.map((name) => `${name}=${browser.cookie(name) ?? ""}`).join("; ");
  return { cookie, csrf: visit.login?.csrf ?? "", userId: visit.login?.user.id ?? "" };
}

export interface SettingsAudit {
  action: string;
  user_id: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

/** What was written down of the shop's settings, oldest first. */
export function settingsAuditOf(world: TestWorld, page: SettingsPage): Promise<SettingsAudit[]> {
  return world.rows<SettingsAudit>(
    `select action, user_id, before, after from audit_log
      where shop_id = $1 and action in ('rules-saved', 'page-saved') order by id`,
    [page.shopId],
  );
}
