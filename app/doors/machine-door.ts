/**
 * The doors that machines call stand right behind Node's server. What they answer is a status, a header or two and a short text; a web
 * framework's request and response objects cost each of them more than reading and storing what it brought (docs/performance.md).
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { SenderLeftError } from "#app/doors/door-answers.ts";
import { QueueFullError } from "#app/doors/group-commit.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";

export interface MachineRequest {
  incoming: IncomingMessage;
  /** What stands in the place of the address's `:name`; empty where it has none. */
  named: string;
}

export interface MachineAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** JSON, or no body at all. */
  body: string | null;
}

export type MachineDoor = (request: MachineRequest) => Promise<MachineAnswer>;

export function answerJson(value: object, status = 200): MachineAnswer {
  return { status, body: JSON.stringify(value) };
}

/** One shape for all that is not a success: no secret, no stack. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): MachineAnswer {
  return { ...answerJson({ error: { code, message } }, status), headers };
}

/** 413; what is still being sent is not read, so that the connection cannot be used again. */
export function bodyTooLarge(maxBytes: number): MachineAnswer {
  const message = `the body is larger than ${maxBytes} bytes`;
  return refusal(413, "body-too-large", message, { Connection: "close" });
}

/**
 * Answers a POST to one of these addresses. False: it is to none of them, and nothing was done with it. An address may end in one part
 * that is named (`/notices/:setToken`). `before` is called with what a door is about to read.
 */
export function machineDoors(
  { log, before }: { log: Logger; before?: (incoming: IncomingMessage, response: ServerResponse) => void },
  doors: Readonly<Record<string, MachineDoor>>,
): (incoming: IncomingMessage, response: ServerResponse) => boolean {
  const places = Object.entries(doors).map(([address, door]) => {
    const [fixed = "", name] = address.split(":");
    return { address, door, fixed, isNamed: name !== undefined };
  });

  async function answer(place: (typeof places)[number], request: MachineRequest): Promise<MachineAnswer> {
    try {
      return await place.door(request);
    } catch (error) {
      return failure(log, place.address, error);
    }
  }

  return (incoming, response) => {
    if (incoming.method !== "POST") return false;
    const path = pathOf(incoming.url ?? "");
    const place = places.find(({ fixed, isNamed }) =>
      isNamed ? isOnePartUnder(fixed, path) : path === fixed,
    );
    if (!place) return false;
    const named = path.slice(place.fixed.length);
    before?.(incoming, response);
    void answer(place, { incoming, named }).then((answered) => send(response, answered));
    return true;
  };
}

/** 404, for an address of a port on which there are only these doors. */
export function answerNowhere(response: ServerResponse): void {
  send(response, refusal(404, "not-found", "there is nothing at this address"));
}

/** A bug or an outage of ours, or too much at once: the sender should try again, and learns nothing else. */
function failure(log: Logger, path: string, error: unknown): MachineAnswer {
  if (error instanceof QueueFullError)
    return refusal(503, "busy", "too many requests at once; send it again", { "Retry-After": "1" });
  if (error instanceof SenderLeftError) return refusal(400, "body-incomplete", error.message);
  log.error({ error, method: "POST", path }, "a door failed");
  return refusal(500, "internal-error", "the request was not handled; send it again");
}

function send(response: ServerResponse, { status, headers, body }: MachineAnswer): void {
  if (body === null) {
    response.writeHead(status, headers).end();
    return;
  }
  const length = Buffer.byteLength(body);
  response
    .writeHead(status, { "Content-Type": "application/json", "Content-Length": length, ...headers })
    .end(body);
}

/** A sender may write the whole address into its request line (RFC 9112, section 3.2.2). */
function pathOf(url: string): string {
  if (!url.startsWith("/")) return URL.canParse(url) ? new URL(url).pathname : "";
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

function isOnePartUnder(fixed: string, path: string): boolean {
  return path.length > fixed.length && path.startsWith(fixed) && !path.includes("/", fixed.length);
}
