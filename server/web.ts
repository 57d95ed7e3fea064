/**
 * The public port: the shopper's pages (Remix), the doors that machines and the voucher page call, static files.
 */
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { Hono, type Context } from "hono";
import { compress } from "hono/compress";
import type {} from "#app/load-context.ts";
import { answerInternalError, type DoorEnvironment } from "#app/doors/door-answers.ts";
import { healthDoor, readinessDoor } from "#app/doors/health-door.ts";
import { createNoticeInbox, noticeDoor } from "#app/doors/notice-door.ts";
import { ownFormsDoor } from "#app/doors/own-forms-door.ts";
import { refundClaimDoor } from "#app/doors/refund-claim-door.ts";
import {
  voucherCancelDoor,
  voucherContinueDoor,
  voucherEmailDoor,
  voucherRenewDoor,
  voucherRetryDoor,
} from "#app/doors/voucher-form-door.ts";
import { voucherKeptDoor, voucherStatusDoor } from "#app/doors/voucher-status-door.ts";
import type { Dependencies } from "./dependencies.ts";
import { listen, type Listening } from "./listen.ts";

const BUILD_FOLDER = fileURLToPath(new URL("../build/", import.meta.url));
const REQUEST_LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16 * 1024 };

export async function startWeb(deps: Dependencies): Promise<Listening> {
  const inbox = createNoticeInbox(deps);
  const pages = createRequestHandler(await loadPages(), deps.config.environment);
  const app = new Hono<DoorEnvironment>();
  app.onError(answerInternalError(deps.log));
  app.get("/healthz", healthDoor());
  app.get("/readyz", readinessDoor(deps));
  app.post("/pagoefectivo/notices/:setToken", noticeDoor(deps, inbox));
  app.get("/v/:slug/status", voucherStatusDoor(deps));
  app.post("/v/:slug/kept", voucherKeptDoor(deps));
  app.post("/v/:slug/continue", voucherContinueDoor(deps));
  app.post("/v/:slug/cancel", voucherCancelDoor(deps));
  app.post("/v/:slug/email", voucherEmailDoor(deps));
  app.post("/v/:slug/retry", voucherRetryDoor(deps));
  app.post("/v/:slug/renew", voucherRenewDoor(deps));
  const claimDoor = refundClaimDoor(deps, (request, refusedForm) =>
    pages(request, refusedForm ? { deps, refusedForm } : { deps }),
  );
  app.post("/r/:token", claimDoor);
  // Only what is the same for everybody: a compressed page that holds a token lets its length be guessed at.
  app.use("/assets/*", compress());
  app.use("*", serveStatic({ root: `${BUILD_FOLDER}client`, onFound: (_, c) => keepFile(c) }));
  app.use("/app/*", ownFormsDoor(deps));
  app.all("*", (c) => pages(c.req.raw, { deps }));

  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer(REQUEST_LIMITS, (request, response) => void listener(request, response));
  const listening = await listen(server, deps.config.webPort);
  return { ...listening, close: () => listening.close().then(() => inbox.drain()) };
}

/** A file whose address carries its version is kept for a year, any other for an hour. */
function keepFile(c: Context): void {
  const isVersioned = c.req.query("v") !== undefined || c.req.path.startsWith("/assets/");
  c.header("Cache-Control", isVersioned ? "public, max-age=31536000, immutable" : "public, max-age=3600");
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
