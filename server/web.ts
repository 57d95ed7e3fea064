/**
 * The public port: the shopper's pages, the doors that machines and those pages call, the merchant's pages (Remix), static files.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, IncomingMessage, ServerResponse, type RequestListener } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { Hono, type MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import type {} from "#app/load-context.ts";
import { publicDoorName } from "#app/doors/door-names.ts";
import { floodGuard } from "#app/doors/flood-guard.ts";
import { invariant } from "#app/lib/invariant.ts";
import { healthDoor, readinessDoor } from "#app/doors/health-door.ts";
import { createNoticeInbox, noticeDoor, noticeTurns } from "#app/doors/notice-door.ts";
import { publicPageDoor } from "#app/doors/public-page-door.ts";
import { ownFormsDoor } from "#app/doors/own-forms-door.ts";
import { refusalLog } from "#app/doors/refusal-log.ts";
import { refundClaimDoor } from "#app/doors/refund-claim-door.ts";
import { signInGuard } from "#app/doors/sign-in-guard.ts";
import {
  answerFailure,
  onlyReadableAddresses,
  onlySlugs,
  type Installation,
  type MakeShopperPages,
  type ShopperEnvironment,
  type ShopperPages,
} from "#app/doors/shopper-pages.ts";
import {
  voucherCancelDoor,
  voucherContinueDoor,
  voucherEmailDoor,
  voucherRenewDoor,
  voucherRetryDoor,
} from "#app/doors/voucher-form-door.ts";
import {
  voucherAddressDoor,
  voucherCalendarDoor,
  voucherDocumentDoor,
  voucherProviderQrDoor,
} from "#app/doors/voucher-keep-door.ts";
import { voucherCheckDoor, voucherOperationDoor } from "#app/doors/voucher-ask-door.ts";
import { findCodeDoor } from "#app/doors/find-code-door.ts";
import { onlyKnownVouchers, voucherPageDoor, voucherReturnDoor } from "#app/doors/voucher-page-door.ts";
import { statusDoor } from "#app/doors/status-door.ts";
import { unknownCode, voucherKeptDoor, voucherStatusDoor } from "#app/doors/voucher-status-door.ts";
import { setBrowserHeaders } from "./answer-headers.ts";
import { clientAddressReader } from "./client-address.ts";
import type { Dependencies } from "./dependencies.ts";
import { listen, type Listening } from "./listen.ts";
import { adoptRequestId, observed } from "./observed.ts";
import { REQUEST_LIMITS } from "./request-limits.ts";

const BUILD_FOLDER = fileURLToPath(new URL("../build/", import.meta.url));

export async function startWeb(deps: Dependencies): Promise<Listening> {
  const inbox = createNoticeInbox(deps);
  const build = await loadPages();
  const shopperPages = loadShopperPages(build, {
    canFind: deps.mailer !== null,
    operator: deps.config.operator,
    payersDays: deps.keep.payersDays,
  });
  const pages = createRequestHandler(build, deps.config.environment);
  const app = new Hono<ShopperEnvironment>();
  app.onError(answerFailure(deps.log));
  app.get("/healthz", healthDoor());
  app.get("/readyz", readinessDoor(deps));
  app.get("/status.json", statusDoor(deps));
  const turns = noticeTurns(deps, deps.config.flood.machines);
  app.post("/pagoefectivo/notices/:setToken", noticeDoor({ ...deps, turns }, inbox));
  const guard = floodGuard(deps);
  app.use("/v/:slug/*", guard, onlySlugs(unknownCode));
  app.use("/r/:token/*", onlyReadableAddresses(), guard);
  app.on("GET", ["/v/:slug", "/v/:slug/"], voucherPageDoor(deps));
  app.get("/v/:slug/return", voucherReturnDoor(deps));
  app.get("/v/:slug/status", voucherStatusDoor(deps));
  app.post("/v/:slug/kept", voucherKeptDoor(deps));
  app.post("/v/:slug/continue", voucherContinueDoor(deps));
  app.post("/v/:slug/cancel", voucherCancelDoor(deps));
  app.post("/v/:slug/email", voucherEmailDoor(deps));
  app.post("/v/:slug/retry", voucherRetryDoor(deps));
  app.get("/v/:slug/code.ics", voucherCalendarDoor(deps));
  app.get("/v/:slug/code.pdf", voucherDocumentDoor(deps));
  app.get("/v/:slug/page-qr.svg", voucherAddressDoor(deps));
  app.get("/v/:slug/provider-qr", voucherProviderQrDoor(deps));
  app.post("/v/:slug/check", voucherCheckDoor(deps));
  const operationDoor = voucherOperationDoor(deps, (request, refusedSlip) =>
    pages(request, { deps, refusedSlip }),
  );
  app.post("/v/:slug/operation", operationDoor);
  app.get("/v/:slug/operation", onlyKnownVouchers(deps));
  app.get("/privacy", publicPageDoor("privacy"));
  app.get("/terms", publicPageDoor("terms"));
  app.get("/support", publicPageDoor("support"));
  app.use("/find", guard);
  const findDoor = findCodeDoor(deps, (request, findAnswer) => pages(request, { deps, findAnswer }));
  app.post("/find", findDoor);
  app.post("/v/:slug/renew", voucherRenewDoor(deps));
  const claimDoor = refundClaimDoor(deps, (request, refusedForm) =>
    pages(request, refusedForm ? { deps, refusedForm } : { deps }),
  );
  app.post("/r/:token", claimDoor);
  // Only what is the same for everybody: a compressed page that holds a token lets its length be guessed at.
  for (const files of ["/assets/*", "/voucher.css", "/voucher.js"]) app.use(files, compress());
  app.use("*", serveFiles());
  const refusals = refusalLog(deps);
  app.use("/app/*", refusals);
  app.use("/auth/*", refusals, signInGuard(deps));
  app.use("*", onlyReadableAddresses(), ownFormsDoor(deps));
  app.all("*", (c) => pages(c.req.raw, { deps }));

  warnOfSharedAddress(deps);
  const server = createServer(REQUEST_LIMITS, publicListener(deps, app, shopperPages));
  const listening = await listen(server, deps.config.webPort);
  return { ...listening, close: () => listening.close().then(() => inbox.drain()) };
}

function publicListener(
  { config, metrics }: Dependencies,
  app: Hono<ShopperEnvironment>,
  shopperPages: ShopperPages,
): RequestListener {
  const readAddress = clientAddressReader(config.flood);
  const listener = getRequestListener(
    (request, { incoming, outgoing }) => {
      invariant(
        incoming instanceof IncomingMessage && outgoing instanceof ServerResponse,
        "the public port speaks HTTP/1",
      );
      const clientAddress = readAddress(incoming, () =>
        adoptRequestId(incoming, outgoing, config.requestIdHeader),
      );
      return app.fetch(request, { incoming, outgoing, shopperPages, clientAddress });
    },
    { overrideGlobalObjects: false },
  );
  return observed(metrics, publicDoorName, (request, response) => {
    setBrowserHeaders(response);
    void listener(request, response);
  });
}

/** A file whose address carries its version is kept for a year, any other for an hour. */
function serveFiles(): MiddlewareHandler {
  const serve = serveStatic({ root: `${BUILD_FOLDER}client` });
  return async (c, next) => {
    const file = await serve(c, next);
    if (!(file instanceof Response)) return file;
    const isVersioned = c.req.query("v") !== undefined || c.req.path.startsWith("/assets/");
    // A drawing brings its styles with it, and a browser may hold it to this.
    file.headers.set(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    );
    // Written into the answer itself: what the context is told when a file was found comes too late to be in it.
    file.headers.set(
      "Cache-Control",
      isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=3600",
    );
    return file;
  };
}

/** TLS ends before this port, so that in production somebody stands between it and the shoppers. */
function warnOfSharedAddress({ config, log }: Dependencies): void {
  if (config.environment !== "production" || config.flood.proxy) return;
  log.warn(
    {},
    "the proxy in front of the public port does not say whom it speaks for: set WEB_PROXY_SECRET",
  );
}

/** The pages as `npm run build` left them. Throws with what to do when they were not built. */
export async function loadPages(): Promise<ServerBuild> {
  const file = `${BUILD_FOLDER}server/index.js`;
  const build: unknown = existsSync(file) ? await import(pathToFileURL(file).href) : null;
  if (!isServerBuild(build)) throw new Error("The pages are not built: run `npm run build` first.");
  return build;
}

function isServerBuild(value: unknown): value is ServerBuild {
  return (
    typeof value === "object" &&
    value !== null &&
    "routes" in value &&
    "entry" in value &&
    "assets" in value
  );
}

/** Draws the shopper's documents with the stylesheet of the same build. */
function loadShopperPages({ entry }: ServerBuild, installation: Installation): ShopperPages {
  if (!makesShopperPages(entry.module))
    throw new Error("The pages are of an older build: run `npm run build`.");
  const style = readFileSync(`${BUILD_FOLDER}client/voucher.css`, "utf8");
  return entry.module.createShopperPages(style, installation);
}

function makesShopperPages(module: object): module is { createShopperPages: MakeShopperPages } {
  return "createShopperPages" in module && typeof module.createShopperPages === "function";
}
