import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { createServer, type Server } from "node:net";
import { invariant } from "#app/lib/invariant.ts";

/**
 * Where ports are looked for. Below those that the system gives to outgoing connections (from 32768 on Linux, kernel documentation
 * ip-sysctl, read 2026-11-29), or one of these may take a port between its choice and its use; above 10080, to which `fetch` connects
 * to nobody (Fetch Standard, "bad port", read 2026-11-30).
 */
const RANGE = { from: 10_081, to: 32_000 };
const MOST_LOOKS = 10_000;

/**
 * Ports that nobody listens on now, and that no other process is given by this as long as this one lives: who starts a server on one
 * needs a second for that, and worlds are started side by side.
 */
export async function freePorts(count: number, { from, to } = RANGE): Promise<number[]> {
  const ports: number[] = [];
  for (let look = 0; ports.length < count; look += 1) {
    invariant(look < MOST_LOOKS, "some port is free");
    const port = randomInt(from, to);
    const server = await listenOn(port);
    if (!server) continue;
    if (await reserve(port)) ports.push(port);
    await new Promise((resolve) => server.close(resolve));
  }
  return ports;
}

/** Null when somebody listens there. */
function listenOn(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(null);
    });
    server.listen(port, () => {
      resolve(server);
    });
  });
}

/** UDP's port of the same number, which nobody here needs, kept until this process ends: false when it is taken. */
function reserve(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  socket.unref();
  return new Promise((resolve) => {
    socket.once("error", () => {
      resolve(false);
    });
    socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => {
      resolve(true);
    });
  });
}
