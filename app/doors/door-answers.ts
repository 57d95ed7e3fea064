/**
 * How doors behind Hono answer what is not a success: one shape, no secret, no stack. And how every door reads what it received.
 */
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { QueueFullError } from "#app/doors/group-commit.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";

export function refuse(c: Context, status: ContentfulStatusCode, code: string, message: string): Response {
  return c.json({ error: { code, message } }, status);
}

/** What node-server hands to each door: the request as Node received it. */
export interface DoorEnvironment {
  Bindings: HttpBindings;
}
export type DoorContext = Context<DoorEnvironment>;
/** The request as Node received it, at a door of whichever port. */
type Received = Pick<HttpBindings, "incoming">;

/** Nobody is there to be answered; a line that broke, or somebody who changed their mind, is no failure of ours. */
export class SenderLeftError extends Error {
  constructor() {
    super("the sender closed the connection before its body was complete");
    this.name = "SenderLeftError";
  }
}

/**
 * The body as received, or null when it is larger than `maxBytes`; then the door answers `tooLarge`. Read here and not by
 * a library, because senders may announce no length (chunked), and then the bytes must be counted as they come. Rejects with
 * `SenderLeftError`.
 */
export function readBody({ incoming }: Received, maxBytes: number): Promise<Buffer | null> {
  if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) return Promise.resolve(null);
  const chunks: Buffer[] = [];
  let size = 0;
  let isWhole = false;
  // Listeners and not `for await`: the iterator of a stream costs a hot door more than reading its JSON.
  return new Promise((resolve, reject) => {
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) resolve(null);
      else chunks.push(chunk);
    });
    incoming.on("end", () => {
      isWhole = true;
      const [only] = chunks;
      resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks));
    });
    incoming.on("error", () => reject(new SenderLeftError()));
    // A sender that hangs up in the middle: `end` never comes. Every request is closed in the end, and an error costs its stack.
    incoming.on("close", () => {
      if (!isWhole) reject(new SenderLeftError());
    });
  });
}

/** The headers as Node parsed them; building a `Headers` object costs a fifth of a hot door's time. */
export function receivedHeaders({ incoming }: Received): { get(name: string): string | null } {
  const { headers } = incoming;
  return {
    get: (name) => {
      const value = headers[name.toLowerCase()];
      return typeof value === "string" ? value : null;
    },
  };
}

/** 413; what is still being sent is not read, so that the connection cannot be used again. */
export function tooLarge(c: Context, maxBytes: number): Response {
  c.header("Connection", "close");
  return refuse(c, 413, "body-too-large", `the body is larger than ${maxBytes} bytes`);
}

/** A bug or an outage of ours, or too much at once: the sender should try again, and learns nothing else. */
export function answerInternalError(log: Logger) {
  return (error: Error, c: Context): Response => {
    if (error instanceof QueueFullError) {
      c.header("Retry-After", "1");
      return refuse(c, 503, "busy", "too many requests at once; send it again");
    }
    if (error instanceof SenderLeftError) return refuse(c, 400, "body-incomplete", error.message);
    log.error({ error, method: c.req.method, path: c.req.routePath }, "a door failed");
    return refuse(c, 500, "internal-error", "the request was not handled; send it again");
  };
}
