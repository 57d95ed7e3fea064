/** Tells Shopify what became of a payment session, and whether a shop is ready, over the Payments Apps GraphQL API. */
import { ClientError, GraphQLClient } from "graphql-request";
import type { CallLanes } from "#app/lib/call-lanes.server.ts";
import { isExternalCallError } from "#app/lib/external-call-error.ts";
import type { ExternalCallError } from "#app/lib/external-call-error.ts";
import { fetchOver } from "#app/lib/outbound-http.server.ts";
import type { OutboundHttp } from "#app/lib/outbound-http.server.ts";
import type { Secret } from "#app/lib/secret.ts";
import { PAYMENTS_API_VERSION } from "./api-version.ts";
import {
  failed,
  readConfigureAnswer,
  readGraphqlAnswer,
  readHttpFailure,
} from "./payments-apps-answers.ts";
import type { GraphqlAnswer } from "./payments-apps-answers.ts";
import type {
  ConfigureAnswer,
  FailedAnswer,
  PaymentsAppsClient,
  ReportAnswer,
  ReportFailure,
  VersionDrift,
} from "./payments-apps-client.ts";
import { CONFIGURE_MUTATION, PAYMENTS_APPS_QUERIES } from "./payments-apps-queries.ts";
import { laneOfShop, type ShopDomain } from "./shop-domain.ts";
import type { ShopifyAddresses } from "./shopify-addresses.ts";

export interface PaymentsAppsClientDeps {
  http: OutboundHttp;
  addresses: ShopifyAddresses;
  lanes: CallLanes;
  /** Called for each answer that came from another API version; log it as a warning. */
  onVersionDrift(drift: VersionDrift): void;
}

export function createPaymentsAppsClient(deps: PaymentsAppsClientDeps): PaymentsAppsClient {
  return {
    async send({ kind, variables, isUrged = false, ...to }): Promise<ReportAnswer> {
      const call = { operation: kind, query: PAYMENTS_APPS_QUERIES[kind], variables, isUrged };
      const answer = await ask(deps, to, call);
      return "kind" in answer ? answer : readGraphqlAnswer(kind, answer.status, answer.answer);
    },
    async configure({ readiness, ...to }): Promise<ConfigureAnswer> {
      const { ready, externalHandle } = readiness;
      // A handle left out stays as it is; `null` would take it away.
      const variables = externalHandle === null ? { ready } : { ready, externalHandle };
      const answer = await ask(deps, to, { operation: "configure", query: CONFIGURE_MUTATION, variables });
      return "kind" in answer ? answer : readConfigureAnswer(readiness, answer.status, answer.answer);
    },
  };
}

type Asked = { status: number; answer: GraphqlAnswer } | FailedAnswer;
interface Question {
  operation: string;
  query: string;
  variables: Record<string, unknown>;
  isUrged?: boolean;
}

/** What says that the host is in trouble. A throttled, frozen or refused shop has answered. */
const TROUBLE: readonly ReportFailure[] = ["server-error", "unreachable", "timeout", "broken-answer"];

/** Asks once, unless the shop's calls are stopped. */
async function ask(
  deps: PaymentsAppsClientDeps,
  to: { shop: ShopDomain; accessToken: Secret },
  call: Question,
): Promise<Asked> {
  const { operation, isUrged = false } = call;
  try {
    return await deps.lanes.run(
      { service: "shopify", operation, lane: laneOfShop(to.shop), isUrged },
      () => exchange(deps, to, call),
      (asked) => "kind" in asked && asked.kind === "failed" && TROUBLE.includes(asked.reason),
    );
  } catch (error) {
    if (!isExternalCallError(error)) throw error;
    const { retryAfterMs } = error;
    return failed("stopped", { outcome: "not-done", httpStatus: null, retryAfterMs });
  }
}

/** Answers what Shopify said in GraphQL, or why it said nothing there. */
async function exchange(
  deps: PaymentsAppsClientDeps,
  to: { shop: ShopDomain; accessToken: Secret },
  call: Question,
): Promise<Asked> {
  const { shop } = to;
  const answered: { status: number | null } = { status: null };
  const overHttp = fetchOver(deps.http, { service: "shopify", operation: call.operation });
  const client = new GraphQLClient(deps.addresses.paymentsAppsGraphql(shop).href, {
    errorPolicy: "all",
    headers: {
      "x-shopify-access-token": to.accessToken.reveal(),
      "user-agent": "Ventanilla (Shopify payments app for PagoEfectivo)",
    },
    fetch: async (target, init) => {
      const response = await overHttp(target, init);
      answered.status = response.status;
      const version = response.headers.get("x-shopify-api-version");
      if (version !== null && version !== PAYMENTS_API_VERSION) {
        deps.onVersionDrift({ shop, asked: PAYMENTS_API_VERSION, answered: version });
      }
      return response;
    },
  });
  try {
    const answer = await client.rawRequest<unknown>(call.query, call.variables);
    return { status: answer.status, answer };
  } catch (error) {
    if (isExternalCallError(error)) return networkFailure(error);
    if (error instanceof ClientError) {
      return readHttpFailure(error.response.status, error.response.headers);
    }
    // Without an answer it is a bug of ours; with one, its body was not a GraphQL answer.
    if (answered.status === null) throw error;
    return failed("broken-answer", { outcome: "unknown", httpStatus: answered.status });
  }
}

function networkFailure(error: ExternalCallError): FailedAnswer {
  const { outcome, reason, httpStatus } = error;
  if (outcome === "not-done") return failed("unreachable", { outcome, httpStatus });
  if (reason === "timeout") return failed("timeout", { outcome, httpStatus });
  return failed(reason === "connection-lost" ? "unreachable" : "broken-answer", { outcome, httpStatus });
}
