import { z } from "zod";
import { parseJson } from "./json.ts";
import { markAnswerRead } from "./payment-sessions.ts";
import type { Delivered, PlatformSender, SendOverrides } from "./platform-sender.ts";
import { sessionBody } from "./session-body.ts";
import type { SessionRecord } from "./session-record.ts";
import type { Switches } from "./switches.ts";

/** What came of sending a payment session, after the last attempt. */
export interface SessionAnswer extends Delivered {
  /** Where the buyer goes, null unless the answer was accepted. */
  redirectUrl: string | null;
}

export interface SessionSenderDeps {
  switches: Switches;
  platform: PlatformSender;
  paymentSessionUrl(): string | null;
}

// shopify.dev, request reference (read 2026-11-22): the address must be shorter than this.
const REDIRECT_URL_BYTES = 8192;
const answerSchema = z.object({ redirect_url: z.url({ protocol: /^https?$/ }) });

function redirectUrlIn(bodyText: string): string | null {
  const answer = answerSchema.safeParse(parseJson(bodyText));
  return answer.success ? answer.data.redirect_url : null;
}

/** Reads an answer as Shopify does: any 2xx with a JSON `redirect_url` that is short enough. */
function refusal(status: number, bodyText: string): string | null {
  if (status < 200 || status > 299) return `http-${status}`;
  const redirectUrl = redirectUrlIn(bodyText);
  if (redirectUrl === null) return "no-redirect-url";
  return Buffer.byteLength(redirectUrl, "utf8") >= REDIRECT_URL_BYTES ? "redirect-url-too-long" : null;
}

/** Sends payment sessions to the app's `payment_session_url`. */
export class SessionSender {
  readonly #deps: SessionSenderDeps;

  constructor(deps: SessionSenderDeps) {
    this.#deps = deps;
  }

  /** Sends the session, again if it was sent before. Never throws for what the app or the network does. */
  async send(session: SessionRecord, overrides: SendOverrides = {}): Promise<SessionAnswer> {
    const { platform, switches } = this.#deps;
    const delivered = await platform.deliver(
      {
        shop: session.shop,
        url: () => this.#deps.paymentSessionUrl(),
        noUrl: "no-payment-session-url",
        body: () => sessionBody(session, switches),
        refusal,
      },
      overrides,
    );
    const redirectUrl = delivered.error === null ? redirectUrlIn(delivered.bodyText) : null;
    if (redirectUrl !== null) markAnswerRead(session, redirectUrl);
    return { ...delivered, redirectUrl };
  }
}
