import { parseJson } from "./json.ts";
import type { Delivered, PlatformSender, SendOverrides } from "./platform-sender.ts";
import type { RefundRecord } from "./refund-record.ts";
import { markRefundAccepted, markRefundFailed } from "./refund-sessions.ts";
import { refundBody } from "./session-body.ts";

/** What came of sending a refund session, after the last attempt. */
export interface RefundAnswer extends Delivered {
  isAccepted: boolean;
}

function isEmptyObject(bodyText: string): boolean {
  const body = parseJson(bodyText);
  return (
    typeof body === "object" && body !== null && !Array.isArray(body) && Object.keys(body).length === 0
  );
}

/**
 * Acceptance of a refund is 201 with an empty body; `{}` is taken for one (shopify.dev, request reference, read
 * 2026-11-22). Any other status or shape shows the merchant an error (README of a production app, read 2026-11-22).
 */
function refusal(status: number, bodyText: string): string | null {
  if (status !== 201) return `http-${status}`;
  return bodyText === "" || isEmptyObject(bodyText) ? null : "body-not-empty";
}

/** Sends refund sessions to the app's `refund_session_url`. */
export class RefundSender {
  readonly #platform: PlatformSender;
  readonly #url: () => string | null;

  constructor(platform: PlatformSender, url: () => string | null) {
    this.#platform = platform;
    this.#url = url;
  }

  /** Sends the refund, again if it was sent before. Never throws for what the app or the network does. */
  async send(refund: RefundRecord, overrides: SendOverrides = {}): Promise<RefundAnswer> {
    const delivered = await this.#platform.deliver(
      {
        shop: refund.shop,
        url: this.#url,
        noUrl: "no-refund-session-url",
        body: () => refundBody(refund),
        refusal,
      },
      overrides,
    );
    const isAccepted = delivered.error === null;
    if (isAccepted) markRefundAccepted(refund);
    else markRefundFailed(refund);
    return { ...delivered, isAccepted };
  }
}
