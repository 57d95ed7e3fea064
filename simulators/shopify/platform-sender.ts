import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { JsonObject } from "./json.ts";
import { postSession, type ClientTls } from "./session-post.ts";
import type { Switches } from "./switches.ts";

/** How a test may bend one sending. The rest stays as Shopify sends it. */
export interface SendOverrides {
  /** Receives the documented body and answers what to send instead. */
  body?: (body: JsonObject) => unknown;
  /** Sent as it is, JSON or not; outweighs `body`. */
  rawBody?: string;
  /** Added to, or replacing, the documented headers (names are case-insensitive). */
  headers?: Record<string, string>;
  withoutCertificate?: boolean;
  /** Attempts after the first; replaces the switch `sessionAttempts`. */
  retries?: number;
}

/** What came of a sending, after the last attempt. */
export interface Delivered {
  /** HTTP status; 0 when no answer came. */
  status: number;
  bodyText: string;
  attempts: number;
  /** Why the last attempt failed, null when it was accepted. */
  error: string | null;
}

/** One thing that Shopify posts to the app. */
export interface Posting {
  shop: string;
  /** Where to, looked up anew at each attempt; null: the app has named no such address, which is the error `noUrl`. */
  url: () => string | null;
  noUrl: string;
  body: () => JsonObject;
  /** Why an answer is no acceptance, or null when it is. */
  refusal: (status: number, bodyText: string) => string | null;
}

export interface PlatformSenderDeps {
  switches: Switches;
  apiVersion: string;
  clientTls: ClientTls | null;
  /** Aborted when the simulator closes. */
  closing: AbortSignal;
}

type Attempt = Omit<Delivered, "attempts">;

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  return "code" in error && typeof error.code === "string"
    ? `${error.code}: ${error.message}`
    : error.message;
}

function withHeaders(
  documented: Record<string, string>,
  overrides: Record<string, string>,
): Record<string, string> {
  const replaced = new Set(Object.keys(overrides).map((name) => name.toLowerCase()));
  const kept = Object.entries(documented).filter(([name]) => !replaced.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...overrides };
}

/**
 * Posts to the app over mutual TLS when the address is https, and retries as Shopify does: a failing request is repeated
 * several times with the same body, then a person has to try again (shopify.dev, request reference, read 2026-11-22).
 */
export class PlatformSender {
  readonly #deps: PlatformSenderDeps;

  constructor(deps: PlatformSenderDeps) {
    this.#deps = deps;
  }

  /** Never throws for what the app or the network does. */
  async deliver(posting: Posting, overrides: SendOverrides = {}): Promise<Delivered> {
    const { switches, closing } = this.#deps;
    const most = overrides.retries === undefined ? switches.sessionAttempts : overrides.retries + 1;
    for (let attempts = 1; ; attempts += 1) {
      const attempt = await this.#attempt(posting, overrides);
      if (attempt.error === null || attempts >= most || closing.aborted) return { ...attempt, attempts };
      await this.#pause(attempts);
    }
  }

  async #pause(afterAttempt: number): Promise<void> {
    const waits = this.#deps.switches.sessionRetryWaitsMs;
    const waitMs = waits[afterAttempt - 1] ?? waits.at(-1) ?? 0;
    // Ends early, without an error, when the simulator closes: `deliver` then stops.
    await wait(waitMs, undefined, { signal: this.#deps.closing }).catch(() => undefined);
  }

  async #attempt(posting: Posting, overrides: SendOverrides): Promise<Attempt> {
    const { switches, closing, clientTls } = this.#deps;
    const url = posting.url();
    if (url === null) return { status: 0, bodyText: "", error: posting.noUrl };
    const documented = posting.body();
    const body =
      overrides.rawBody ??
      JSON.stringify(overrides.body === undefined ? documented : overrides.body(documented));
    const headers = {
      "Content-Type": "application/json",
      Accept: "application/json",
      "Content-Length": String(Buffer.byteLength(body, "utf8")),
      "Shopify-Shop-Domain": posting.shop,
      "Shopify-Request-Id": randomUUID(),
      "Shopify-Api-Version": this.#deps.apiVersion,
    };
    // The server's authority is trusted in both cases; only the proof of who we are is left out.
    const stranger = clientTls === null ? null : { ca: clientTls.ca };
    try {
      const { status, bodyText } = await postSession({
        url,
        headers: withHeaders(headers, overrides.headers ?? {}),
        body,
        tls: overrides.withoutCertificate === true ? stranger : clientTls,
        timeoutMs: switches.sessionTimeoutMs,
        reading: switches.answerReading,
        signal: closing,
      });
      return { status, bodyText, error: posting.refusal(status, bodyText) };
    } catch (error) {
      return { status: 0, bodyText: "", error: reasonOf(error) };
    }
  }
}
