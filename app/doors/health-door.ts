/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, that is, reach the database; on a private port with the
 * figures that operations watch.
 */
import type { Context } from "hono";
import { isReachable, type Queryable } from "#app/lib/database.server.ts";
import { refuse } from "#app/doors/door-answers.ts";

export function healthDoor() {
  return (c: Context): Response => c.json({ ok: true });
}

export function readinessDoor(deps: { db: Queryable }, figures: () => Promise<object> = async () => ({})) {
  return async (c: Context): Promise<Response> =>
    (await isReachable(deps.db))
      ? c.json({ ok: true, ...(await figures()) })
      : refuse(c, 503, "database-unreachable", "the database cannot be reached");
}
