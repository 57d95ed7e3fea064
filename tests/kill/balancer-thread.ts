/** The thread of one balancer (`balancer.ts`): its address, and the processes behind it, are its `workerData`. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";

const { port, backendPorts } = z
  .object({ port: z.number(), backendPorts: z.array(z.number()) })
  .parse(workerData);
let turn = 0;

const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
  client.on("error", () => client.destroy());
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
server.listen(port, () => parentPort?.postMessage("listening"));

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
