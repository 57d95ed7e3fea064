import { randomBytes } from "node:crypto";
import { invariant } from "#app/lib/invariant.ts";
import { Secret } from "#app/lib/secret.ts";
import type { Currency } from "#app/lib/money.ts";
import { currentCredentials } from "#app/merchants/credential-queries.server.ts";
import { connectShop } from "#app/merchants/connect-shop.server.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";
import { parseShopDomain, type ShopDomain } from "#app/shopify/shop-domain.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import type { TestWorld } from "../setup/world.ts";

export interface Shop {
  domain: ShopDomain;
  serviceId: number;
  noticeUrl: string;
  accessKey: string;
  secretKey: string;
}

let lastServiceId = 2000;

/** A shop of its own, connected like any other: one PagoEfectivo service, by default live and for both currencies. */
export async function connectNewShop(
  world: TestWorld,
  input: {
    mode?: Environment;
    currencies?: readonly Currency[];
    maximumCentimos?: number;
    /** Shares the service of this shop, keys and all. */
    serviceOf?: Shop;
  } = {},
): Promise<Shop> {
  const { deps } = world.system;
  const { mode = "live", currencies = ["PEN", "USD"] } = input;
  const number = (lastServiceId += 1);
  const serviceId = input.serviceOf?.serviceId ?? number;
  const domain = parseShopDomain(`tienda-${number}.myshopify.com`);
  invariant(domain, "the shop has a shop's domain");
  const accessToken = `shpat_${randomBytes(16).toString("hex")}`;
  const keys = {
    accessKey: input.serviceOf?.accessKey ?? randomBytes(15).toString("base64"),
    secretKey: input.serviceOf?.secretKey ?? randomBytes(30).toString("base64"),
  };
  const service = { serviceId, environment: mode, codeService: "TDX", notifyUrl: null, ...keys };
  if (!input.serviceOf) world.pagoefectivo.register({ ...service, maximumCentimos: input.maximumCentimos });
  world.shopify.addShop({ domain, accessToken, name: `Tienda ${number}`, currency: "PEN" });
  const outcome = await connectShop(
    { ...deps, prisma: deps.database.prisma },
    {
      shop: domain,
      displayName: `Tienda ${number}`,
      accessToken: new Secret(accessToken),
      credentials: [
        {
          mode,
          serviceId,
          accessKey: new Secret(keys.accessKey),
          secretKey: new Secret(keys.secretKey),
          currencies,
        },
      ],
    },
  );
  invariant(outcome.kind === "connected", "the simulated PagoEfectivo accepts the keys it was given");
  const noticeUrl = `${world.webOrigin}/pagoefectivo/notices/${outcome.sets[0]?.noticeToken ?? ""}`;
  // PagoEfectivo knows one address for each service.
  if (!input.serviceOf) world.pagoefectivo.setNotifyUrl(serviceId, noticeUrl);
  return { domain, serviceId, noticeUrl, ...keys };
}

/** Moves the expiry of a CIP at PagoEfectivo alone, as its staff could. */
export async function extendAtPagoEfectivo(
  world: TestWorld,
  shop: Shop,
  input: { cip: string; until: Date },
): Promise<void> {
  const answer = await world.system.deps.pagoefectivo.updateExpiry(
    {
      credentialVersionId: "of the test",
      environment: "live",
      serviceId: shop.serviceId,
      accessKey: new Secret(shop.accessKey),
      secretKey: new Secret(shop.secretKey),
    },
    input.cip,
    input.until,
  );
  invariant(answer === "accepted", "PagoEfectivo moves the expiry");
}

/** A CIP made with a shop's live keys past the app: by another system of the merchant, say. Returns the CIP. */
export async function createElsewhere(
  world: TestWorld,
  transactionCode: string,
  domain: string = DEMO_SHOP,
): Promise<string> {
  const { deps } = world.system;
  const [shop] = await world.rows<{ id: string }>("select id from shops where domain = $1", [domain]);
  const credentials = await currentCredentials(deps.db, deps.vault, {
    shopId: shop?.id ?? "",
    mode: "live",
    currency: "PEN",
  });
  invariant(credentials, "the demo shop has live keys");
  const answer = await deps.pagoefectivo.createCip(credentials, {
    transactionCode,
    amount: { centimos: 12_500, currency: "PEN" },
    expiresAt: new Date(world.clock.now().getTime() + 86_400_000),
    paymentConcept: "x",
    additionalData: "x",
    userEmail: "a@example.com",
    userName: null,
    userLastName: null,
    userPhone: null,
  });
  invariant(answer.kind === "created", "PagoEfectivo creates the CIP");
  return answer.cip;
}
