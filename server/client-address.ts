/**
 * Which address a request to the public port came from. It is the connection's own, unless the request brings the secret that only the
 * trusted proxy knows: then the proxy says it in a header. Anyone can write headers, so both are taken out of every request before
 * anything else reads it, and what `X-Forwarded-For` says is nobody's word.
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import type { FloodConfig } from "#app/lib/flood-config.ts";
import { digest, takeHeader } from "./proxy-proof.ts";

export const WEB_PROXY_SECRET_HEADER = "x-web-proxy-secret";

/** Whoever has one IPv6 address has the other 2^64 of its network (RFC 6177 §2): they count as one. */
const IPV6_NETWORK_PARTS = 4;

/** `whenProxys` is called, before the answer, for a request that the trusted proxy's secret came with. */
export type ClientAddressReader = (request: IncomingMessage, whenProxys?: () => void) => string | null;

/**
 * Reads where a request came from and takes the proxy's two headers away. Null: it cannot be known, because it came from a proxy that did not
 * say.
 */
export function clientAddressReader({
  proxy,
  countsPrivateAddresses,
}: Pick<FloodConfig, "proxy" | "countsPrivateAddresses">): ClientAddressReader {
  const expected = proxy && digest(proxy.secret.reveal());
  const isProxys = ([secret, ...others]: readonly string[]) =>
    expected !== null &&
    secret !== undefined &&
    others.length === 0 &&
    timingSafeEqual(digest(secret), expected);

  return (request, whenProxys) => {
    const secrets = takeHeader(request, WEB_PROXY_SECRET_HEADER);
    const [named, ...otherNames] = proxy ? takeHeader(request, proxy.addressHeader) : [];
    if (isProxys(secrets)) {
      whenProxys?.();
      return named === undefined || otherNames.length > 0 ? null : networkOf(named);
    }
    const own = request.socket.remoteAddress ?? "";
    return countsPrivateAddresses || isPublic(own) ? networkOf(own) : null;
  };
}

/** Null for a text that is no address. */
function networkOf(text: string): string | null {
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv6) return address.parts.slice(0, IPV6_NETWORK_PARTS).join(":");
  return address.toString();
}

function isPublic(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === "unicast";
}
