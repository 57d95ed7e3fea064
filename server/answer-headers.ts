/**
 * The headers of every answer that says nothing of its own about them: pages and files do (`document-headers.ts` of each surface), a
 * redirect or an error, a library's answer, a door that is added do not, and none of them may be kept, framed or taken for something else.
 */
import type { ServerResponse } from "node:http";

const OF_MACHINES = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

const OF_BROWSERS = {
  ...OF_MACHINES,
  // What is no page loads nothing, wherever somebody makes a browser show it.
  "Content-Security-Policy":
    "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  // Browsers heed it only over TLS (RFC 6797, section 8.1), so that a demo on plain HTTP works.
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "Referrer-Policy": "same-origin",
};

/** On a port that only machines call. */
export function setMachineHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(OF_MACHINES)) response.setHeader(name, value);
}

/** On the public port. What the answer itself says comes in place of these. */
export function setBrowserHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(OF_BROWSERS)) response.setHeader(name, value);
}
