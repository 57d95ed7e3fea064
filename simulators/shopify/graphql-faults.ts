import type { CallDescription } from "./mutation-record.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { GraphqlFault, Switches } from "./switches.ts";
import type { ThrottleStatus } from "./throttling.ts";

/** The fault this call suffers, or null: first the ordered ones, then what the seed draws. Counts the order down. */
export function takeFault(
  switches: Switches,
  call: CallDescription,
  random: SeededRandom,
): GraphqlFault | null {
  const index = switches.nextFaults.findIndex(
    (order) =>
      (order.mutation === undefined || order.mutation === call.mutation) &&
      (order.sessionId === undefined || order.sessionId === call.sessionId),
  );
  const order = switches.nextFaults[index];
  if (order !== undefined) {
    const left = (order.count ?? 1) - 1;
    switches.nextFaults.splice(index, 1, ...(left > 0 ? [{ ...order, count: left }] : []));
    return order.fault;
  }
  if (switches.faultProbability <= 0 || random() >= switches.faultProbability) return null;
  return switches.faultKinds[Math.floor(random() * switches.faultKinds.length)] ?? null;
}

/** An answer that does not come from the rules. */
export interface FaultAnswer {
  status: 200 | 401 | 402 | 403 | 423 | 429 | 430 | 500 | 502 | 503;
  contentType: "application/json" | "text/html";
  body: string;
  headers: Record<string, string>;
}

function json(
  status: FaultAnswer["status"],
  body: object,
  headers: Record<string, string> = {},
): FaultAnswer {
  return { status, contentType: "application/json", body: JSON.stringify(body), headers };
}

function graphqlError(code: string, message: string, extensions: object = {}): FaultAnswer {
  return json(200, { errors: [{ message, extensions: { code } }], ...extensions });
}

/** HTTP 200 with the code THROTTLED and the budget beside it (shopify.dev, API limits, read 2026-11-22). */
export function throttledAnswer(cost: number, throttleStatus: ThrottleStatus): FaultAnswer {
  return graphqlError("THROTTLED", "Throttled", {
    extensions: { cost: { requestedQueryCost: cost, actualQueryCost: null, throttleStatus } },
  });
}

/** What a missing, wrong or outdated access token gets. */
export const WRONG_TOKEN = json(401, {
  errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
});

const GATEWAY_PAGE =
  "<!DOCTYPE html><html><head><title>502</title></head><body><h1>Bad gateway</h1></body></html>";

/**
 * The answer for a fault that is an answer; null for those about the connection (`dropped-…`, `slow-…`) and for
 * THROTTLED, which needs the bucket.
 */
export function faultAnswer(fault: GraphqlFault): FaultAnswer | null {
  switch (fault) {
    case "http-401":
      return json(401, {
        errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
      });
    case "http-402":
      return json(402, { errors: "This shop's plan does not have access to this feature" });
    case "http-403":
      return json(403, { errors: "Forbidden" });
    case "http-423":
      return json(423, { errors: "This shop is unavailable" });
    case "http-429":
      return json(429, { errors: "Too many requests" }, { "Retry-After": "2" });
    case "http-430":
      return json(430, { errors: "Request refused for security reasons" });
    case "http-500":
      return json(500, { errors: "Internal Server Error" });
    case "http-502":
      return { status: 502, contentType: "text/html", body: GATEWAY_PAGE, headers: {} };
    case "http-503":
      return json(503, { errors: "Service Unavailable" });
    case "html-429":
      return { status: 429, contentType: "text/html", body: GATEWAY_PAGE, headers: {} };
    case "html":
      return { status: 200, contentType: "text/html", body: GATEWAY_PAGE, headers: {} };
    case "INTERNAL_SERVER_ERROR":
      return graphqlError(fault, "Internal error. Looks like something went wrong on our end.");
    case "SHOP_INACTIVE":
      return graphqlError(fault, "The shop is inactive.");
    case "ACCESS_DENIED":
      return graphqlError(fault, "Access denied. Required access: `write_payment_sessions` access scope.");
    case "THROTTLED":
    case "dropped-before-effect":
    case "dropped-after-effect":
    case "slow-before-effect":
    case "slow-after-effect":
      return null;
  }
}
