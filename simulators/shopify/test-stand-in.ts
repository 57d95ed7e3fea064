import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { TLSSocket } from "node:tls";
import { afterEach } from "vitest";
import { z } from "zod";
import { parseJson } from "./json.ts";
import { startShopifySimulator, type ShopifySimulator, type ShopifySimulatorOptions } from "./server.ts";

/** A payments app that is not ours, and a plain client for the API: what the simulator's tests talk through. */
export interface ReceivedSession {
  headers: http.IncomingHttpHeaders;
  text: string;
  body: Record<string, unknown>;
  /** Whether the client certificate was verified; null over plain HTTP. */
  certified: boolean | null;
}

export interface StandInAnswer {
  status: number;
  body: string;
  /** Says this much and then nothing more, with the connection left open. */
  stalls?: "before-head" | "before-body";
}

export interface StandInApp {
  url: string;
  received: ReceivedSession[];
}

const afterwards: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of afterwards.splice(0).reverse()) await close();
});

export const SHOP = {
  domain: "tienda.myshopify.com",
  accessToken: "shpat_tienda",
  name: "Tienda",
  currency: "PEN",
} as const;
export const OTHER_SHOP = {
  domain: "otra.myshopify.com",
  accessToken: "shpat_otra",
  name: "Otra",
  currency: "USD",
} as const;
export const VOUCHER_URL = "http://localhost:9/pay/slug";
/** How an app accepts a refund. */
export const acceptsRefund: StandInAnswer = { status: 201, body: "" };
export const accepts: StandInAnswer = { status: 200, body: JSON.stringify({ redirect_url: VOUCHER_URL }) };

/** Starts an app that gives the answers in order, the last one for ever; null breaks the connection off. */
export async function standInApp(
  answers: (StandInAnswer | null)[] = [accepts],
  tls?: { key: string; cert: string; ca: string },
): Promise<StandInApp> {
  const received: ReceivedSession[] = [];
  const listener = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const certified = request.socket instanceof TLSSocket ? request.socket.authorized : null;
      const answer = answers[Math.min(received.length, answers.length - 1)] ?? null;
      const body = z.record(z.string(), z.unknown()).safeParse(parseJson(text)).data ?? {};
      received.push({ headers: request.headers, text, body, certified });
      if (answer === null) return void request.socket.destroy();
      if (answer.stalls === "before-head") return;
      response.writeHead(answer.status, { "Content-Type": "application/json" });
      if (answer.stalls === "before-body") response.flushHeaders();
      else response.end(answer.body);
    });
  };
  const server =
    tls === undefined
      ? http.createServer(listener)
      : https.createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterwards.push(async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const scheme = tls === undefined ? "http" : "https";
  return { url: `${scheme}://localhost:${address.port}/sessions`, received };
}

/** A clock that stands still until it is moved. */
export class HandClock {
  #at = new Date("2026-11-22T15:00:00.000Z").getTime();

  now(): Date {
    return new Date(this.#at);
  }

  advance(ms: number): void {
    this.#at += ms;
  }

  /** The instant `hours` from now. */
  inHours(hours: number): Date {
    return new Date(this.#at + hours * 3_600_000);
  }
}

/** Starts a simulator with two shops and no waits between attempts; closed after the test. */
export async function startSimulator(
  options: Partial<ShopifySimulatorOptions> = {},
): Promise<ShopifySimulator> {
  const simulator = await startShopifySimulator({
    apiVersion: "2026-10",
    shops: [SHOP, OTHER_SHOP],
    paymentSessionUrl: null,
    ...options,
    switches: { sessionRetryWaitsMs: [0], ...options.switches },
  });
  afterwards.push(() => simulator.close());
  return simulator;
}

const PAYLOAD = `paymentSession {
    id
    pendingExpiresAt
    state {
      ... on PaymentSessionStatePending { code reason }
      ... on PaymentSessionStateResolved { code }
      ... on PaymentSessionStateRejected { code rejectedFor: reason merchantMessage source }
    }
    nextAction { action context { ... on PaymentSessionActionsRedirect { redirectUrl } } }
  }`;

const DOCUMENTS = {
  pending: `mutation P($id: ID!, $pendingExpiresAt: DateTime!, $reason: PaymentSessionStatePendingReason!) {
    answer: paymentSessionPending(id: $id, pendingExpiresAt: $pendingExpiresAt, reason: $reason) {
      ${PAYLOAD} userErrors { code field message }
    }
  }`,
  resolve: `mutation S($id: ID!) { answer: paymentSessionResolve(id: $id) { ${PAYLOAD} userErrors { field message } } }`,
  reject: `mutation J($id: ID!, $reason: PaymentSessionRejectionReasonInput!) {
    answer: paymentSessionReject(id: $id, reason: $reason) { ${PAYLOAD} userErrors { field message } }
  }`,
};

const REFUND_PAYLOAD = `refundSession {
    id
    state {
      ... on RefundSessionStateResolved { code }
      ... on RefundSessionStateRejected { code reason merchantMessage }
    }
  } userErrors { code field message }`;

const REFUND_DOCUMENTS = {
  resolve: `mutation S($id: ID!) { answer: refundSessionResolve(id: $id) { ${REFUND_PAYLOAD} } }`,
  reject: `mutation J($id: ID!, $reason: RefundSessionRejectionReasonInput!) {
    answer: refundSessionReject(id: $id, reason: $reason) { ${REFUND_PAYLOAD} }
  }`,
};

const refundPayloadSchema = z.object({
  refundSession: z.object({ id: z.string(), state: z.record(z.string(), z.unknown()) }).nullable(),
  userErrors: z.array(z.object({ code: z.string(), field: z.array(z.string()), message: z.string() })),
});

/** The payload of a refund's mutation. Throws when the answer is anything else. */
export async function refundPayload(
  answer: Promise<Response>,
): Promise<z.infer<typeof refundPayloadSchema>> {
  const json: unknown = await (await answer).json();
  return z.object({ data: z.object({ answer: refundPayloadSchema }) }).parse(json).data.answer;
}

const sessionSchema = z.object({
  id: z.string(),
  pendingExpiresAt: z.string().nullable(),
  state: z.record(z.string(), z.unknown()),
  nextAction: z.object({ action: z.string(), context: z.object({ redirectUrl: z.string() }) }),
});

const payloadSchema = z.object({
  paymentSession: sessionSchema.nullable(),
  userErrors: z.array(
    z.object({ code: z.string().nullish(), field: z.array(z.string()), message: z.string() }),
  ),
});

const errorsSchema = z.object({
  errors: z.array(
    z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() }),
  ),
});

/** The payload of a mutation, from an answer's JSON. Throws when it is anything else. */
export function payloadOf(json: unknown): z.infer<typeof payloadSchema> {
  return z.object({ data: z.object({ answer: payloadSchema }) }).parse(json).data.answer;
}

/** The GraphQL errors of an answer's JSON. */
export function graphqlErrorsOf(json: unknown): z.infer<typeof errorsSchema>["errors"] {
  return errorsSchema.parse(json).errors;
}

export interface CallOptions {
  shop?: string;
  token?: string;
  version?: string;
}

/** Posts one GraphQL document to a shop's endpoint, as any client would. */
export function post(
  simulator: ShopifySimulator,
  query: string,
  variables: object,
  options: CallOptions = {},
): Promise<Response> {
  const { shop = SHOP.domain, token = SHOP.accessToken, version = "2026-10" } = options;
  return fetch(`${simulator.origin}/shops/${shop}/payments_apps/api/${version}/graphql.json`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Shopify-Access-Token": token },
    body: JSON.stringify({ query, variables }),
  });
}

const REJECTION = {
  code: "CANCELLED_PAYMENT",
  merchantMessage: "El código venció sin pago.",
  source: "PROVIDER",
};

/** The three mutations with usual arguments. */
export const send = {
  pending: (
    simulator: ShopifySimulator,
    gid: string,
    pendingExpiresAt: Date,
    options?: CallOptions,
  ): Promise<Response> =>
    post(
      simulator,
      DOCUMENTS.pending,
      { id: gid, pendingExpiresAt: pendingExpiresAt.toISOString(), reason: "BUYER_ACTION_REQUIRED" },
      options,
    ),
  resolve: (simulator: ShopifySimulator, gid: string, options?: CallOptions): Promise<Response> =>
    post(simulator, DOCUMENTS.resolve, { id: gid }, options),
  reject: (simulator: ShopifySimulator, gid: string, code = "CANCELLED_PAYMENT"): Promise<Response> =>
    post(simulator, DOCUMENTS.reject, { id: gid, reason: { ...REJECTION, code } }),
};

/** The two mutations that end a refund. */
export const sendRefund = {
  resolve: (simulator: ShopifySimulator, gid: string, options?: CallOptions): Promise<Response> =>
    post(simulator, REFUND_DOCUMENTS.resolve, { id: gid }, options),
  reject: (
    simulator: ShopifySimulator,
    gid: string,
    merchantMessage: string,
    options?: CallOptions,
  ): Promise<Response> =>
    post(
      simulator,
      REFUND_DOCUMENTS.reject,
      { id: gid, reason: { code: "PROCESSING_ERROR", merchantMessage } },
      options,
    ),
};
