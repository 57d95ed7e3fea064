import { createHash, timingSafeEqual } from "node:crypto";
import type { ApiAnswer, FieldItem, Language } from "./envelope.ts";
import { asText, Envelope, isMissing, parseFields, UNAUTHORIZED } from "./envelope.ts";
import { limaText, parseOffsetDate } from "./lima-time.ts";
import type { SimulatorClock } from "./clock.ts";
import type { SimulatedEnvironment, SimulatedService } from "./simulated-service.ts";
import { switchesOf } from "./switches.ts";
import type { ServiceSwitches, Switches } from "./switches.ts";
import type { TokenDesk } from "./tokens.ts";

export interface AuthorizationDesk {
  clock: SimulatorClock;
  services: ReadonlyMap<number, SimulatedService>;
  switches: Switches;
  tokens: TokenDesk;
}

export interface AuthorizationRequest {
  environment: SimulatedEnvironment;
  bodyText: string;
  language: Language;
}

const FIELDS = ["accessKey", "idService", "dateRequest", "hashString"] as const;

/**
 * `POST /v1/authorizations`: a token for a service that proves its secret with
 * `hex(SHA-256(idService.accessKey.secretKey.dateRequest))`. Which refusal a bad hash, an unknown key
 * or an old date gets is not public; the switch `authorizationRefusal` chooses.
 */
export function authorize(desk: AuthorizationDesk, request: AuthorizationRequest): ApiAnswer {
  const fields = parseFields(request.bodyText) ?? {};
  const service = serviceNamedIn(desk.services, fields, request.environment);
  const switches = switchesOf(desk.switches, service?.serviceId ?? null);
  const envelope = new Envelope(switches, request.language);
  const missing = FIELDS.filter((field) => isMissing(fields[field]));
  if (missing.length > 0) return envelope.badFields(missing.map((field) => ({ code: 112, field })));

  const wrongField = service ? firstWrongField(service, fields, switches, desk.clock.now()) : "idService";
  if (!service || wrongField !== null) {
    if (switches.authorizationRefusal === "401-empty") return UNAUTHORIZED;
    const item: FieldItem = { code: 113, field: wrongField ?? "idService" };
    return envelope.badFields([item]);
  }
  const issued = desk.tokens.issue(service, switches.tokenLifeMs);
  return envelope.success(201, {
    token: issued.token,
    codeService: service.codeService,
    tokenStart: limaText(issued.start),
    tokenExpires: limaText(issued.expires),
  });
}

/** The service a body claims to be, if it exists in this environment. It has proved nothing yet. */
export function serviceNamedIn(
  services: ReadonlyMap<number, SimulatedService>,
  fields: Record<string, unknown>,
  environment: SimulatedEnvironment,
): SimulatedService | null {
  const idText = asText(fields["idService"]) ?? "";
  const service = /^\d{1,6}$/.test(idText) ? services.get(Number(idText)) : undefined;
  return service?.environment === environment ? service : null;
}

function firstWrongField(
  service: SimulatedService,
  fields: Record<string, unknown>,
  switches: ServiceSwitches,
  now: Date,
): string | null {
  if (fields["accessKey"] !== service.accessKey) return "accessKey";
  const dateText = fields["dateRequest"];
  const date = typeof dateText === "string" ? parseOffsetDate(dateText) : null;
  if (typeof dateText !== "string" || !date) return "dateRequest";
  const skewMs = Math.abs(date.getTime() - now.getTime());
  if (switches.authorizationSkewMs !== null && skewMs > switches.authorizationSkewMs) return "dateRequest";
  const hash = createHash("sha256")
    .update([asText(fields["idService"]), service.accessKey, service.secretKey, dateText].join("."))
    .digest("hex");
  return isSameText(hash, fields["hashString"]) ? null : "hashString";
}

/** Lower-case hex only: the documents and every integrator write it so. */
function isSameText(expected: string, given: unknown): boolean {
  if (typeof given !== "string" || given.length !== expected.length) return false;
  return timingSafeEqual(Buffer.from(expected), Buffer.from(given));
}
