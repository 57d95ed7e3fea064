/** The private port of processes that have no public one: whether they live and can work. */
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { healthDoor, readinessDoor } from "#app/doors/health-door.ts";
import { readSweepHealth } from "#app/payments/sweep-health.server.ts";
import type { Dependencies } from "./dependencies.ts";
import { setMachineHeaders } from "./answer-headers.ts";
import { listen, type Listening } from "./listen.ts";
import { REQUEST_LIMITS } from "./request-limits.ts";

export function startOps(deps: Dependencies): Promise<Listening> {
  const app = new Hono();
  app.get("/healthz", healthDoor());
  app.get(
    "/readyz",
    readinessDoor(deps, async () => ({ sweep: await readSweepHealth(deps) })),
  );
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer(REQUEST_LIMITS, (request, response) => {
    setMachineHeaders(response);
    void listener(request, response);
  });
  return listen(server, deps.config.opsPort, deps.config.opsHost);
}
