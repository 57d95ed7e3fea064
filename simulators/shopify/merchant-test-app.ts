import { once } from "node:events";
import http from "node:http";
import { onTestFinished } from "vitest";
import type { ShopifySimulator, SimulatedApp } from "./server.ts";
import { HandClock, SHOP, startSimulator } from "./test-stand-in.ts";

/** What came to the app, and the app's stated facts: what the tests of the merchant's side talk through. */
export interface ReceivedRequest {
  path: string;
  headers: http.IncomingHttpHeaders;
  text: string;
}

export const APP = {
  clientId: "client-id",
  clientSecret: "client-secret",
  appUrl: "http://localhost:9",
  redirectUrls: ["http://localhost:9/auth/callback"],
  scopes: "write_payment_gateways,write_payment_sessions",
} satisfies SimulatedApp;

const WEBHOOK_PATH = "/webhooks/shopify";
export const EVERY_TOPIC = {
  "app/uninstalled": WEBHOOK_PATH,
  "customers/data_request": WEBHOOK_PATH,
  "customers/redact": WEBHOOK_PATH,
  "shop/redact": WEBHOOK_PATH,
} as const;

/** An app that answers the statuses in order, the last one for ever. */
export async function listeningApp(
  statuses: number[] = [200],
): Promise<{ appUrl: string; received: ReceivedRequest[] }> {
  const received: ReceivedRequest[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
      const text = Buffer.concat(chunks).toString("utf8");
      received.push({ path: request.url ?? "", headers: request.headers, text });
      response.writeHead(status).end("answered");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { appUrl: `http://127.0.0.1:${address.port}`, received };
}

/** A simulator with the app, and a clock that stands still. */
export async function merchantStage(
  app: Partial<SimulatedApp> = {},
  switches: Parameters<typeof startSimulator>[0] = {},
): Promise<{ simulator: ShopifySimulator; clock: HandClock; shop: string }> {
  const clock = new HandClock();
  const simulator = await startSimulator({ ...switches, app: { ...APP, ...app }, clock });
  return { simulator, clock, shop: SHOP.domain };
}

/** A request that shows its redirects instead of following them. */
export function visit(simulator: ShopifySimulator, path: string, form?: object): Promise<Response> {
  const body = form === undefined ? {} : { method: "POST", body: new URLSearchParams({ ...form }) };
  return fetch(`${simulator.origin}${path}`, { redirect: "manual", ...body });
}

/** Where an answer sends the browser. */
export function locationOf(answer: Response): URL {
  return new URL(answer.headers.get("Location") ?? "", answer.url);
}

export function authorizePath(shop: string, fields: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: APP.clientId,
    scope: APP.scopes,
    redirect_uri: APP.redirectUrls[0] ?? "",
    state: "nonce",
    "grant_options[]": "",
    ...fields,
  });
  return `/shops/${shop}/admin/oauth/authorize?${query}`;
}

/** The token endpoint as the app's library calls it. */
export function askForToken(
  simulator: ShopifySimulator,
  shop: string,
  fields: Record<string, string>,
): Promise<Response> {
  return fetch(`${simulator.origin}/shops/${shop}/admin/oauth/access_token`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ client_id: APP.clientId, client_secret: APP.clientSecret, ...fields }),
  });
}

/** A code of an installed shop, fresh from the authorize page. */
export async function newCode(
  simulator: ShopifySimulator,
  shop: string,
  fields: Record<string, string> = {},
): Promise<string> {
  simulator.installApp(shop);
  const answer = await visit(simulator, authorizePath(shop, fields));
  return locationOf(answer).searchParams.get("code") ?? "";
}
