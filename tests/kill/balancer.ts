import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface Balancer {
  close(): Promise<void>;
}

/**
 * One address before several processes: Shopify, PagoEfectivo and shoppers know one. Gives each new connection to the next
 * process; to another one where nobody listens, and to nobody where none does. Looks at no byte, so that TLS passes too. In a thread of
 * its own: Node accepts one connection in each turn of its loop (libuv 1.46 and later, seen 2026-11-30 as a full queue of
 * connections), and the loop of whoever plays shoppers and both parties turns too seldom for that.
 */
export async function startBalancer(port: number, backendPorts: readonly number[]): Promise<Balancer> {
  const thread = new Worker(new URL("balancer-thread.ts", import.meta.url), {
    workerData: { port, backendPorts },
  });
  await once(thread, "message");
  return {
    close: async () => {
      await thread.terminate();
    },
  };
}
