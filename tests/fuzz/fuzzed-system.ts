import { invariant } from "#app/lib/invariant.ts";
import { DEMO_SHOP, type World } from "../../scripts/demo/world.ts";
import { signInTo } from "../builders/merchant-browser.ts";
import { isShopDomain } from "#app/shopify/shop-domain.ts";
import type { FuzzedSystem } from "./door-table.ts";

/** Of a world whose payments port has no TLS: one payment, and a person who is signed in. */
export async function fuzzedSystem(world: World): Promise<FuzzedSystem> {
  const { shopify, webOrigin, paymentsUrl, noticeUrl, liveSecretKey } = world;
  const session = shopify.newSession({ shop: DEMO_SHOP });
  const { redirectUrl } = await shopify.sendSession(session.id);
  const webhookSecret = shopify.app()?.clientSecret;
  invariant(redirectUrl && webhookSecret && isShopDomain(DEMO_SHOP), "the world takes payments");
  const { browser } = await signInTo(world, DEMO_SHOP);
  const names = ["shopify_app_session", "shopify_app_session.sig"];
  return {
    ...{ webOrigin, paymentsUrl, noticeUrl, webhookSecret },
    noticeKey: liveSecretKey,
    shop: DEMO_SHOP,
    slug: redirectUrl.split("/").at(-1) ?? "",
    cookie: names.map((name) => `${name}=${browser.cookie(name)}`).join("; "),
  };
}
