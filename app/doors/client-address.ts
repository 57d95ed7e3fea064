import ipaddr from "ipaddr.js";
import type { DoorContext } from "#app/doors/door-answers.ts";

/**
 * Where a request comes from, for limits. The address of the socket; of IPv6 the /64, which one household has to itself
 * (RFC 6177, section 2): whoever has one has all of its addresses.
 */
export function clientAddress(c: DoorContext): string | null {
  const address = c.env.incoming.socket.remoteAddress ?? "";
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return parsed.toByteArray().slice(0, 8).join(".");
}
