/**
 * Gives each request of a port an id of ours, which its log lines and its answer carry, and counts it by its door. Nobody outside chooses
 * that id, but a proxy of ours whose secret was checked, when the configuration names the header it sends (`adoptRequestId`).
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { inLogContext, logContext } from "#app/lib/log-context.server.ts";
import type { Metrics } from "#app/metrics/metrics.server.ts";
import { takeHeader } from "./proxy-proof.ts";

const REQUEST_ID_HEADER = "X-Request-Id";

/** `doorOf` names the door of a request's address, with its query as Node received it. */
export function observed(
  metrics: Pick<Metrics, "request">,
  doorOf: (url: string) => string,
  listener: RequestListener,
): RequestListener {
  return (request, response) => {
    const startedMs = performance.now();
    const door = doorOf(request.url ?? "");
    // Also when the caller hangs up: then nothing was finished, and it counts with what it had been answered.
    response.once("close", () => {
      const status = response.headersSent ? response.statusCode : HUNG_UP;
      metrics.request(door, status, performance.now() - startedMs);
    });
    const requestId = randomUUID();
    response.setHeader(REQUEST_ID_HEADER, requestId);
    inLogContext({ requestId }, () => listener(request, response));
  };
}

/** nginx's word for a caller who has not waited for the answer (documentation of ngx_http_log_module, read 2026-11-29). */
const HUNG_UP = 499;

/**
 * Takes over the id that a proxy of ours gave the request. Only for a request that the proxy's secret came with; `header` null: it gives
 * none. What does not look like an id, or comes twice, is not taken: then someone else wrote it.
 */
export function adoptRequestId(
  request: IncomingMessage,
  response: ServerResponse,
  header: string | null,
): void {
  if (header === null) return;
  const [id, ...others] = takeHeader(request, header);
  const context = logContext();
  if (!context || id === undefined || others.length > 0 || !/^[\w-]{8,64}$/.test(id)) return;
  context.requestId = id;
  response.setHeader(REQUEST_ID_HEADER, id);
}
