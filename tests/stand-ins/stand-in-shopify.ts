/**
 * For tests: a real HTTP server that plays Shopify with one answer, and the answers it can give. It
 * ends with the test that started it.
 */
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { onTestFinished } from "vitest";
import { createCallLanes } from "#app/lib/call-lanes.server.ts";
import { systemClock } from "#app/lib/clock.ts";
import { createOutboundHttp } from "#app/lib/outbound-http.server.ts";
import { Secret } from "#app/lib/secret.ts";
import { createPaymentsAppsClient } from "#app/shopify/payments-apps-client.server.ts";
import type { ReportAnswer, ReportKind, VersionDrift } from "#app/shopify/payments-apps-client.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";
import { shopifyAddresses } from "#app/shopify/shopify-addresses.ts";

export type Reply =
  { status?: number; headers?: Record<string, string>; body: unknown } | "drop" | "silence";

export const shop = knownShop("tienda.myshopify.com");
export const VARIABLES = { id: "gid://shopify/PaymentSession/1" };

interface Told {
  answer: ReportAnswer;
  received: { url: string | undefined; headers: IncomingHttpHeaders; body: string }[];
  drifts: VersionDrift[];
}

/** Starts a Shopify that always gives `reply`, and tells it once. */
export async function tell(
  reply: Reply,
  kind: ReportKind = "resolve",
  variables: Record<string, unknown> = VARIABLES,
): Promise<Told> {
  const received: Told["received"] = [];
  const drifts: VersionDrift[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      received.push({ url: request.url, headers: request.headers, body });
      if (reply === "drop") response.destroy();
      else if (reply !== "silence") {
        const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
        response
          .writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers })
          .end(text);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const addresses = shopifyAddresses({ simulatorOrigin: `http://127.0.0.1:${address.port}` });
  const http = createOutboundHttp({
    isAllowedHost: addresses.isAllowedHost,
    // Only silence may run into it: a busy machine takes a second for an answer that comes.
    totalTimeoutMs: reply === "silence" ? 1_000 : 15_000,
    maxAnswerBytes: 50_000,
  });
  onTestFinished(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const client = createPaymentsAppsClient({
    http,
    addresses,
    lanes: createCallLanes({ clock: systemClock, size: 10 }),
    onVersionDrift: (drift) => drifts.push(drift),
  });
  const answer = await client.send({ shop, accessToken: new Secret("shpat_canary"), kind, variables });
  return { answer, received, drifts };
}

export const session = (code: string, redirectUrl?: string): Record<string, unknown> => ({
  id: VARIABLES.id,
  state: { code },
  nextAction: redirectUrl === undefined ? null : { action: "REDIRECT", context: { redirectUrl } },
});

export const payload = (field: string, paymentSession: unknown, userErrors: unknown[] = []): Reply => ({
  body: { data: { [field]: { paymentSession, userErrors } } },
});

export const graphqlError = (code: string, extensions?: unknown): Reply => ({
  body: { errors: [{ message: code, extensions: { code } }], extensions },
});

function knownShop(text: string): ShopDomain {
  const domain = parseShopDomain(text);
  if (domain === null) throw new Error("not a shop");
  return domain;
}
