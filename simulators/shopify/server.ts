import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { adminRoutes } from "./admin-routes.ts";
import { browserScripts } from "./browser-scripts.ts";
import { systemClock, type SimulatorClock } from "./clock.ts";
import { checkoutRoutes } from "./checkout-routes.ts";
import { graphqlEndpoint, type GraphqlEndpointDeps } from "./graphql-endpoint.ts";
import { Ledger } from "./ledger.ts";
import { merchantApi, type MerchantApi } from "./merchant-api.ts";
import { MerchantSide } from "./merchant-side.ts";
import type { RecordedMutation } from "./mutation-record.ts";
import { newRefund, refundView, type NewRefundInput, type SimulatedRefund } from "./new-refund.ts";
import { newSession, sessionView, type NewSessionInput, type SimulatedSession } from "./new-session.ts";
import { oauthRoutes } from "./oauth-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { endOtherwise, orderView, type SimulatedOrder } from "./orders.ts";
import { PlatformSender, type SendOverrides } from "./platform-sender.ts";
import type { RefundRecord } from "./refund-record.ts";
import { RefundSender, type RefundAnswer } from "./refund-sender.ts";
import { seededRandom } from "./seeded-random.ts";
import type { ClientTls } from "./session-post.ts";
import type { SessionRecord, SimulatedShop } from "./session-record.ts";
import { SessionSender, type SessionAnswer } from "./session-sender.ts";
import type { SimulatedApp } from "./simulated-app.ts";
import { defaultSwitches, type Switches } from "./switches.ts";
import { Throttling } from "./throttling.ts";

export type { SimulatorClock } from "./clock.ts";
export type { RecordedMutation } from "./mutation-record.ts";
export type { SimulatedRefund } from "./new-refund.ts";
export type { SimulatedSession } from "./new-session.ts";
export type { SimulatedOrder } from "./orders.ts";
export type { RefundAnswer } from "./refund-sender.ts";
export type { SimulatedApp, WebhookTopic } from "./simulated-app.ts";
export type { SimulatedShop } from "./session-record.ts";
export type { SessionAnswer } from "./session-sender.ts";
export type { StaffMember } from "./staff.ts";
export type { Switches } from "./switches.ts";
export type { WebhookAnswer, WebhookDelivery, WebhookOrder } from "./webhook-sender.ts";

export interface ShopifySimulatorOptions {
  /** Port on 127.0.0.1; any free one by default. */
  port?: number;
  clock?: SimulatorClock;
  /** Version in the GraphQL path and in the header of each session, e.g. `2026-10`. */
  apiVersion: string;
  shops: SimulatedShop[];
  /** Where sessions are sent; https means mutual TLS with `clientTls`. */
  paymentSessionUrl: string | null;
  /** Where refunds are sent, in the same way; left out, no refund can be sent. */
  refundSessionUrl?: string | null;
  /** PEM: our key and certificate, and the authority that signed the app's server certificate. */
  clientTls?: ClientTls;
  /** The app that shops can install; without it there is no OAuth, no app in the admin, no webhook. */
  app?: SimulatedApp | null;
  switches?: Partial<Switches>;
  /** Chooses the random faults; the same seed chooses the same ones. */
  seed?: number;
  /** Pass the process's NODE_ENV: the simulator refuses "production". */
  nodeEnv?: string;
}

export interface ShopifySimulator extends MerchantApi {
  origin: string;
  switches: Switches;
  setPaymentSessionUrl(url: string): void;
  setRefundSessionUrl(url: string): void;
  addShop(shop: SimulatedShop): void;
  /** Creates a session without sending it. `customer: null` is sent as null; left out, a plausible one is sent. */
  newSession(input: NewSessionInput): SimulatedSession;
  /** Sends it, or sends it again. Throws only for an unknown session id. */
  sendSession(sessionId: string, overrides?: SendOverrides): Promise<SessionAnswer>;
  /** Copies as of now; they do not change afterwards. */
  sessions(): SimulatedSession[];
  session(id: string): SimulatedSession | undefined;
  /** Starts a refund without sending it, as the Refund button does. Throws for what Shopify's admin would not start. */
  newRefund(input: NewRefundInput): SimulatedRefund;
  /** Sends it, or sends it again. Throws only for an unknown refund id. */
  sendRefund(refundId: string, overrides?: SendOverrides): Promise<RefundAnswer>;
  /** Copies as of now; they do not change afterwards. */
  refunds(): SimulatedRefund[];
  refund(id: string): SimulatedRefund | undefined;
  orders(): SimulatedOrder[];
  /** What a merchant may do with an order that Shopify has let expire; false where Shopify blocks it. */
  endOrderOtherwise(orderId: string, how: "paid-otherwise" | "cancelled"): boolean;
  /** Every call to the GraphQL endpoint, oldest first. */
  mutations(): RecordedMutation[];
  /** Calls to the Admin API, which a payments app must never make. */
  adminApiCalls(): number;
  /** Opens all gates, breaks off what is under way and closes every connection. */
  close(): Promise<void>;
}

type SimulatorApp = Hono<{ Bindings: HttpBindings }>;

async function listen(app: SimulatorApp, port: number): Promise<{ server: Server; origin: string }> {
  // The global Request and Response belong to the process that embeds us: they stay as they are.
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    overrideGlobalObjects: false,
  });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the simulator listens on no port");
  return { server, origin: `http://127.0.0.1:${address.port}` };
}

/** Everything that answers over HTTP, on one address. */
function simulatorApp(
  endpoint: GraphqlEndpointDeps,
  senders: { sessions: SessionSender; refunds: RefundSender },
  side: MerchantSide,
  countAdminApiCall: () => void,
): SimulatorApp {
  const app: SimulatorApp = new Hono();
  const { ledger, clock, settings } = endpoint;
  app.all("/shops/:shop/admin/api/*", (c) => {
    countAdminApiCall();
    return c.json({ errors: "[API] This app may not use the Admin API." }, 403);
  });
  app.route("/", graphqlEndpoint(endpoint));
  app.route("/", oauthRoutes(side));
  app.route("/", adminRoutes(side));
  app.route("/", browserScripts());
  app.route("/", checkoutRoutes({ ledger, clock, settings, sender: senders.sessions }));
  app.route("/", orderRoutes({ ledger, clock, staff: side.staff, sender: senders.refunds }));
  return app;
}

function known(ledger: Ledger, sessionId: string): SessionRecord {
  const session = ledger.session(sessionId);
  if (session === undefined) throw new Error(`no session ${sessionId}`);
  return session;
}

function knownRefund(ledger: Ledger, refundId: string): RefundRecord {
  const refund = ledger.refunds.refund(refundId);
  if (refund === undefined) throw new Error(`no refund ${refundId}`);
  return refund;
}

type Books = Pick<
  ShopifySimulator,
  "sessions" | "session" | "refunds" | "refund" | "orders" | "endOrderOtherwise"
>;

/** What this Shopify knows, for programs. */
function books(ledger: Ledger, clock: SimulatorClock): Books {
  return {
    sessions: () => ledger.sessions().map(sessionView),
    session: (id) => {
      const session = ledger.session(id);
      return session === undefined ? undefined : sessionView(session);
    },
    refunds: () => ledger.refunds.all().map(refundView),
    refund: (id) => {
      const refund = ledger.refunds.refund(id);
      return refund === undefined ? undefined : refundView(refund);
    },
    orders: () => ledger.orders().map((order) => orderView(ledger, order, clock.now())),
    endOrderOtherwise: (orderId, how) => {
      const order = ledger.orders().find(({ id }) => id === orderId);
      return order !== undefined && endOtherwise(ledger, order, { how, now: clock.now() });
    },
  };
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

/**
 * Starts a Shopify that knows the given shops: checkout, session sender, Payments Apps API, orders, and the
 * merchant's admin with OAuth and webhooks when it is given an app. State lives in memory. Throws when `nodeEnv` is "production": it hands out orders for money that nobody moved.
 */
export async function startShopifySimulator(options: ShopifySimulatorOptions): Promise<ShopifySimulator> {
  if (options.nodeEnv === "production") throw new Error("the Shopify simulator does not run in production");
  const { apiVersion, clock = systemClock } = options;
  const switches: Switches = { ...defaultSwitches(), ...options.switches };
  const ledger = new Ledger(clock);
  for (const shop of options.shops) ledger.addShop(shop);
  const closing = new AbortController();
  const mutations: RecordedMutation[] = [];
  let paymentSessionUrl = options.paymentSessionUrl;
  let refundSessionUrl = options.refundSessionUrl ?? null;
  let adminApiCalls = 0;

  const platform = new PlatformSender({
    switches,
    apiVersion,
    clientTls: options.clientTls ?? null,
    closing: closing.signal,
  });
  const senders = {
    sessions: new SessionSender({ switches, platform, paymentSessionUrl: () => paymentSessionUrl }),
    refunds: new RefundSender(platform, () => refundSessionUrl),
  };
  const side = new MerchantSide({
    clock,
    switches,
    ledger,
    apiVersion,
    app: options.app ?? null,
    closing: closing.signal,
  });
  const throttling = new Throttling(clock, switches);
  const random = seededRandom(options.seed ?? randomInt(2 ** 32));
  const record = (entry: RecordedMutation): void => void mutations.push(entry);
  const { tokens, settings } = side;
  const endpoint = { ledger, clock, switches, tokens, settings, throttling, random, apiVersion, record };
  const app = simulatorApp(endpoint, senders, side, () => (adminApiCalls += 1));
  const { server, origin } = await listen(app, options.port ?? 0);

  return {
    ...merchantApi(side),
    origin,
    switches,
    setPaymentSessionUrl: (url) => void (paymentSessionUrl = url),
    setRefundSessionUrl: (url) => void (refundSessionUrl = url),
    addShop: (shop) => {
      ledger.addShop(shop);
      tokens.restoreFixedToken(shop.domain);
    },
    newSession: (input) => sessionView(newSession(ledger, input)),
    sendSession: (sessionId, overrides) => senders.sessions.send(known(ledger, sessionId), overrides),
    newRefund: (input) => refundView(newRefund(ledger, input, clock.now())),
    sendRefund: (refundId, overrides) => senders.refunds.send(knownRefund(ledger, refundId), overrides),
    ...books(ledger, clock),
    mutations: () => [...mutations],
    adminApiCalls: () => adminApiCalls,
    close: async () => {
      closing.abort();
      switches.answerReading.release();
      switches.slowCalls.release();
      await stop(server);
    },
  };
}
