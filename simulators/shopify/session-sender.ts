import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { parseJson, type JsonObject } from "./json.ts";
import { markAnswerRead } from "./payment-sessions.ts";
import { sessionBody } from "./session-body.ts";
import { postSession, type ClientTls } from "./session-post.ts";
import type { SessionRecord } from "./session-record.ts";
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
export interface SessionAnswer {
  /** HTTP status; 0 when no answer came. */
  status: number;
  bodyText: string;
  /** Where the buyer goes, null unless the answer was accepted. */
  redirectUrl: string | null;
  attempts: number;
  /** Why the last attempt failed, null when it was accepted. */
  error: string | null;
}

export interface SessionSenderDeps {
  switches: Switches;
  apiVersion: string;
  clientTls: ClientTls | null;
  paymentSessionUrl(): string | null;
  /** Aborted when the simulator closes. */
  closing: AbortSignal;
}

// shopify.dev, request reference (read 2026-11-22): the address must be shorter than this.
const REDIRECT_URL_BYTES = 8192;
const answerSchema = z.object({ redirect_url: z.url({ protocol: /^https?$/ }) });

type Attempt = Omit<SessionAnswer, "attempts">;

/** Reads an answer as Shopify does: any 2xx with a JSON `redirect_url` that is short enough. */
function judge(status: number, bodyText: string): Attempt {
  const failed = (error: string): Attempt => ({ status, bodyText, redirectUrl: null, error });
  if (status < 200 || status > 299) return failed(`http-${status}`);
  const answer = answerSchema.safeParse(parseJson(bodyText));
  if (!answer.success) return failed("no-redirect-url");
  const redirectUrl = answer.data.redirect_url;
  if (Buffer.byteLength(redirectUrl, "utf8") >= REDIRECT_URL_BYTES) return failed("redirect-url-too-long");
  return { status, bodyText, redirectUrl, error: null };
}

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
 * Sends payment sessions to the app's `payment_session_url`, over mutual TLS when that is https, and retries as
 * Shopify does: a failing request is repeated several times, then the buyer has to try again (shopify.dev, request
 * reference, read 2026-11-22).
 */
export class SessionSender {
  readonly #deps: SessionSenderDeps;

  constructor(deps: SessionSenderDeps) {
    this.#deps = deps;
  }

  /** Sends the session, again if it was sent before. Never throws for what the app or the network does. */
  async send(session: SessionRecord, overrides: SendOverrides = {}): Promise<SessionAnswer> {
    const { switches } = this.#deps;
    const most = overrides.retries === undefined ? switches.sessionAttempts : overrides.retries + 1;
    for (let attempts = 1; ; attempts += 1) {
      const attempt = await this.#attempt(session, overrides);
      if (attempt.redirectUrl !== null) {
        markAnswerRead(session, attempt.redirectUrl);
        return { ...attempt, attempts };
      }
      if (attempts >= most || this.#deps.closing.aborted) return { ...attempt, attempts };
      await this.#pause(attempts);
    }
  }

  async #pause(afterAttempt: number): Promise<void> {
    const waits = this.#deps.switches.sessionRetryWaitsMs;
    const waitMs = waits[afterAttempt - 1] ?? waits.at(-1) ?? 0;
    // Ends early, without an error, when the simulator closes: `send` then stops.
    await wait(waitMs, undefined, { signal: this.#deps.closing }).catch(() => undefined);
  }

  async #attempt(session: SessionRecord, overrides: SendOverrides): Promise<Attempt> {
    const { switches, closing, clientTls } = this.#deps;
    const url = this.#deps.paymentSessionUrl();
    if (url === null)
      return { status: 0, bodyText: "", redirectUrl: null, error: "no-payment-session-url" };
    const documented = sessionBody(session, switches);
    const body =
      overrides.rawBody ??
      JSON.stringify(overrides.body === undefined ? documented : overrides.body(documented));
    const headers = {
      "Content-Type": "application/json",
      Accept: "application/json",
      "Content-Length": String(Buffer.byteLength(body, "utf8")),
      "Shopify-Shop-Domain": session.shop,
      "Shopify-Request-Id": randomUUID(),
      "Shopify-Api-Version": this.#deps.apiVersion,
    };
    // The server's authority is trusted in both cases; only the proof of who we are is left out.
    const stranger = clientTls === null ? null : { ca: clientTls.ca };
    try {
      const answer = await postSession({
        url,
        headers: withHeaders(headers, overrides.headers ?? {}),
        body,
        tls: overrides.withoutCertificate === true ? stranger : clientTls,
        timeoutMs: switches.sessionTimeoutMs,
        reading: switches.answerReading,
        signal: closing,
      });
      return judge(answer.status, answer.bodyText);
    } catch (error) {
      return { status: 0, bodyText: "", redirectUrl: null, error: reasonOf(error) };
    }
  }
}
