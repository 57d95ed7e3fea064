import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Context } from "hono";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { setTimeout as delay } from "node:timers/promises";
import type { AnswerGate } from "./answer-gate.ts";
import type { RecordedCall } from "./api-calls.ts";
import { authorize, serviceNamedIn } from "./authorizations.ts";
import type { AuthorizationDesk } from "./authorizations.ts";
import { askedCips, createCip, deleteCip, searchCips, updateCip } from "./cips.ts";
import type { CipDesk, ServiceCall } from "./cips.ts";
import type { Collector } from "./collector.ts";
import { asText, Envelope, languageOf, parseFields, UNAUTHORIZED } from "./envelope.ts";
import type { ApiAnswer } from "./envelope.ts";
import type { ChosenFault, FaultChoice } from "./fault-choice.ts";
import type { SimulatedEnvironment, SimulatedService } from "./simulated-service.ts";
import type { ApiOperation } from "./switches.ts";
import { switchesOf } from "./switches.ts";

export interface ApiParts extends AuthorizationDesk, CipDesk {
  faults: FaultChoice;
  gate: AnswerGate;
  collector: Collector;
  calls: RecordedCall[];
}

type ApiContext = Context<{ Bindings: HttpBindings }>;

/** One request with everything that its answer depends on. */
interface Exchange {
  context: ApiContext;
  operation: ApiOperation;
  environment: SimulatedEnvironment;
  bodyText: string;
  service: SimulatedService | null;
  call: RecordedCall;
}

const ALLOWED_METHODS = [
  ["authorizations", "POST"],
  ["cips", "POST"],
  ["cips/search", "POST"],
  ["cips/:cip{[0-9]+}", "PATCH, DELETE"],
] as const;

/** The five calls under `/pre/v1` and `/live/v1`. A service of the other environment is unknown there. */
export function apiRoutes(parts: ApiParts): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  const serve = (operation: ApiOperation) => (context: ApiContext) => exchange(parts, context, operation);
  routes.post("/:host{pre|live}/v1/authorizations", serve("authorize"));
  routes.post("/:host{pre|live}/v1/cips", serve("create"));
  routes.post("/:host{pre|live}/v1/cips/search", serve("search"));
  routes.patch("/:host{pre|live}/v1/cips/:cip{[0-9]+}", serve("update"));
  routes.delete("/:host{pre|live}/v1/cips/:cip{[0-9]+}", serve("delete"));
  // Some clients assume PUT for the update; the vendor's documents know only PATCH.
  for (const [path, allow] of ALLOWED_METHODS) {
    routes.all(`/:host{pre|live}/v1/${path}`, (context) => context.body(null, 405, { allow }));
  }
  return routes;
}

async function exchange(parts: ApiParts, context: ApiContext, operation: ApiOperation): Promise<Response> {
  const received = await receive(parts, context, operation);
  const fault = parts.faults.forCall(operation, received.call.serviceId);
  received.call.fault = fault?.fault ?? null;
  if (parts.switches.answerDelayMs > 0)
    await delay(parts.switches.answerDelayMs, undefined, { ref: false });
  const answer = await workUnder(parts, received, fault);
  return write(received, answer, fault, serverError(parts, received));
}

/** Does the work that the fault leaves to be done, and waits where the fault waits. */
async function workUnder(
  parts: ApiParts,
  received: Exchange,
  fault: ChosenFault | null,
): Promise<ApiAnswer> {
  const isHeld = fault?.fault === "held";
  if (isHeld && !fault.workDone) await parts.gate.hold();
  if (fault && !isHeld && !fault.workDone) return serverError(parts, received);
  const answer = work(parts, received, fault?.fault === "empty-items");
  received.call.cip = answer.cip;
  received.call.transactionCode ??= answer.transactionCode;
  if (fault?.fault === "paid-before-answer" && received.operation === "create" && answer.cip !== null) {
    await parts.collector.payAndNotifyFirst(answer.cip);
  }
  if (isHeld && fault.workDone) await parts.gate.hold();
  return answer;
}

function serverError(parts: ApiParts, received: Exchange): ApiAnswer {
  const switches = switchesOf(parts.switches, received.call.serviceId);
  return new Envelope(switches, languageOf(received.context.req.header("accept-language"))).serverError();
}

async function receive(parts: ApiParts, context: ApiContext, operation: ApiOperation): Promise<Exchange> {
  const environment = context.req.param("host") === "live" ? "live" : "sandbox";
  const bodyText = await context.req.text();
  const fields = parseFields(bodyText) ?? {};
  const provedId = parts.tokens.serviceOf(context.req.header("authorization"), environment);
  const service =
    operation === "authorize"
      ? serviceNamedIn(parts.services, fields, environment)
      : (parts.services.get(provedId ?? -1) ?? null);
  const call: RecordedCall = {
    operation,
    environment,
    serviceId: service?.serviceId ?? null,
    status: null,
    fault: null,
    at: parts.clock.now(),
    transactionCode: operation === "create" ? asText(fields["transactionCode"]) : null,
    cip: context.req.param("cip") ?? null,
    cips: operation === "search" ? askedCips(bodyText) : [],
  };
  parts.calls.push(call);
  return { context, operation, environment, bodyText, service, call };
}

function work(parts: ApiParts, received: Exchange, isEmpty: boolean): ApiAnswer {
  const { context, operation, environment, bodyText, service } = received;
  const language = languageOf(context.req.header("accept-language"));
  if (operation === "authorize") return authorize(parts, { environment, bodyText, language });
  if (!service) return UNAUTHORIZED;
  const call: ServiceCall = {
    service,
    language,
    bodyText,
    origin: context.req.header("origin"),
    pathCip: context.req.param("cip") ?? "",
  };
  switch (operation) {
    case "create":
      return watched(parts, createCip(parts, call));
    case "search":
      return searchCips(parts, call, { isEmpty });
    case "update":
      return watched(parts, updateCip(parts, call));
    case "delete":
      return deleteCip(parts, call);
  }
}

/** A new or changed expiry is watched for the optional `cip.expired`. */
function watched(parts: ApiParts, answer: ApiAnswer): ApiAnswer {
  const record = answer.status < 300 && answer.cip !== null ? parts.register.find(answer.cip) : null;
  if (record) parts.collector.watchExpiry(record);
  return answer;
}

const JSON_TYPE = "application/json; charset=utf-8";
const GATEWAY_WORDS = {
  429: "429 Too Many Requests",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
} as const;
const gatewayPage = (status: keyof typeof GATEWAY_WORDS): string =>
  `<html><head><title>${GATEWAY_WORDS[status]}</title></head>` +
  `<body><center><h1>${GATEWAY_WORDS[status]}</h1></center></body></html>`;
const FRONT_PAGE = "<!DOCTYPE html><html><head><title>PagoEfectivo</title></head><body></body></html>";

/** Writes the answer as the fault lets it be written, and notes the status that went out. */
function write(
  received: Exchange,
  answer: ApiAnswer,
  fault: ChosenFault | null,
  failure: ApiAnswer,
): Response {
  const { context, call } = received;
  switch (fault?.fault) {
    case "error-500":
      return respond(call, failure.status, failure.body, JSON_TYPE);
    case "html-429":
      return respond(call, 429, gatewayPage(429), "text/html");
    case "html-502":
      return respond(call, 502, gatewayPage(502), "text/html");
    case "html-503":
      return respond(call, 503, gatewayPage(503), "text/html");
    case "empty-401":
      return respond(call, 401, null, null);
    case "empty-body":
      return respond(call, answer.status, null, null);
    case "html-200":
      return respond(call, 200, FRONT_PAGE, "text/html; charset=utf-8");
    case "dropped":
      context.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    case "half-open":
      return writeHalf(context, call, answer);
    case "cut-off":
      writeHalf(context, call, answer);
      // The half is on its way before the connection ends.
      context.env.outgoing.write("", () => context.env.outgoing.destroy());
      return RESPONSE_ALREADY_SENT;
    case "held":
    case "empty-items":
    case "paid-before-answer":
    case undefined:
      return respond(call, answer.status, answer.body, answer.body === null ? null : JSON_TYPE);
  }
}

function respond(
  call: RecordedCall,
  status: number,
  body: string | null,
  contentType: string | null,
): Response {
  call.status = status;
  return new Response(body, {
    status,
    headers: contentType === null ? {} : { "content-type": contentType },
  });
}

/** The head promises the whole body, half of it comes, and the connection stays open. */
function writeHalf(context: ApiContext, call: RecordedCall, answer: ApiAnswer): Response {
  const body = Buffer.from(answer.body ?? "{}");
  call.status = answer.status;
  const { outgoing } = context.env;
  outgoing.writeHead(answer.status, { "content-type": JSON_TYPE, "content-length": body.length });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)));
  return RESPONSE_ALREADY_SENT;
}
