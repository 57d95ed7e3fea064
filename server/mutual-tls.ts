/**
 * Who may call the payments port. Shopify signs none of its session requests: a client certificate from Shopify's own
 * authority is their only proof (shopify.dev, payments considerations, read 2026-11-22). The chain, the dates and the
 * purpose are checked; the leaf is never pinned, because Shopify renews it.
 */
import { constants } from "node:crypto";
import { createServer, type Server, type ServerOptions } from "node:https";
import type { RequestListener } from "node:http";
import type { TLSSocket } from "node:tls";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Secret } from "#app/lib/secret.ts";

export interface DirectTls {
  key: Secret;
  cert: string;
  /** PEM of every authority that may have signed, roots and intermediates; several may overlap. */
  clientCa: string;
}

/** extKeyUsage clientAuth (RFC 5280 §4.2.1.12). */
const CLIENT_AUTH_OID = "1.3.6.1.5.5.7.3.2";

/**
 * Each connection is judged anew and once. A resumed TLS session brings the earlier verdict along instead of a certificate,
 * even an ended one's; a renegotiation would come after the verdict. Node keeps no sessions itself, so that without
 * tickets there are none.
 */
const JUDGED_ANEW_AND_ONCE = constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION;

const REFUSED = "a connection to the payments port was refused";

/** Whoever has not finished the handshake by then holds a connection for nothing. */
const HANDSHAKE_WITHIN_MS = 10_000;

/**
 * An HTTPS server that closes every connection without a good client certificate before any HTTP is read. Node itself
 * would refuse silently (`rejectUnauthorized`); we refuse at `secureConnection`, so that the reason is logged.
 */
export function createMutualTlsServer(
  tls: DirectTls,
  log: Logger,
  options: ServerOptions,
  listener: RequestListener,
): Server {
  const server = createServer(
    {
      ...options,
      key: tls.key.reveal(),
      cert: tls.cert,
      ca: tls.clientCa,
      minVersion: "TLSv1.2",
      requestCert: true,
      rejectUnauthorized: false,
      secureOptions: JUDGED_ANEW_AND_ONCE,
      handshakeTimeout: HANDSHAKE_WITHIN_MS,
    },
    listener,
  );
  // First in line: Node's own listener, which begins to read HTTP, was added when the server was made.
  server.prependListener("secureConnection", (socket: TLSSocket) => {
    const reason = refusalReason(socket);
    if (reason === null) return;
    log.warn({ alert: true, reason }, REFUSED);
    socket.destroy();
  });
  server.on("tlsClientError", (error) => {
    const reason = "code" in error && typeof error.code === "string" ? error.code : error.name;
    // Port checks connect and hang up: nobody was refused.
    if (reason === "ECONNRESET") log.info({ reason }, "a caller of the payments port hung up");
    else log.warn({ alert: true, reason }, REFUSED);
  });
  return server;
}

/** Why this peer may not speak, or null when it may. */
function refusalReason(socket: TLSSocket): string | null {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return "no-client-certificate";
  // Node's types say Error; on a server it is OpenSSL's word, such as CERT_HAS_EXPIRED.
  if (!socket.authorized) return String(socket.authorizationError);
  return isForClients(certificate.keyUsage) ? null : "not-for-client-authentication";
}

/** OpenSSL accepts a certificate that names no purpose at all; such a one is refused here. */
function isForClients(purposes: readonly string[] | undefined): boolean {
  return purposes?.includes(CLIENT_AUTH_OID) ?? false;
}
