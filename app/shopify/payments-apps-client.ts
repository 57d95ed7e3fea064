/**
 * What Shopify can be told about a payment session and how it can answer. Types only, so that pure
 * code may name them; the client itself is `payments-apps-client.server.ts`.
 */
import type { ExternalOutcome } from "#app/lib/external-call-error.ts";
import type { Secret } from "#app/lib/secret.ts";
import type { ShopDomain } from "./shop-domain.ts";

export type ReportKind = "pending" | "resolve" | "reject";

export interface ReportUserError {
  /** Only pending's errors have codes; resolve and reject have none. */
  code: string | null;
  field: string[];
  message: string;
}

export type ReportFailure =
  | "throttled"
  | "rate-limited"
  | "unauthorized"
  | "shop-inactive"
  | "access-denied"
  | "shop-not-found"
  | "server-error"
  | "unreachable"
  | "timeout"
  | "broken-answer";

export type ReportAnswer =
  /** The session came back in the wanted state, now or by an earlier attempt. */
  | { kind: "acknowledged"; state: string; redirectUrl: string | null }
  | { kind: "refused"; userErrors: ReportUserError[] }
  | {
      kind: "failed";
      reason: ReportFailure;
      outcome: ExternalOutcome;
      /** False only where repeating the same call cannot help. */
      retryable: boolean;
      /** How long Shopify asked us to wait, when it did. */
      retryAfterMs: number | null;
      httpStatus: number | null;
    };

export interface PaymentsAppsClient {
  /**
   * Tells Shopify once. Never throws for what Shopify or the network may do; `variables` go out as
   * given, because a repeated report must be the same byte for byte.
   */
  send(input: {
    shop: ShopDomain;
    accessToken: Secret;
    kind: ReportKind;
    variables: Record<string, unknown>;
  }): Promise<ReportAnswer>;
}

/** Shopify answered in another API version than the one asked for: ours is about to be, or was, retired. */
export interface VersionDrift {
  shop: ShopDomain;
  asked: string;
  answered: string;
}
