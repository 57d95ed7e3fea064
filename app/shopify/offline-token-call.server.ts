/**
 * Asks Shopify for the next offline token. Our own call and not the library's, because only ours says whether a failed
 * one may have used up the refresh token. Form: @shopify/shopify-api 15, lib/auth/oauth/refresh-token.
 */
import { Session } from "@shopify/shopify-api";
import { z } from "zod";
import { ExternalCallError } from "#app/lib/external-call-error.ts";
import type { OutboundHttp } from "#app/lib/outbound-http.server.ts";
import { Secret } from "#app/lib/secret.ts";
import type { ShopDomain } from "./shop-domain.ts";
import type { ShopifyAddresses } from "./shopify-addresses.ts";
import { offlineSessionId } from "./shopify-session-store.server.ts";

export interface TokenCallDeps {
  http: OutboundHttp;
  addresses: Pick<ShopifyAddresses, "accessToken">;
  app: { apiKey: string; apiSecret: Secret };
}

const answerBody = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
});
const refusalBody = z.object({ error: z.string() });

/** What is said of a refresh token that is worth nothing: any other refusal is about the app, or passes. */
const DEAD_TOKEN = ["invalid_subject_token", "invalid_grant"];

/**
 * The next session. Throws ExternalCallError; `refused` only when the refresh token is dead for good, `unknown` when it
 * may have been used up although no token came.
 */
export async function refreshSession(
  deps: TokenCallDeps,
  input: { shop: ShopDomain; refreshToken: Secret; now: Date },
): Promise<Session> {
  const { shop, now } = input;
  const answer = await deps.http.request({
    service: "shopify",
    operation: "refresh-token",
    method: "POST",
    url: deps.addresses.accessToken(shop),
    headers: { "content-type": "application/json", accept: "application/json" },
    connection: "fresh",
    body: JSON.stringify({
      client_id: deps.app.apiKey,
      client_secret: deps.app.apiSecret.reveal(),
      refresh_token: input.refreshToken.reveal(),
      grant_type: "refresh_token",
    }),
  });
  const body = jsonOf(answer.text);
  if (answer.status !== 200) throw refusal(answer.status, body);
  const parsed = answerBody.safeParse(body);
  if (!parsed.success) throw failure("unknown", "broken-answer", answer.status);
  const token = parsed.data;
  const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
  return new Session({
    id: offlineSessionId(shop),
    shop,
    state: "",
    isOnline: false,
    scope: token.scope,
    accessToken: token.access_token,
    expires: inSeconds(token.expires_in),
    refreshToken: token.refresh_token,
    refreshTokenExpires: inSeconds(token.refresh_token_expires_in),
  });
}

function refusal(status: number, body: unknown): ExternalCallError {
  const word = refusalBody.safeParse(body).data?.error ?? "";
  if (status < 500 && DEAD_TOKEN.includes(word)) return failure("refused", word, status);
  // 5xx may have happened after the exchange; any other answer says that it did not.
  return failure(status >= 500 ? "unknown" : "not-done", `http-${status}`, status);
}

function failure(
  outcome: ExternalCallError["outcome"],
  reason: string,
  httpStatus: number,
): ExternalCallError {
  return new ExternalCallError({
    service: "shopify",
    operation: "refresh-token",
    outcome,
    reason,
    httpStatus,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // The caller judges by status then.
  }
}
