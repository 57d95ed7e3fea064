/**
 * The only way out to another party's HTTP. It refuses hosts nobody listed, never follows a
 * redirect, bounds time and size, and says of each failure whether the request may have been sent:
 * that difference decides whether money may be asked for again.
 */
import type { LookupFunction } from "node:net";
import { Agent } from "undici";
import type { Dispatcher } from "undici";
import { ExternalCallError, isExternalCallError } from "./external-call-error.ts";
import type { ExternalService } from "./external-call-error.ts";

export interface OutboundHttpOptions {
  isAllowedHost: (url: URL) => boolean;
  /** Finds the addresses of a name, and may refuse them; the connection goes to what it finds. The system's own by default. */
  lookup?: LookupFunction;
  /** TCP and TLS together. Default 5,000 ms. */
  connectTimeoutMs?: number;
  /** From the call to the last byte of the answer. Default 30,000 ms. */
  totalTimeoutMs?: number;
  /** Default 1 MiB. */
  maxAnswerBytes?: number;
  /** Takes note of a request that is over, and is back at once. */
  onExchange?: (exchange: OutboundExchange) => void;
}

/** What came of a request, in words that are few: for counting. */
export interface OutboundExchange {
  service: ExternalService;
  operation: string;
  /** `2xx` … `5xx`, `429`, or why there was no answer: `timeout`, `connection-refused` … */
  result: string;
  tookMs: number;
}

export interface OutboundRequest {
  service: ExternalService;
  /** For logs and errors: `create-cip`, `resolve` … */
  operation: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  url: URL;
  headers: Record<string, string>;
  body?: string;
  timeoutMs?: number;
  /**
   * `fresh` opens a connection for this request alone. For what must not be repeated blindly: a kept
   * connection can be closed by the other side just as we write, and that outcome is unknown.
   */
  connection?: "kept" | "fresh";
}

export interface OutboundAnswer {
  status: number;
  headers: Headers;
  bytes: Uint8Array<ArrayBuffer>;
  text: string;
}

export interface OutboundHttp {
  /**
   * Answers with whatever HTTP status came. Throws ExternalCallError with `not-done` when nothing was
   * written to the other side, else `unknown`; throws a plain Error (a bug) for a host not allowed.
   */
  request(input: OutboundRequest): Promise<OutboundAnswer>;
  /** Waits for the exchanges in flight, then closes the kept connections. May be called twice. */
  close(): Promise<void>;
}

export function createOutboundHttp(options: OutboundHttpOptions): OutboundHttp {
  const { totalTimeoutMs = 30_000, maxAnswerBytes = 1024 * 1024 } = options;
  // HTTP/1.1 only: one request per connection makes "was anything written?" a plain question.
  const connect = {
    timeout: options.connectTimeoutMs ?? 5_000,
    ...(options.lookup && { lookup: options.lookup }),
  };
  const agents = {
    kept: new Agent({ connect, allowH2: false }),
    fresh: new Agent({ connect, allowH2: false, pipelining: 0 }),
  };
  let closing: Promise<void> | null = null;
  return {
    request(input) {
      if (!options.isAllowedHost(input.url)) {
        return Promise.reject(
          new Error(`outbound request to a host that is not allowed: ${input.url.host}`),
        );
      }
      const limits = { timeoutMs: input.timeoutMs ?? totalTimeoutMs, maxAnswerBytes };
      return noted(options, input, () => exchange(agents[input.connection ?? "kept"], input, limits));
    },
    close() {
      closing ??= Promise.all([agents.kept.close(), agents.fresh.close()]).then(() => undefined);
      return closing;
    },
  };
}

async function noted(
  { onExchange }: OutboundHttpOptions,
  { service, operation }: OutboundRequest,
  work: () => Promise<OutboundAnswer>,
): Promise<OutboundAnswer> {
  const startedMs = performance.now();
  const note = (result: string) =>
    onExchange?.({ service, operation, result, tookMs: performance.now() - startedMs });
  try {
    const answer = await work();
    note(answer.status === 429 ? "429" : `${Math.floor(answer.status / 100)}xx`);
    return answer;
  } catch (error) {
    if (isExternalCallError(error)) note(error.reason);
    throw error;
  }
}

function exchange(
  agent: Agent,
  input: OutboundRequest,
  limits: { timeoutMs: number; maxAnswerBytes: number },
): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | null = null;
    let status = 0;
    let size = 0;
    let isOver = false;
    const headers = new Headers();
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => fail("timeout"), limits.timeoutMs);

    function fail(reason: string, code?: string): void {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      // undici hands over the controller immediately before it writes; without it nothing left us.
      const outcome = controller === null ? "not-done" : "unknown";
      const failure = { service: input.service, operation: input.operation, outcome, reason } as const;
      const error = new ExternalCallError({
        ...failure,
        ...(status === 0 ? {} : { httpStatus: status }),
        // Only the code: the library's own errors can hold bytes of the answer.
        ...(code === undefined ? {} : { cause: code }),
      });
      reject(error);
      controller?.abort(error);
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        if (isOver) started.abort(new Error("gave up before sending"));
        else controller = started;
      },
      onResponseStart(_controller, statusCode, answered) {
        if (statusCode < 200) return;
        status = statusCode;
        for (const [name, value] of Object.entries(answered)) {
          for (const one of [value ?? []].flat()) headers.append(name, one);
        }
        if (status > 599) fail("broken-answer");
        else if ((headers.get("content-encoding") ?? "identity") !== "identity") fail("encoded-answer");
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size > limits.maxAnswerBytes) fail("answer-too-large");
        else chunks.push(chunk);
      },
      onResponseEnd() {
        if (isOver) return;
        isOver = true;
        clearTimeout(timer);
        const bytes = Buffer.concat(chunks);
        resolve({ status, headers, bytes, text: new TextDecoder().decode(bytes) });
      },
      onResponseError(_controller, error) {
        const code = errorCode(error);
        fail(controller === null ? reasonBeforeSending(code) : reasonAfterSending(code), code);
      },
    };
    const { url, method } = input;
    const sent = { "accept-encoding": "identity", ...input.headers };
    const path = url.pathname + url.search;
    agent.dispatch({ origin: url.origin, path, method, headers: sent, body: input.body ?? null }, handler);
  });
}

function errorCode(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

function reasonBeforeSending(code: string): string {
  if (code === "ECONNREFUSED") return "connection-refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "dns";
  if (code === "EADDRNOTPUBLIC") return "private-address";
  if (code === "UND_ERR_CONNECT_TIMEOUT") return "connect-timeout";
  if (/SSL|TLS|CERT|SIGNATURE/.test(code)) return "tls";
  return "unreachable";
}

function reasonAfterSending(code: string): string {
  // The parser's error often has a name and no code.
  const isBadHttp = code === "HTTPParserError" || code.startsWith("HPE_");
  return isBadHttp ? "broken-answer" : "connection-lost";
}

/**
 * A `fetch` over `http` for libraries that want one (text bodies only). The answer's status is given
 * as it is; failures throw ExternalCallError as `request` does.
 */
export function fetchOver(
  http: OutboundHttp,
  call: { service: ExternalService; operation: string; timeoutMs?: number },
): typeof fetch {
  return async (target, init) => {
    const request = new Request(target, init);
    const { method, url } = request;
    if (method !== "GET" && method !== "POST") throw new TypeError(`fetchOver does not send ${method}`);
    const body = method === "POST" ? await request.text() : undefined;
    const answer = await http.request({
      ...call,
      method,
      url: new URL(url),
      headers: Object.fromEntries(request.headers),
      ...(body === undefined ? {} : { body }),
    });
    const hasNoBody = answer.status === 204 || answer.status === 205 || answer.status === 304;
    return new Response(hasNoBody ? null : answer.text, { status: answer.status, headers: answer.headers });
  };
}
