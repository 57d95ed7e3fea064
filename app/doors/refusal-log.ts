/**
 * Writes down whom the admin refuses: a person who asks for what is not there or another shop's, a form of another site, a session that is not
 * one. Who it was, and why, the sign-in has left in the request's log context. Somebody without a session who only looks is no refusal.
 */
import type { MiddlewareHandler } from "hono";
import type { Clock } from "#app/lib/clock.ts";
import { logContext } from "#app/lib/log-context.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { createTokenBuckets } from "#app/lib/token-buckets.ts";

const LONGEST_PATH = 200;
/** Of those whom nobody knows: enough to see an attack, too few to fill a disk. */
const STRANGERS = { burst: 60, perMinute: 60 };

export function refusalLog(deps: { clock: Clock; log: Logger }): MiddlewareHandler {
  const lines = createTokenBuckets(STRANGERS, 1);
  return async (c, next) => {
    await next();
    const { status } = c.res;
    const { userId, reason } = logContext() ?? {};
    if (status < 400 || status >= 500 || status === 422 || status === 429) return;
    if (userId === undefined && reason === undefined && status !== 403) return;
    const isBounded = userId === undefined;
    if (isBounded && lines.take("strangers", deps.clock.now().getTime()) > 0) return;
    const path = c.req.path.slice(0, LONGEST_PATH);
    deps.log.warn(
      { event: "access-refused", status, method: c.req.method, path },
      "the admin refused a request",
    );
  };
}
