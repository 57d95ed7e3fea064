import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";

export interface Listening {
  /** The real port, also when any free one was asked for. */
  port: number;
  /** Takes no new connection, lets requests in progress end, then resolves. */
  close(): Promise<void>;
}

/** A client that is still sending after this is cut off when we stop. */
export const CLOSE_WITHIN_MS = 10_000;

const CLOSE_IDLE_EVERY_MS = 50;

/** Starts to listen. Rejects when the port is taken. `host` is `127.0.0.1` for private ports. */
export function listen(server: HttpServer | HttpsServer, port: number, host?: string): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, ...(host !== undefined && { host }) }, () => {
      server.off("error", reject);
      const address = server.address();
      const realPort = typeof address === "object" && address ? address.port : port;
      resolve({ port: realPort, close: () => close(server) });
    });
  });
}

function close(server: HttpServer | HttpsServer): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
    // One that has just been answered is idle only now: Node would keep it open for seconds, and take new requests on it.
    const closeIdle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    server.close((error) => {
      clearTimeout(cut);
      clearInterval(closeIdle);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
