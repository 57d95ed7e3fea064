/**
 * What a trusted proxy says about its caller. In `proxy` mode it ends TLS before us, and two headers are its word: a secret
 * that only it knows, and what came of the client certificate. Anyone can write headers, so both are taken out of every
 * request in every mode before anything else reads it, and outside `proxy` mode they prove nothing.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { PaymentsTls } from "#app/lib/payments-tls-config.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";

export const PROXY_SECRET_HEADER = "x-payments-proxy-secret";

export interface ProxyGate {
  tls: PaymentsTls;
  /** In small letters. */
  verifyHeader: string;
  log: Logger;
}

/** Passes on what may be answered, without the two headers. The rest gets 403, which says nothing; the log says why. */
export function behindProxyGate(gate: ProxyGate, listener: RequestListener): RequestListener {
  const judge = judgeFor(gate.tls);
  return (request, response) => {
    const secrets = takeHeader(request, PROXY_SECRET_HEADER);
    const results = takeHeader(request, gate.verifyHeader);
    const reason = judge(secrets, results);
    if (reason === null) {
      listener(request, response);
      return;
    }
    gate.log.warn(
      { alert: true, reason, shopifyRequestId: shopifyRequestId(request) },
      "a request to the payments port was refused",
    );
    refuse(response);
  };
}

type Judge = (secrets: readonly string[], results: readonly string[]) => string | null;

/** Why this request may not be answered, or null when it may. */
function judgeFor(tls: PaymentsTls): Judge {
  if (tls.mode !== "proxy") return () => null;
  const expected = digest(tls.secret.reveal());
  return ([secret, ...otherSecrets], [result, ...otherResults]) => {
    // A second value came from someone else than the first, and nobody knows which one is the proxy's.
    if (otherSecrets.length + otherResults.length > 0) return "repeated-proxy-header";
    if (secret === undefined) return "no-proxy-secret";
    if (!timingSafeEqual(digest(secret), expected)) return "wrong-proxy-secret";
    return result === tls.verifiedValue ? null : "client-not-verified";
  };
}

/** Two digests are equally long, so that comparing them tells nothing about the secret, not even its length. */
export function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * Every value of a header, which the request then carries in none of its forms. Read from the distinct ones, because Node joins
 * repeated headers elsewhere; and before the raw lines change, because Node has counted those.
 */
export function takeHeader(request: IncomingMessage, name: string): readonly string[] {
  // Few requests bring it, and Node sorts out all headers of a request when the first distinct one is asked for.
  if (!hasLine(request.rawHeaders, name)) return [];
  const values = request.headersDistinct[name];
  if (!values) return [];
  Reflect.deleteProperty(request.headersDistinct, name);
  Reflect.deleteProperty(request.headers, name);
  const raw = request.rawHeaders;
  request.rawHeaders = raw.filter((_, index) => raw[index - (index % 2)]?.toLowerCase() !== name);
  return values;
}

function hasLine(raw: readonly string[], name: string): boolean {
  return raw.some(
    (text, index) => index % 2 === 0 && text.length === name.length && text.toLowerCase() === name,
  );
}

/** Shopify's name for the request, so that it can be found there; nothing that does not look like one. */
function shopifyRequestId(request: IncomingMessage): string | null {
  const value = request.headers["shopify-request-id"];
  return typeof value === "string" && /^[\w-]{1,64}$/.test(value) ? value : null;
}

function refuse(response: ServerResponse): void {
  const body = JSON.stringify({ error: { code: "forbidden", message: "this caller is not known here" } });
  // What is still being sent is not read, so that the connection cannot be used again.
  response.writeHead(403, { "Content-Type": "application/json", Connection: "close" }).end(body);
}
