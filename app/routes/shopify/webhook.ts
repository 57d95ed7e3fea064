import type { ActionFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { receiveUninstalled } from "#app/merchants/shop-leaves.server.ts";
import { receivePrivacyRequest } from "#app/privacy/receive-privacy-request.server.ts";
import { readWebhook } from "#app/shopify/webhook-verification.server.ts";

/** Shopify only ever posts here. */
export function loader(): Response {
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}

/**
 * `POST /webhooks/shopify`: Shopify says something of a shop. It is written down and answered; jobs act on it. Any answer but 2xx asks
 * Shopify to deliver again (shopify.dev, HTTPS delivery of webhooks, read 2026-11-27).
 */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { deps } = context;
  if (request.method !== "POST") return loader();
  const read = await readWebhook(deps.shopifyApp.api, request);
  if (read.kind === "refused") {
    // Signed by Shopify and yet not what it documents: a person should know. Anybody may send an unsigned one.
    const isSigned = read.status === 400;
    deps.log[isSigned ? "error" : "warn"](
      { alert: isSigned, reason: read.reason },
      "a webhook was refused",
    );
    return new Response(null, { status: read.status });
  }
  if (read.kind === "unknown-topic") {
    deps.log.warn({ kind: read.topic.slice(0, 64) }, "Shopify sent a webhook that we did not ask for");
    return new Response(null, { status: 200 });
  }
  const { webhook } = read;
  const outcome =
    webhook.topic === "app/uninstalled"
      ? await receiveUninstalled(deps, webhook)
      : await receivePrivacyRequest(deps, webhook);
  deps.log.info({ shop: webhook.shop, kind: webhook.topic, outcome }, "a webhook arrived");
  return new Response(null, { status: 200 });
}
