/** `GET /metrics`, on the private port alone: what Prometheus reads. */
import type { Context } from "hono";
import type { Registry } from "prom-client";

export function metricsDoor(registry: Registry, setGauges: () => Promise<void>) {
  return async (c: Context): Promise<Response> => {
    await setGauges();
    c.header("Content-Type", registry.contentType);
    return c.body(await registry.metrics());
  };
}
