/**
 * The whole world on one machine: a database of its own, both outside parties simulated, the app, and a connected shop.
 * The demo walks through it; tests start it too.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig, type Role } from "#app/lib/config.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { systemClock, type Clock } from "#app/lib/clock.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { Secret } from "#app/lib/secret.ts";
import type { Schedule } from "#app/jobs/job-table.server.ts";
import { connectShop } from "#app/merchants/connect-shop.server.ts";
import { PAYMENTS_API_VERSION } from "#app/shopify/api-version.ts";
import { isShopDomain } from "#app/shopify/shop-domain.ts";
import { startSystem, type RunningSystem } from "../../server/system.ts";
import { makeTestCertificates } from "../../simulators/certificates.ts";
import {
  startPagoEfectivoSimulator,
  type PagoEfectivoSimulator,
} from "../../simulators/pagoefectivo/server.ts";
import { startShopifySimulator, type ShopifySimulator } from "../../simulators/shopify/server.ts";
import { freePorts } from "./free-ports.ts";

export const DEMO_SHOP = "tienda-demo.myshopify.com";
const STORE_NAME = "Tienda Demo";
const LIVE_SERVICE_ID = 1202;
const SCRATCH_PREFIX = "ventanilla-world-";

export interface World {
  system: RunningSystem;
  shopify: ShopifySimulator;
  pagoefectivo: PagoEfectivoSimulator;
  /** What a process of its own needs to join in: a worker, say. */
  environment: Record<string, string>;
  webOrigin: string;
  paymentsUrl: string;
  noticeUrl: string;
  liveServiceId: number;
  /** What PagoEfectivo signs live notices with. */
  liveSecretKey: string;
  stop(): Promise<void>;
}

export interface WorldOptions {
  databaseUrl: string;
  log: Logger;
  clock?: Clock;
  /** Web, payments, ops, Shopify, PagoEfectivo get this port and the four after it; any free ones without it. */
  portBase?: number;
  /**
   * Which roles run here, in this process; all of them by default. Others can be run in processes of their own, with
   * `environment` and a ROLE.
   */
  roles?: readonly Role[];
  /** How the payments port knows Shopify; `direct` by default. */
  tls?: "direct" | "off";
  /** Whether the admin lives inside Shopify's; standalone by default. */
  embedded?: boolean;
  /** How long the app awaits PagoEfectivo's answer. */
  pagoEfectivoTimeoutSeconds?: number;
  /** The mail server by which merchants are told of cases; no e-mail without one. */
  smtpUrl?: string;
  /** What runs by the clock on the wall; everything by default. */
  schedules?: readonly Schedule[];
  /** Variables that say something else than here. */
  environment?: Readonly<Record<string, string>>;
}

/** Starts everything and connects the shop. The database must be migrated and empty. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const clock = options.clock ?? systemClock;
  const ports = options.portBase
    ? [0, 1, 2, 3, 4].map((n) => (options.portBase ?? 0) + n)
    : await freePorts(5);
  const [webPort = 0, paymentsPort = 0, opsPort = 0, shopifyPort = 0, pagoEfectivoPort = 0] = ports;
  const certificates = await makeTestCertificates({ now: systemClock.now() });
  const tls = options.tls ?? "direct";
  const webOrigin = `http://localhost:${webPort}`;
  const paymentsUrl = `${tls === "direct" ? "https" : "http"}://localhost:${paymentsPort}/shopify/payment-sessions`;

  const accessToken = `shpat_${randomBytes(16).toString("hex")}`;
  const app = simulatedApp({ webOrigin, embedded: options.embedded ?? false });
  const services = [service(1201, "sandbox"), service(LIVE_SERVICE_ID, "live")];
  const pagoefectivo = await startPagoEfectivoSimulator({ port: pagoEfectivoPort, clock, services });
  const shopify = await startShopifySimulator({
    port: shopifyPort,
    clock,
    apiVersion: PAYMENTS_API_VERSION,
    shops: [{ domain: DEMO_SHOP, accessToken, name: STORE_NAME, currency: "PEN" }],
    app,
    paymentSessionUrl: paymentsUrl,
    refundSessionUrl: new URL("/shopify/refund-sessions", paymentsUrl).href,
    clientTls: { ...certificates.client, ca: certificates.ca },
  });

  const scratch = mkdtempSync(join(tmpdir(), SCRATCH_PREFIX));
  const file = (name: string, content: string): string => {
    const path = join(scratch, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const environment = {
    NODE_ENV: "development",
    LOG_LEVEL: "warn",
    DATABASE_URL: options.databaseUrl,
    PUBLIC_ORIGIN: webOrigin,
    WEB_PORT: String(webPort),
    PAYMENTS_PORT: String(paymentsPort),
    OPS_PORT: String(opsPort),
    PAYMENTS_TLS_MODE: tls,
    ...tlsFiles(certificates, file),
    VAULT_KEYS: `demo:${randomBytes(32).toString("base64")}`,
    ...{ ...keysOf(app), ...OPERATOR, ...alertVariables(options.smtpUrl), ...options.environment },
    SIMULATOR_SHOPIFY_ORIGIN: shopify.origin,
    SIMULATOR_PAGOEFECTIVO_ORIGIN: pagoefectivo.origin,
    PAGOEFECTIVO_TIMEOUT_SECONDS: String(options.pagoEfectivoTimeoutSeconds ?? ""),
  };
  const config = readConfig(environment);
  const system = await startSystem(
    { ...config, roles: options.roles ?? config.roles },
    { log: options.log, clock, ...(options.schedules && { schedules: options.schedules }) },
  );
  shopify.installApp(DEMO_SHOP);
  const noticeUrl = await connect({ system, pagoefectivo, services, accessToken, webOrigin });

  return {
    system,
    shopify,
    pagoefectivo,
    environment,
    webOrigin,
    paymentsUrl,
    noticeUrl,
    liveServiceId: LIVE_SERVICE_ID,
    liveSecretKey: services.find((entry) => entry.environment === "live")?.secretKey ?? "",
    stop: async () => {
      await Promise.all([shopify.close(), pagoefectivo.close()]);
      await system.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** The app as the partner dashboard and shopify.app.toml describe it to Shopify; its keys are made anew each time. */
function simulatedApp(input: { webOrigin: string; embedded: boolean }) {
  const { webOrigin, embedded } = input;
  const webhooks = "/webhooks/shopify";
  return {
    clientId: randomBytes(16).toString("hex"),
    clientSecret: `shpss_${randomBytes(16).toString("hex")}`,
    appUrl: webOrigin,
    redirectUrls: [`${webOrigin}/auth/callback`],
    scopes: "write_payment_gateways,write_payment_sessions",
    embedded,
    webhookUrls: {
      "app/uninstalled": webhooks,
      "customers/data_request": webhooks,
      "customers/redact": webhooks,
      "shop/redact": webhooks,
    },
  };
}

function tlsFiles(
  { server, caBundle }: Awaited<ReturnType<typeof makeTestCertificates>>,
  file: (name: string, content: string) => string,
) {
  return {
    PAYMENTS_TLS_KEY_FILE: file("server.key", server.key),
    PAYMENTS_TLS_CERT_FILE: file("server.crt", server.cert),
    PAYMENTS_TLS_CLIENT_CA_FILE: file("shopify-ca.crt", caBundle),
  };
}

function keysOf(app: ReturnType<typeof simulatedApp>) {
  return {
    SHOPIFY_API_KEY: app.clientId,
    SHOPIFY_API_SECRET: app.clientSecret,
    SHOPIFY_APP_EMBEDDED: String(app.embedded),
  };
}

/** Whom the public pages name: nobody who is there. */
const OPERATOR = {
  OPERATOR_NAME: "Operador Demo S.A.C.",
  OPERATOR_ADDRESS: "Av. Ejemplo 100, Lima, Perú",
  OPERATOR_EMAIL: "hola@example.com",
  OPERATOR_DATA_PLACE: "En la máquina que ejecuta la demostración",
  OPERATOR_INCIDENT_CONTACT: "guardia@example.com",
};

/** A merchant's own machine is this one, too. */
function alertVariables(smtpUrl: string | undefined) {
  return {
    ALERT_WEBHOOK_LOOPBACK: "true",
    ...(smtpUrl && { SMTP_URL: smtpUrl, ALERT_FROM: "Ventanilla <avisos@example.com>" }),
  };
}

type Service = ReturnType<typeof service>;

/** Keys of the lengths that PagoEfectivo issues, made anew each time. */
function service(serviceId: number, environment: "sandbox" | "live") {
  return {
    serviceId,
    environment,
    codeService: environment === "live" ? "TDA" : "TDP",
    accessKey: randomBytes(15).toString("base64"),
    secretKey: randomBytes(30).toString("base64"),
    notifyUrl: null,
    merchantName: STORE_NAME,
  };
}

/** Connects the shop as its operator would, and tells PagoEfectivo the notice URLs. Returns the live one. */
async function connect(input: {
  system: RunningSystem;
  pagoefectivo: PagoEfectivoSimulator;
  services: readonly Service[];
  accessToken: string;
  webOrigin: string;
}): Promise<string> {
  const { deps } = input.system;
  invariant(isShopDomain(DEMO_SHOP), "the demo's shop has a shop's domain");
  const outcome = await connectShop(
    { ...deps, prisma: deps.database.prisma },
    {
      shop: DEMO_SHOP,
      displayName: STORE_NAME,
      accessToken: new Secret(input.accessToken),
      credentials: input.services.map((entry) => ({
        mode: entry.environment,
        serviceId: entry.serviceId,
        accessKey: new Secret(entry.accessKey),
        secretKey: new Secret(entry.secretKey),
        currencies: ["PEN", "USD"],
      })),
    },
  );
  invariant(outcome.kind === "connected", "the simulated PagoEfectivo accepts the keys it was given");
  let liveUrl = "";
  for (const set of outcome.sets) {
    const url = `${input.webOrigin}/pagoefectivo/notices/${set.noticeToken}`;
    const entry = input.services.find((candidate) => candidate.environment === set.mode);
    if (entry) input.pagoefectivo.setNotifyUrl(entry.serviceId, url);
    if (set.mode === "live") liveUrl = url;
  }
  return liveUrl;
}
