import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { SimulatorClock } from "./clock.ts";
import type { JsonObject } from "./json.ts";
import type { Ledger } from "./ledger.ts";
import type { SimulatedApp, WebhookTopic } from "./simulated-app.ts";
import type { Switches } from "./switches.ts";
import { webhookPayload } from "./webhook-payloads.ts";

export interface WebhookOverrides {
  /** true: signed with another secret. */
  badHmac?: boolean;
  /** Instead of a new id: what the app must recognise as the same webhook. */
  webhookId?: string;
  triggeredAt?: Date;
  /** How many times the same webhook comes, 1 by default; 2 and more are duplicates with the same id. */
  repeat?: number;
  /** Replaces or adds headers. */
  headers?: Record<string, string>;
  /** Sent as it is, signed, instead of the JSON of the payload. */
  rawBody?: string;
}

export interface WebhookOrder {
  shop: string;
  topic: WebhookTopic;
  /** Replaces these fields of the documented payload. */
  payload?: JsonObject;
  overrides?: WebhookOverrides;
}

/** The last answer. `status` 0: no answer came, `body` says why. */
export interface WebhookAnswer {
  webhookId: string;
  status: number;
  body: string;
}

/** One request, as it was sent, and what came back. */
export interface WebhookDelivery extends WebhookAnswer {
  shop: string;
  topic: WebhookTopic;
  url: string;
  sentAt: Date;
  attempt: number;
  payload: string;
}

export interface WebhookSenderDeps {
  clock: SimulatorClock;
  switches: Switches;
  ledger: Ledger;
  apiVersion: string;
  app: () => SimulatedApp | null;
  closing: AbortSignal;
}

interface Letter {
  order: WebhookOrder;
  webhookId: string;
  url: string;
  text: string;
  headers: Record<string, string>;
}

/**
 * Sends webhooks and repeats those that are not answered with 2xx, always with the same id and body (shopify.dev,
 * delivery of webhooks over HTTPS, read 2026-11-27; the real pauses stretch over four hours).
 */
export class WebhookSender {
  readonly #deps: WebhookSenderDeps;
  readonly #deliveries: WebhookDelivery[] = [];

  constructor(deps: WebhookSenderDeps) {
    this.#deps = deps;
  }

  deliveries(): WebhookDelivery[] {
    return this.#deliveries.map((delivery) => ({ ...delivery }));
  }

  isSubscribed(topic: WebhookTopic): boolean {
    return this.#deps.app()?.webhookUrls?.[topic] !== undefined;
  }

  /** Throws when there is no app, no such shop or no subscription: nothing could be sent. */
  async send(order: WebhookOrder): Promise<WebhookAnswer> {
    const letter = this.#letter(order);
    let answer = await this.#deliver(letter);
    for (let copy = 1; copy < (order.overrides?.repeat ?? 1); copy += 1)
      answer = await this.#deliver(letter);
    return answer;
  }

  #letter(order: WebhookOrder): Letter {
    const { clock, ledger, apiVersion } = this.#deps;
    const app = this.#deps.app();
    const shop = ledger.shop(order.shop);
    const address = app?.webhookUrls?.[order.topic];
    if (app === null) throw new Error("no app: nobody to send a webhook to");
    if (shop === undefined) throw new Error(`no shop ${order.shop}`);
    if (address === undefined) throw new Error(`the app has no subscription to ${order.topic}`);
    const { overrides = {} } = order;
    const webhookId = overrides.webhookId ?? randomUUID();
    const payload = { ...webhookPayload(order.topic, shop, app), ...order.payload };
    const text = overrides.rawBody ?? JSON.stringify(payload);
    const secret = overrides.badHmac === true ? `not ${app.clientSecret}` : app.clientSecret;
    const headers = {
      "Content-Type": "application/json",
      "User-Agent": "Shopify-Captain-Hook",
      "X-Shopify-Topic": order.topic,
      "X-Shopify-Shop-Domain": order.shop,
      "X-Shopify-API-Version": apiVersion,
      "X-Shopify-Webhook-Id": webhookId,
      "X-Shopify-Event-Id": randomUUID(),
      "X-Shopify-Triggered-At": (overrides.triggeredAt ?? clock.now()).toISOString(),
      "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(text, "utf8").digest("base64"),
      ...overrides.headers,
    };
    return { order, webhookId, url: new URL(address, app.appUrl).href, text, headers };
  }

  async #deliver(letter: Letter): Promise<WebhookAnswer> {
    const { switches, closing, clock } = this.#deps;
    for (let attempt = 1; ; attempt += 1) {
      const sentAt = clock.now();
      const answer = { webhookId: letter.webhookId, ...(await this.#post(letter)) };
      const { shop, topic } = letter.order;
      this.#deliveries.push({
        ...answer,
        shop,
        topic,
        url: letter.url,
        sentAt,
        attempt,
        payload: letter.text,
      });
      const isTaken = answer.status >= 200 && answer.status < 300;
      if (isTaken || attempt >= switches.webhookAttempts || closing.aborted) return answer;
      const waits = switches.webhookRetryWaitsMs;
      const waitMs = waits[attempt - 1] ?? waits.at(-1) ?? 0;
      // Ends early, without an error, when the simulator closes.
      await wait(waitMs, undefined, { signal: closing }).catch(() => undefined);
    }
  }

  async #post(letter: Letter): Promise<{ status: number; body: string }> {
    const { switches, closing } = this.#deps;
    const signal = AbortSignal.any([closing, AbortSignal.timeout(switches.webhookTimeoutMs)]);
    try {
      const { url, headers, text } = letter;
      // A redirect is no acceptance, and Shopify does not follow it.
      const answer = await fetch(url, { method: "POST", headers, body: text, redirect: "manual", signal });
      return { status: answer.status, body: await answer.text() };
    } catch (error) {
      return { status: 0, body: error instanceof Error ? error.message : "failed" };
    }
  }
}
