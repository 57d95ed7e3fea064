/**
 * How one call to PagoEfectivo's merchant API is made and judged, whatever it asks. Every failure is
 * an ExternalCallError whose outcome says whether the effect may exist. Only the statuses the
 * vendor names decide anything (200, 201, 400, 401; 500 and 503 leave it open), and success needs
 * code 100 too. Source: PagoEfectivo, Integración API CIP v1.1 (read 2026-11-22).
 */
import type { CallLanes } from "#app/lib/call-lanes.server.ts";
import type { Clock } from "#app/lib/clock.ts";
import { ExternalCallError, isExternalCallError } from "#app/lib/external-call-error.ts";
import type { ExternalOutcome } from "#app/lib/external-call-error.ts";
import type { OutboundAnswer, OutboundHttp, OutboundRequest } from "#app/lib/outbound-http.server.ts";
import type { Secret } from "#app/lib/secret.ts";
import { createAuthorizationCache } from "./authorization-cache.server.ts";
import { answerFacts, beginCall, failedCall, OF_NONE, type MadeCall } from "./made-call.ts";
import { parseEnvelope, readAuthorization } from "./cip-answers.ts";
import type { Authorization, Envelope } from "./cip-answers.ts";
import { toLimaDateText } from "./cip.ts";
import { authorizationHash } from "./notice-signature.ts";
import type { PagoEfectivoAddresses } from "./pagoefectivo-addresses.ts";
import type { PagoEfectivoCredentials, ProbedCredentials } from "./pagoefectivo-client.ts";

export interface PagoEfectivoClientDeps {
  http: OutboundHttp;
  addresses: PagoEfectivoAddresses;
  clock: Clock;
  lanes: CallLanes;
  /** Called when a fresh `dateRequest` proved keys good or bad; awaited, and its own failure is its own affair. */
  onKeys?(credentials: PagoEfectivoCredentials, verdict: "accepted" | "refused"): Promise<void>;
  /** Takes note of a call that was made, and is back at once: whoever asked waits for the answer. */
  onCall?(call: MadeCall): void;
}

export interface Call {
  operation: "create-cip" | "search-cips" | "delete-cip" | "update-expiry";
  method: "POST" | "PATCH" | "DELETE";
  path: string;
  body?: Record<string, unknown>;
  connection?: OutboundRequest["connection"];
  timeoutMs?: number;
  /** About many codes at once, at a rate that its caller limits. */
  isBatch?: boolean;
  /** Which code it is about, where it is about one; and what of it may be shown to people. */
  about?: MadeCall["about"];
}

/** `refused` is a 400 in PagoEfectivo's own words. */
export interface Decided {
  kind: "accepted" | "refused";
  status: number;
  envelope: Envelope;
}

export type Ask = (credentials: PagoEfectivoCredentials, call: Call) => Promise<Decided>;

const LANE = "pagoefectivo";

/** The calls with one version of keys: each environment is a host, and a version belongs to one. */
export function laneOf(credentials: Pick<PagoEfectivoCredentials, "credentialVersionId">): string {
  return `${LANE} ${credentials.credentialVersionId}`;
}

/** The version of keys whose lane it is; none for another party's. */
export function versionsOf(lanes: readonly string[]): string[] {
  return lanes.flatMap((lane) => (lane.startsWith(`${LANE} `) ? [lane.slice(LANE.length + 1)] : []));
}

/** PagoEfectivo numbers CIPs from seven digits on (captures of its documentation site, read 2026-11-22). */
export const NOBODYS_CIP = 1;

/** Asks about a CIP that nobody has: what proves that PagoEfectivo answers, and changes nothing. */
export const HARMLESS = {
  operation: "search-cips",
  method: "POST",
  path: "/v1/cips/search",
  body: { data: [{ cip: NOBODYS_CIP }] },
} as const satisfies Call;

/** A caller with its own token cache: one per process. */
export function createAsk(deps: PagoEfectivoClientDeps): Ask {
  const exchange = createExchange(deps);
  return (credentials, call) =>
    deps.lanes.run(
      {
        service: "pagoefectivo",
        operation: call.operation,
        lane: laneOf(credentials),
        // A create that fails may leave a CIP behind: it is never the call that tries whether anybody answers.
        ...(call.operation === "create-cip" && { tryFirst: () => exchange(credentials, HARMLESS) }),
        ...(call.isBatch && { isBatch: true }),
      },
      () => exchange(credentials, call),
    );
}

function createExchange(deps: PagoEfectivoClientDeps): Ask {
  const authorizations = createAuthorizationCache({
    clock: deps.clock,
    authorize: (credentials) => authorizeNoted(deps, credentials),
  });
  const sendOnce = (credentials: PagoEfectivoCredentials, call: Call, token: Secret) =>
    noted(deps, credentials, call, async () => {
      const answer = await send(deps, credentials, call, token);
      return answer.status === 401 ? "token-refused" : decided(call.operation, answer);
    });
  // A 401 proves that nothing was done, so a new token and one repeat are safe even for a create.
  return async (credentials, call) => {
    const token = await authorizations.token(credentials);
    const answer = await sendOnce(credentials, call, token);
    if (answer !== "token-refused") return answer;
    authorizations.drop(credentials, token);
    const renewed = await authorizations.token(credentials);
    const repeated = await sendOnce(credentials, call, renewed);
    if (repeated !== "token-refused") return repeated;
    authorizations.drop(credentials, renewed);
    throw callFailure(call.operation, "refused", "http-401", 401);
  };
}

/** Makes one call and says what came of it. What is stopped before it was sent is no call. */
async function noted(
  deps: PagoEfectivoClientDeps,
  { credentialVersionId }: PagoEfectivoCredentials,
  { operation, about = OF_NONE }: Call,
  work: () => Promise<Decided | "token-refused">,
): Promise<Decided | "token-refused"> {
  const note = beginCall(deps, { credentialVersionId, operation, about });
  try {
    const answer = await work();
    if (answer === "token-refused") {
      note({ verdict: "refused", httpStatus: 401, reason: "http-401", answered: {} });
      return answer;
    }
    const { kind, status, envelope } = answer;
    const reason = kind === "refused" ? "http-400" : null;
    note({ verdict: kind, httpStatus: status, reason, answered: answerFacts(envelope) });
    return answer;
  } catch (error) {
    if (isExternalCallError(error)) note(failedCall(error));
    throw error;
  }
}

export function callFailure(
  operation: string,
  outcome: ExternalOutcome,
  reason: string,
  httpStatus: number,
): ExternalCallError {
  return new ExternalCallError({ service: "pagoefectivo", operation, outcome, reason, httpStatus });
}

/** A gateway's HTML, an empty body, a 5xx or a 2xx without code 100 proves nothing: `unknown`. */
function decided(operation: string, answer: OutboundAnswer): Decided {
  const { status } = answer;
  const isSuccess = status === 200 || status === 201;
  if (!isSuccess && status !== 400) throw callFailure(operation, "unknown", `http-${status}`, status);
  const envelope = parseEnvelope(answer.text);
  if (envelope === null) throw callFailure(operation, "unknown", "not-json", status);
  if (isSuccess !== (envelope.code === 100)) {
    throw callFailure(operation, "unknown", "code-against-status", status);
  }
  return { kind: isSuccess ? "accepted" : "refused", status, envelope };
}

export function send(
  deps: PagoEfectivoClientDeps,
  credentials: Pick<PagoEfectivoCredentials, "environment">,
  call: Call,
  token: Secret,
): Promise<OutboundAnswer> {
  const headers = {
    authorization: `Bearer ${token.reveal()}`,
    accept: "application/json",
    "accept-language": "es-PE",
    // Not an address: the API's word for where the payer is (web, android, ios).
    origin: "web",
  };
  return deps.http.request({
    service: "pagoefectivo",
    operation: call.operation,
    method: call.method,
    url: deps.addresses.api(credentials.environment, call.path),
    headers: call.body ? { ...headers, "content-type": "application/json" } : headers,
    ...(call.body ? { body: JSON.stringify(call.body) } : {}),
    ...(call.connection ? { connection: call.connection } : {}),
    ...(call.timeoutMs ? { timeoutMs: call.timeoutMs } : {}),
  });
}

async function authorizeNoted(
  deps: PagoEfectivoClientDeps,
  credentials: PagoEfectivoCredentials,
): Promise<Authorization> {
  const { credentialVersionId } = credentials;
  const note = beginCall(deps, { credentialVersionId, operation: "authorize", about: OF_NONE });
  try {
    const authorization = await authorize(deps, credentials);
    note({ verdict: "accepted", httpStatus: 200, reason: null, answered: {} });
    return authorization;
  } catch (error) {
    if (isExternalCallError(error)) note(failedCall(error));
    throw error;
  }
}

/**
 * Asks for a token. Having one changes nothing at PagoEfectivo, so every failure but a refusal is
 * `not-done`, even a timeout.
 */
async function authorize(
  deps: PagoEfectivoClientDeps,
  credentials: PagoEfectivoCredentials,
): Promise<Authorization> {
  const operation = "authorize";
  const answer = await sendAuthorization(deps, credentials, {}).catch((error: unknown) => {
    if (!isExternalCallError(error)) throw error;
    const { service, reason, cause } = error;
    throw new ExternalCallError({ service, operation, outcome: "not-done", reason, cause });
  });
  const { status } = answer;
  if (status === 400 || status === 401) {
    await deps.onKeys?.(credentials, "refused");
    throw callFailure(operation, "refused", `http-${status}`, status);
  }
  if (status !== 200 && status !== 201) throw callFailure(operation, "not-done", `http-${status}`, status);
  const envelope = parseEnvelope(answer.text);
  const authorization = envelope?.code === 100 ? readAuthorization(envelope.data) : null;
  if (authorization === null) throw callFailure(operation, "not-done", "no-token", status);
  await deps.onKeys?.(credentials, "accepted");
  return authorization;
}

export function sendAuthorization(
  deps: PagoEfectivoClientDeps,
  credentials: ProbedCredentials,
  limits: { timeoutMs?: number },
): Promise<OutboundAnswer> {
  const { serviceId, accessKey, secretKey, environment } = credentials;
  // Read once: the text that is hashed must be the text that is sent.
  const dateRequest = toLimaDateText(deps.clock.now());
  const hashString = authorizationHash({ serviceId, accessKey, secretKey, dateRequest });
  return deps.http.request({
    service: "pagoefectivo",
    operation: "authorize",
    method: "POST",
    url: deps.addresses.api(environment, "/v1/authorizations"),
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({ accessKey: accessKey.reveal(), idService: serviceId, dateRequest, hashString }),
    ...limits,
  });
}
