/**
 * `GET /status.json`: how the service stands, for everybody. Many may ask and keep it for some seconds; the database is asked by
 * none of them (app/metrics/service-state.server.ts).
 */
import type { Context } from "hono";
import { refuse } from "#app/doors/door-answers.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { ServiceStateReader } from "#app/metrics/service-state.server.ts";

const KEEP = "public, max-age=10";

export function statusDoor(deps: { log: Logger; serviceState: Pick<ServiceStateReader, "status"> }) {
  return async (c: Context): Promise<Response> => {
    c.header("Cache-Control", KEEP);
    try {
      return c.json(await deps.serviceState.status());
    } catch (error) {
      deps.log.debug({ error }, "how the service stands could not be read");
      return refuse(c, 503, "status-unknown", "how the service stands could not be read; ask again later");
    }
  };
}
