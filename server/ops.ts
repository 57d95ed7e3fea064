/** The private port that every process has: whether it lives and can work, and its metrics. Nobody outside may reach it. */
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { healthDoor, readinessDoor } from "#app/doors/health-door.ts";
import { metricsDoor } from "#app/doors/metrics-door.ts";
import { APP_VERSION } from "#app/help/app-version.ts";
import { addStateGauges } from "#app/metrics/state-gauges.server.ts";
import { readSweepHealth } from "#app/payments/sweep-health.server.ts";
import type { Dependencies } from "./dependencies.ts";
import { setMachineHeaders } from "./answer-headers.ts";
import { listen, type Listening } from "./listen.ts";
import { REQUEST_LIMITS } from "./request-limits.ts";

export function startOps(deps: Dependencies): Promise<Listening> {
  const { registry } = deps.metrics;
  const { config } = deps;
  const app = new Hono();
  app.get("/healthz", healthDoor());
  app.get(
    "/readyz",
    readinessDoor(deps, async () => ({ sweep: await readSweepHealth(deps) })),
  );
  const setGauges = addStateGauges(registry, deps, { version: APP_VERSION, roles: config.roles });
  app.get("/metrics", metricsDoor(registry, setGauges));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer(REQUEST_LIMITS, (request, response) => {
    setMachineHeaders(response);
    void listener(request, response);
  });
  return listen(server, config.opsPort, config.opsHost);
}
