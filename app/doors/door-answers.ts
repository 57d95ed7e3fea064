/**
 * How machine doors answer what is not a success: one shape, no secret, no stack.
 */
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { QueueFullError } from "#app/doors/group-commit.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";

export function refuse(c: Context, status: ContentfulStatusCode, code: string, message: string): Response {
  return c.json({ error: { code, message } }, status);
}

/** Refuses larger bodies with 413 before they are read whole. */
export function limitBody(maxBytes: number) {
  return bodyLimit({
    maxSize: maxBytes,
    onError: (c) => refuse(c, 413, "body-too-large", `the body is larger than ${maxBytes} bytes`),
  });
}

/** A bug or an outage of ours, or too much at once: the sender should try again, and learns nothing else. */
export function answerInternalError(log: Logger) {
  return (error: Error, c: Context): Response => {
    if (error instanceof QueueFullError) {
      c.header("Retry-After", "1");
      return refuse(c, 503, "busy", "too many requests at once; send it again");
    }
    log.error({ error, method: c.req.method, path: c.req.routePath }, "a door failed");
    return refuse(c, 500, "internal-error", "the request was not handled; send it again");
  };
}
