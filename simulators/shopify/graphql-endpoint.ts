import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { HttpBindings } from "@hono/node-server";
import { execute, GraphQLError, type ExecutionResult } from "graphql";
import { Hono, type Context } from "hono";
import { z } from "zod";
import type { SimulatorClock } from "./clock.ts";
import { documentOf, errorsOf } from "./graphql-documents.ts";
import {
  faultAnswer,
  takeFault,
  throttledAnswer,
  WRONG_TOKEN,
  type FaultAnswer,
} from "./graphql-faults.ts";
import { rootValue, type MutationScope } from "./graphql-mutations.ts";
import { loadPaymentsAppsSchema } from "./graphql-schema.ts";
import { jsonObjectSchema, parseJson } from "./json.ts";
import type { Ledger } from "./ledger.ts";
import type { OauthTokens } from "./oauth-tokens.ts";
import type { PaymentsAppSettings } from "./payments-app-settings.ts";
import { describeCall, type CallDescription, type RecordedMutation } from "./mutation-record.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { SimulatedShop } from "./session-record.ts";
import type { GraphqlFault, Switches } from "./switches.ts";
import type { Throttling } from "./throttling.ts";

/** What the endpoint works on. `record` receives every call, also those that never reached the rules. */
export interface GraphqlEndpointDeps {
  ledger: Ledger;
  clock: SimulatorClock;
  switches: Switches;
  tokens: OauthTokens;
  settings: PaymentsAppSettings;
  throttling: Throttling;
  random: SeededRandom;
  apiVersion: string;
  record(entry: RecordedMutation): void;
}

type EndpointContext = Context<{ Bindings: HttpBindings }>;

interface Call {
  query: string;
  operationName: string | null;
  description: CallDescription;
}

const requestBody = z.object({
  query: z.string(),
  variables: jsonObjectSchema.nullish(),
  operationName: z.string().nullish(),
});

async function readCall(c: EndpointContext): Promise<Call | null> {
  const body = requestBody.safeParse(parseJson(await c.req.text()));
  if (!body.success) return null;
  const operationName = body.data.operationName ?? null;
  const description = describeCall(body.data.query, body.data.variables ?? {}, operationName);
  return { query: body.data.query, operationName, description };
}

function drop(c: EndpointContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

class GraphqlEndpoint {
  readonly #deps: GraphqlEndpointDeps;
  readonly #schema = loadPaymentsAppsSchema();

  constructor(deps: GraphqlEndpointDeps) {
    this.#deps = deps;
  }

  /** From the request to its answer: who asks comes first, then faults, then the bucket, then the rules. */
  async receive(c: EndpointContext, shopDomain: string, version: string): Promise<Response> {
    c.header("X-Shopify-API-Version", this.#deps.switches.answeredApiVersion ?? version);
    const call = await readCall(c);
    if (call === null) return c.json({ errors: { query: "Required parameter missing or invalid" } }, 400);
    const shop = this.#deps.ledger.shop(shopDomain);
    if (shop === undefined) return c.json({ errors: "Not Found" }, 404);
    if (version !== this.#deps.apiVersion) {
      this.#note(shop, call, "wrong-version");
      return c.json({ errors: "Not Found" }, 404);
    }
    if (!this.#deps.tokens.accepts(shop.domain, c.req.header("X-Shopify-Access-Token"))) {
      this.#note(shop, call, "wrong-token");
      return this.#send(c, WRONG_TOKEN);
    }
    return this.#answer(c, shop, call);
  }

  async #answer(c: EndpointContext, shop: SimulatedShop, call: Call): Promise<Response> {
    const { switches, throttling } = this.#deps;
    const fault = takeFault(switches, call.description, this.#deps.random);
    const spoiled = fault === null ? null : faultAnswer(fault);
    if (spoiled !== null || fault === "dropped-before-effect") {
      this.#note(shop, call, fault);
      return spoiled === null ? drop(c) : this.#send(c, spoiled);
    }
    const cost = this.#costOf(call);
    const status = throttling.status(shop.domain);
    if (fault === "THROTTLED" || !throttling.take(shop.domain, cost)) {
      this.#note(shop, call, "THROTTLED");
      const available = fault === "THROTTLED" ? 0 : status.currentlyAvailable;
      return this.#send(c, throttledAnswer(cost, { ...status, currentlyAvailable: available }));
    }
    if (fault === "slow-before-effect") await switches.slowCalls.passed();
    const result = await this.#execute(shop, call, fault);
    if (fault === "slow-after-effect") await switches.slowCalls.passed();
    return fault === "dropped-after-effect" ? drop(c) : c.json(result);
  }

  async #execute(shop: SimulatedShop, call: Call, fault: GraphqlFault | null): Promise<object> {
    const { ledger, switches, settings, clock, apiVersion } = this.#deps;
    const { variables } = call.description;
    let recorded = 0;
    const record: MutationScope["record"] = (entry) => {
      recorded += 1;
      this.#deps.record({ at: clock.now(), shop: shop.domain, variables, fault, ...entry });
    };
    const scope = { shop: shop.domain, ledger, switches, settings, now: clock.now(), apiVersion, record };
    const result = await this.#run(call, rootValue(this.#schema, scope));
    if (recorded === 0 && result.errors !== undefined) this.#note(shop, call, "graphql-error");
    const cost = this.#costOf(call);
    const throttleStatus = this.#deps.throttling.status(shop.domain);
    return {
      ...result,
      extensions: { cost: { requestedQueryCost: cost, actualQueryCost: cost, throttleStatus } },
    };
  }

  /** As the library's own `graphql` does it, with each document read and judged once. */
  async #run(call: Call, root: object): Promise<ExecutionResult> {
    const document = documentOf(call.query);
    if (document instanceof GraphQLError) return { errors: [document] };
    const errors = errorsOf(this.#schema, document);
    if (errors.length > 0) return { errors };
    const { operationName, description } = call;
    const { variables: variableValues } = description;
    return execute({ schema: this.#schema, document, rootValue: root, variableValues, operationName });
  }

  #costOf(call: Call): number {
    return call.description.isMutation ? this.#deps.switches.mutationCost : 1;
  }

  #send(c: EndpointContext, answer: FaultAnswer): Response {
    for (const [name, value] of Object.entries(answer.headers)) c.header(name, value);
    c.header("Content-Type", answer.contentType);
    // 430 is Shopify's own, outside the list that the router knows: hence a Response of our own.
    return new Response(answer.body, { status: answer.status, headers: c.res.headers });
  }

  #note(shop: SimulatedShop, call: Call, fault: RecordedMutation["fault"]): void {
    const { mutation, sessionId, variables } = call.description;
    const at = this.#deps.clock.now();
    this.#deps.record({
      at,
      shop: shop.domain,
      mutation,
      sessionId,
      variables,
      outcome: "fault",
      fault,
      userErrors: [],
    });
  }
}

/**
 * `POST /shops/{shop}/payments_apps/api/{version}/graphql.json`: the Payments Apps API of every simulated shop, at
 * the path of the real one (shopify.dev, Payments Apps API reference, read 2026-11-22).
 */
export function graphqlEndpoint(deps: GraphqlEndpointDeps): Hono<{ Bindings: HttpBindings }> {
  const endpoint = new GraphqlEndpoint(deps);
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.post("/shops/:shop/payments_apps/api/:version/graphql.json", (c) =>
    endpoint.receive(c, c.req.param("shop"), c.req.param("version")),
  );
  return app;
}
