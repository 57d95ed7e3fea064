import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Balancer {
  close(): Promise<void>;
}

/**
 * One address before several processes: Shopify, PagoEfectivo and shoppers know one. Gives each new connection to the next
 * process; to another one where nobody listens, and to nobody where none does. Looks at no byte, so that TLS passes too.
 */
export async function startBalancer(port: number, backendPorts: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  let turn = 0;
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    open.add(client);
    client.on("error", () => client.destroy()).on("close", () => open.delete(client));
    turn += 1;
    const inTurn = backendPorts.map((_, index) => backendPorts[(turn + index) % backendPorts.length]);
    void firstListening(inTurn.filter((one) => one !== undefined)).then((backend) => {
      if (!backend || client.destroyed) {
        client.destroy();
        backend?.destroy();
        return;
      }
      // Whichever end is lost takes the other along: nobody waits for an answer of the dead.
      backend.on("error", () => client.destroy());
      client.on("close", () => backend.destroy());
      client.pipe(backend);
      backend.pipe(client);
    });
  });
  server.listen(port);
  await once(server, "listening");
  return {
    close: async () => {
      for (const client of open) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function firstListening(ports: readonly number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const isConnected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    if (isConnected) return socket;
    socket.destroy();
  }
  return null;
}
