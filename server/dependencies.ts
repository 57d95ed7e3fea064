/**
 * Builds the real parts once and hands them to whoever works with them. Nothing else constructs a client.
 */
import { setTimeout as pause } from "node:timers/promises";
import { watchedCertificates } from "#app/lib/certificate-dates.ts";
import { createCallLanes, type CallLanes } from "#app/lib/call-lanes.server.ts";
import { systemClock, type Clock } from "#app/lib/clock.ts";
import type { Config } from "#app/lib/config.server.ts";
import { openDatabase, transactionsOn, type Database } from "#app/lib/database.server.ts";
import type { KeepConfig } from "#app/lib/keep-config.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { createMailer } from "#app/lib/mailer.server.ts";
import { addToLogContext, outsideLogContext } from "#app/lib/log-context.server.ts";
import {
  createOutboundHttp,
  type OutboundHttp,
  type OutboundHttpOptions,
} from "#app/lib/outbound-http.server.ts";
import { createPublicLookup } from "#app/lib/public-lookup.server.ts";
import { openVault, type Vault } from "#app/lib/vault.server.ts";
import { holdSwitches } from "#app/channels/channel-switches.server.ts";
import { mayPostTo } from "#app/cases/desk-settings.ts";
import type { DoctorDeps } from "#app/doctor/doctor-deps.server.ts";
import type { VoucherFormDeps } from "#app/doors/voucher-form-door.ts";
import type { PageDeps } from "#app/load-context.ts";
import { createMessageLog, type MessageLog } from "#app/log/message-log.server.ts";
import { createMetrics, type Metrics } from "#app/metrics/metrics.server.ts";
import { createServiceStateReader, type ServiceStateReader } from "#app/metrics/service-state.server.ts";
import { noteKeys } from "#app/merchants/check-refused-keys.server.ts";
import { recordSignIn } from "#app/merchants/record-sign-in.server.ts";
import { giveUpToken } from "#app/merchants/shop-token.server.ts";
import {
  pagoEfectivoAddresses,
  type PagoEfectivoAddresses,
} from "#app/pagoefectivo/pagoefectivo-addresses.ts";
import { gatherLookUps, type PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { createProviderQrSource, MOST_QR_BYTES } from "#app/pagoefectivo/provider-qr.server.ts";
import { createPagoEfectivoClient } from "#app/pagoefectivo/pagoefectivo-client.server.ts";
import { createOfflineTokens, type ShopifySessions } from "#app/shopify/offline-token.server.ts";
import { createPaymentsAppsClient } from "#app/shopify/payments-apps-client.server.ts";
import { shopifyAddresses, type ShopifyAddresses } from "#app/shopify/shopify-addresses.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { openErasureJournal, type ErasureJournal } from "#app/privacy/erasure-journal.server.ts";
import { shopifyClockOffsetMs, type ShopifyTimeDeps } from "#app/shopify/shopify-time.server.ts";
import { createShopifyApp } from "#app/shopify/shopify-app.server.ts";
import { shopifySessionStore } from "#app/shopify/shopify-session-store.server.ts";

export interface Dependencies extends VoucherFormDeps, PageDeps, DoctorDeps {
  config: Config;
  database: Database;
  publicOrigin: string;
  lanes: CallLanes;
  messageLog: MessageLog;
  metrics: Metrics;
  serviceState: ServiceStateReader;
  keep: KeepConfig;
  close(): Promise<void>;
}

/** Nobody reads what a merchant's machine answers. */
const MERCHANT_ANSWER_BYTES = 64 * 1024;

/** A picture that nobody waits for. */
const QR_TIMEOUT_MS = 10_000;

/** Makes a way out; whatever goes through it is counted. */
type Out = (options: OutboundHttpOptions) => OutboundHttp;

function countedWaysOut(metrics: Metrics): Out {
  return (options) => createOutboundHttp({ ...options, onExchange: metrics.outsideCall });
}

/** Other hosts than the API's, and files: nothing that is meant for one reaches the other. */
function pictureParts(addresses: PagoEfectivoAddresses, out: Out) {
  const http = out({
    isAllowedHost: addresses.isQrAddress,
    totalTimeoutMs: QR_TIMEOUT_MS,
    maxAnswerBytes: MOST_QR_BYTES,
  });
  return { http, providerQr: createProviderQrSource({ http, addresses }) };
}

/** Shorter than the claim of a report, so that a slow answer never meets a second attempt. */
const SHOPIFY_TIMEOUT_MS = 20_000;

function watchingParts(base: Pick<PaymentDeps, "clock" | "db">, metrics: Metrics) {
  const { notice: onNotice, report: onReport } = metrics;
  return { metrics, onNotice, onReport, serviceState: createServiceStateReader(base) };
}

/** For the doctor alone: nobody else of ours calls us from outside. */
const OWN_TIMEOUT_MS = 10_000;

function doctorParts(config: Config, shopify: ShopifyTimeDeps, out: Out) {
  const { publicOrigin, paymentsTls } = config;
  return {
    publicOrigin,
    ownAddress: out({
      isAllowedHost: (url) => url.origin === publicOrigin,
      totalTimeoutMs: OWN_TIMEOUT_MS,
    }),
    certificates: paymentsTls.mode === "direct" ? watchedCertificates(paymentsTls) : [],
    shopifyClockOffsetMs: (shop: ShopDomain) => shopifyClockOffsetMs(shopify, shop),
  };
}

/** Of the jobs that a worker does side by side, at most this part waits for one merchant's host. */
const LANE_PART = 0.4;

/** Places of one merchant at one host. */
export function laneSize({ workerConcurrency }: Pick<Config, "workerConcurrency">): number {
  return Math.max(1, Math.floor(workerConcurrency * LANE_PART));
}

function openLanes(config: Config, log: Logger, clock: Clock, metrics: Metrics): CallLanes {
  return createCallLanes({
    clock,
    size: laneSize(config),
    onChange: ({ service, lane, stoppedMs }) => {
      if (stoppedMs === null) metrics.breakerOpened(service);
      if (stoppedMs === null) log.warn({ service, host: lane }, "calls are stopped: nobody answers them");
      else log.info({ service, host: lane, durationMs: stoppedMs }, "calls are answered again");
    },
  });
}

/** What a process may share with its neighbours, or be less patient in, when several of them live in one. */
export interface Shared {
  /** Stays open when these parts are closed. */
  database?: Database;
  outboundTimeoutMs?: number;
}

function openOwnDatabase(config: Config, log: Logger): Database {
  return openDatabase({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    // The connection was opened for some request, and is lost at another time.
    onIdleError: (error) => outsideLogContext(() => log.warn({ error }, "a database connection was lost")),
  });
}

type SessionParts = Pick<PaymentDeps, "clock" | "log" | "vault" | "db"> & {
  prisma: Database["prisma"];
  lanes: CallLanes;
  http: OutboundHttp;
  addresses: ShopifyAddresses;
  wait: (ms: number) => Promise<void>;
};

function openSessions(config: Config, parts: SessionParts): ShopifySessions {
  const { prisma, vault, wait } = parts;
  return {
    ...shopifySessionStore({ prisma, vault }),
    ...createOfflineTokens({
      ...parts,
      app: config.shopifyApp,
      pause: wait,
      onTokenLost: (shop) => giveUpToken(parts, shop),
    }),
  };
}

export function buildDependencies(
  config: Config,
  log: Logger,
  clock: Clock = systemClock,
  shared: Shared = {},
): Dependencies {
  const database = shared.database ?? openOwnDatabase(config, log);
  const vault = openVault(config.vaultKeys);
  const pagoEfectivo = pagoEfectivoAddresses({ simulatorOrigin: config.simulators.pagoefectivo });
  const shopify = shopifyAddresses({ simulatorOrigin: config.simulators.shopify });
  const metrics = createMetrics();
  const out = countedWaysOut(metrics);
  const httpTo = ({ isAllowedHost }: { isAllowedHost: (url: URL) => boolean }, timeoutMs: number) =>
    out({ isAllowedHost, totalTimeoutMs: shared.outboundTimeoutMs ?? timeoutMs });
  const toPagoEfectivo = httpTo(pagoEfectivo, config.pagoEfectivoTimeoutMs);
  const toShopify = httpTo(shopify, SHOPIFY_TIMEOUT_MS);
  const doctor = doctorParts(config, { http: toShopify, addresses: shopify, clock }, out);
  const pictures = pictureParts(pagoEfectivo, out);
  const alerts = alertParts(config, shopify.forBrowser, out);
  const wait = (ms: number) => pause(ms);
  const base = { clock, log, vault, db: database.pool, providerQr: pictures.providerQr };
  const lanes = openLanes(config, log, clock, metrics);
  const messageLog = createMessageLog(base);
  const shopifyParts = { lanes, http: toShopify, addresses: shopify };
  const sessions = openSessions(config, { ...base, prisma: database.prisma, ...shopifyParts, wait });
  const pagoefectivo = createPagoEfectivoClient({
    http: toPagoEfectivo,
    addresses: pagoEfectivo,
    clock,
    lanes,
    onKeys: (keys, verdict) => noteKeys(base, keys.credentialVersionId, verdict),
    onCall: messageLog.noteCall,
  });
  return {
    ...base,
    ...{ config, database, prisma: database.prisma, sessions, keep: config.keep },
    inTransaction: transactionsOn(database.pool),
    ...watchingParts(base, metrics),
    shopifyApp: createShopifyApp({
      config: config.shopifyApp,
      publicOrigin: config.publicOrigin,
      sessions,
      http: toShopify,
      addresses: shopify,
      log,
      onSignedIn: (session) => recordSignIn(base, session),
    }),
    pagoefectivo,
    lookUps: gatherLookUps({ ...base, pagoefectivo }, laneSize(config)),
    shopify: createPaymentsAppsClient({
      ...shopifyParts,
      onVersionDrift: ({ shop, answered }) => warnOfDrift(log, shop, answered),
    }),
    ...alerts,
    forBrowser: shopify.forBrowser,
    channelSwitches: holdSwitches(base),
    erasureJournal: openJournal(config, vault),
    noteCaller: addToLogContext,
    pause: wait,
    lanes,
    messageLog,
    ...doctor,
    close: async () => {
      alerts.mailer?.close();
      await messageLog.close();
      const own = [toPagoEfectivo, pictures.http, toShopify, alerts.toMerchants, doctor.ownAddress];
      await Promise.all([...own, ...(shared.database ? [] : [database])].map((one) => one.close()));
    },
  };
}

function openJournal({ erasureJournal: folder }: Config, vault: Vault): ErasureJournal | null {
  return folder === null ? null : openErasureJournal(folder, vault);
}

function warnOfDrift(log: Logger, shop: string, version: string): void {
  log.warn({ alert: true, shop, version }, "Shopify answered in another API version");
}

/** What merchants are told of cases with. */
function alertParts(config: Config, forBrowser: (address: string) => string, out: Out) {
  const { smtp, webhook } = config.alerts;
  return {
    mailer: smtp && createMailer(smtp),
    toMerchants: out({
      isAllowedHost: (url) => mayPostTo(url, webhook),
      lookup: createPublicLookup({ allowsLoopback: webhook.allowsLoopback }),
      maxAnswerBytes: MERCHANT_ANSWER_BYTES,
    }),
    webhookRules: webhook,
    adminAddress: (shop: string, path: string) => adminAddress({ config, forBrowser }, shop, path),
  };
}

/** Inside Shopify's admin a page of ours has Shopify's address; on its own it names the shop that must be signed in. */
function adminAddress(
  place: { config: Config; forBrowser: (address: string) => string },
  shop: string,
  path: string,
): string {
  const { shopifyApp, publicOrigin } = place.config;
  if (!shopifyApp.embedded) return `${publicOrigin}${path}?shop=${encodeURIComponent(shop)}`;
  const handle = shop.replace(/\.myshopify\.com$/, "");
  return place.forBrowser(`https://admin.shopify.com/store/${handle}/apps/${shopifyApp.apiKey}${path}`);
}
