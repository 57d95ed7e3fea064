/** The shops of a storm: how they install the app, connect PagoEfectivo and sign in. */
import { randomBytes, randomUUID } from "node:crypto";
import { Session } from "@shopify/shopify-api";
import { z } from "zod";
import { invariant } from "#app/lib/invariant.ts";
import { Secret } from "#app/lib/secret.ts";
import { connectShop } from "#app/merchants/connect-shop.server.ts";
import { recordSignIn } from "#app/merchants/record-sign-in.server.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import { offlineSessionId } from "#app/shopify/shopify-session-store.server.ts";
import type { RefundRules, ShopPlan } from "./events.ts";
import type { Keys, StormShop, StormWorld } from "./world.ts";

export const APP = {
  clientId: randomBytes(16).toString("hex"),
  clientSecret: `shpss_${randomBytes(16).toString("hex")}`,
};
export const SCOPES = "write_payment_gateways,write_payment_sessions";

export function tellNoticeUrls(world: StormWorld, shop: StormShop, origin: string): void {
  for (const mode of ["live", "sandbox"] as const) {
    world.pagoefectivo.setNotifyUrl(
      shop.serviceIds[mode],
      `${origin}/pagoefectivo/notices/${shop.noticeTokens[mode]}`,
    );
  }
}

export function newKeys(): Keys {
  return {
    accessKey: randomBytes(15).toString("base64"),
    secretKey: randomBytes(30).toString("base64"),
  };
}

/** A shop that installed the app, connected both of its services and saved its rules. */
export async function connectStormShop(
  world: StormWorld,
  plan: ShopPlan,
  refundRules: RefundRules | undefined,
): Promise<StormShop> {
  const number = world.shops.length + 1;
  const domain = parseShopDomain(`tienda-${number}.myshopify.com`);
  invariant(domain, "a shop of the storm has a shop's domain");
  const accessToken = `shpat_${randomBytes(16).toString("hex")}`;
  const first = world.shops[0];
  const shared = plan.sharesService ? first : undefined;
  const serviceIds = shared?.serviceIds ?? { live: 1_000 + number, sandbox: 2_000 + number };
  const keys = shared?.keys ?? { live: newKeys(), sandbox: newKeys() };
  for (const mode of ["live", "sandbox"] as const) {
    if (shared) continue;
    const service = { serviceId: serviceIds[mode], environment: mode, codeService: "TDX", notifyUrl: null };
    world.pagoefectivo.register({ ...service, ...keys[mode] });
  }
  world.shopify.addShop({ domain, accessToken, name: `Tienda ${number}`, currency: "PEN" });
  world.shopify.installApp(domain);
  const outcome = await connectShop(
    { ...world.calm, prisma: world.calm.database.prisma },
    {
      shop: domain,
      displayName: `Tienda ${number}`,
      accessToken: new Secret(accessToken),
      credentials: (["live", "sandbox"] as const).map((mode) => ({
        mode,
        serviceId: serviceIds[mode],
        accessKey: new Secret(keys[mode].accessKey),
        secretKey: new Secret(keys[mode].secretKey),
        currencies: ["PEN", "USD"],
      })),
    },
  );
  invariant(outcome.kind === "connected", "the simulated PagoEfectivo accepts the keys it was given");
  const tokenOf = (mode: string) => outcome.sets.find((set) => set.mode === mode)?.noticeToken ?? "";
  const [row] = await world.rows<{ id: string }>(
    `update shops set code_life_minutes = $2, grace_minutes = $3, confirm_timer_seconds = 30, at_expiry = $4,
       business_day_grace = $5 where domain = $1 returning id`,
    [domain, plan.codeLifeMinutes, plan.graceMinutes, plan.atExpiry, plan.businessDayGrace],
  );
  const shop = {
    domain,
    id: row?.id ?? "",
    serviceIds,
    keys,
    noticeTokens: { live: tokenOf("live"), sandbox: tokenOf("sandbox") },
  };
  if (refundRules) await saveRefundRules(world, shop, refundRules);
  if (plan.tokenExpires) await signIn(world, shop);
  return shop;
}

async function saveRefundRules(world: StormWorld, shop: StormShop, rules: RefundRules): Promise<void> {
  await world.rows(
    `insert into refund_settings (shop_id, version, manual_since, manual_by, approval_above_pen_centimos, approval_above_usd_centimos)
     values ($1, 1, case when $2 then $3::timestamptz end, case when $2 then '4711' end, $4, $4)`,
    [shop.id, rules.isManual, world.clock.now(), rules.approvalAboveCentimos],
  );
}

const givenToken = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  refresh_token: z.string(),
  refresh_token_expires_in: z.number(),
});

/** A person opens the app: Shopify gives it a token that lasts an hour, and one to refresh it with. */
export async function signIn(world: StormWorld, shop: StormShop): Promise<void> {
  const answer = await fetch(`${world.shopify.origin}/shops/${shop.domain}/admin/oauth/access_token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: APP.clientId,
      client_secret: APP.clientSecret,
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token: world.shopify.sessionToken(shop.domain),
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
      expiring: "1",
    }),
  });
  invariant(answer.ok, `Shopify gives a token: ${answer.ok ? "" : await answer.text()}`);
  const given = givenToken.parse(await answer.json());
  const now = world.clock.ms;
  const session = new Session({
    id: offlineSessionId(shop.domain),
    shop: shop.domain,
    state: randomUUID(),
    isOnline: false,
    scope: SCOPES,
    accessToken: given.access_token,
    expires: new Date(now + given.expires_in * 1_000),
    refreshToken: given.refresh_token,
    refreshTokenExpires: new Date(now + given.refresh_token_expires_in * 1_000),
  });
  await world.calm.sessions.storeSession(session);
  await recordSignIn(world.calm, session);
}

/** Somebody else uses the shop's refresh token and dies with what came instead: it works once only. */
export async function loseRefreshToken(world: StormWorld, shop: StormShop): Promise<void> {
  const session = await world.calm.sessions.loadSession(offlineSessionId(shop.domain));
  if (!session?.refreshToken) return;
  await fetch(`${world.shopify.origin}/shops/${shop.domain}/admin/oauth/access_token`, {
    method: "POST",
    body: new URLSearchParams({
      client_id: APP.clientId,
      client_secret: APP.clientSecret,
      grant_type: "refresh_token",
      refresh_token: session.refreshToken,
    }),
  });
  world.count("refresh token lost");
}
