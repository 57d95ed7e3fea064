import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { TLSSocket, type ConnectionOptions } from "node:tls";
import { z } from "zod";
import type { PaymentsTls } from "#app/lib/payments-tls-config.server.ts";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { startPayments } from "../../server/payments.ts";
import type { TestWorld } from "./world.ts";

/** What came of one call. */
export interface Knock {
  sessionId: string;
  /** `HTTP 200` with the answer's body, or that the connection was closed without one. */
  answer: string;
  body: string;
  /** Why callers were refused, as the operator reads it. */
  alerts: unknown[];
  /** Whether the caller continued an earlier TLS session, and what it could continue next time. */
  isResumed: boolean;
  tlsSession: Buffer | null;
}

/** Who calls, and with which header lines besides those of Shopify. */
export interface Caller extends ConnectionOptions {
  headers?: Record<string, string | string[]>;
  scheme?: "http:" | "https:";
  /** Which of this machine's own addresses is called. */
  address?: string;
}

export interface PaymentsPort {
  port: number;
  /** Sends a new session that would be accepted from Shopify. */
  knock: (caller: Caller) => Promise<Knock>;
  /** Ends the port with all that it still has in hand, then counts what came of a session. */
  storedInTheEnd: (knock: Knock) => Promise<number>;
  close: () => Promise<void>;
}

const alertLine = z.object({ alert: z.literal(true), reason: z.string().optional() });

/** Another payments port on the world's database, which knows its callers in a way of its own. */
export async function openPaymentsPort(
  world: TestWorld,
  tls: PaymentsTls,
  host: string | null = null,
): Promise<PaymentsPort> {
  const { deps } = world.system;
  const config = { ...deps.config, paymentsTls: tls, paymentsHost: host, paymentsPort: 0 };
  const listening = await startPayments({ ...deps, config });
  const { port } = listening;
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= listening.close());
  return {
    port,
    close,
    storedInTheEnd: async ({ sessionId }) => {
      await close();
      const rows = await world.rows("select 1 from payments where session_id = $1", [sessionId]);
      return rows.length;
    },
    knock: async (caller) => {
      const session = world.shopify.newSession({ shop: DEMO_SHOP });
      const before = world.logged().length;
      const answer = await send(port, caller, bodyOf(session));
      // The server may hear of a broken handshake a moment after its client.
      const alerts = () =>
        world
          .logged()
          .slice(before)
          .map((line) => alertLine.safeParse(JSON.parse(line)))
          .flatMap(({ data }) => (data ? [data.reason] : []));
      if (answer.answer === "connection closed") {
        await world.until("the refusal to be logged", () => alerts().length > 0);
      }
      return { ...answer, sessionId: session.id, alerts: alerts() };
    },
  };
}

/** As Shopify sends it. */
export function bodyOf(session: ReturnType<TestWorld["shopify"]["newSession"]>): string {
  const { id, gid, group, amount, currency, test, kind, cancelUrl, proposedAt } = session;
  return JSON.stringify({
    ...{ id, gid, group, amount, currency, test, kind, customer: null },
    payment_method: { type: "offsite", data: { cancel_url: cancelUrl } },
    proposed_at: proposedAt,
    merchant_locale: "es-PE",
  });
}

function send(port: number, caller: Caller, body: string): Promise<Omit<Knock, "sessionId" | "alerts">> {
  const { headers, scheme = "https:", address = "127.0.0.1", ...identity } = caller;
  const seen = { isResumed: false, tlsSession: null as Buffer | null };
  return new Promise((resolve) => {
    const request = (scheme === "https:" ? tlsRequest : plainRequest)(
      `${scheme}//${address}:${port}/shopify/payment-sessions`,
      {
        ...identity,
        method: "POST",
        agent: false,
        headers: {
          "Content-Type": "application/json",
          "Shopify-Shop-Domain": DEMO_SHOP,
          "Shopify-Request-Id": "request-0001",
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
        response.on("end", () =>
          resolve({ answer: `HTTP ${response.statusCode ?? 0}`, body: text, ...seen }),
        );
      },
    );
    request.on("socket", (socket) => {
      if (!(socket instanceof TLSSocket)) return;
      socket.on("secureConnect", () => (seen.isResumed = socket.isSessionReused()));
      socket.on("session", (session: Buffer) => (seen.tlsSession = session));
    });
    request.on("error", () => resolve({ answer: "connection closed", body: "", ...seen }));
    request.end(body);
  });
}
