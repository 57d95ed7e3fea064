/**
 * What Shopify can be told about a payment session or a refund session, and of us as a provider, and how it can answer. Types only, so that
 * pure code may name them; the client itself is `payments-apps-client.server.ts`.
 */
import type { ExternalOutcome } from "#app/lib/external-call-error.ts";
import type { Secret } from "#app/lib/secret.ts";
import type { ShopDomain } from "./shop-domain.ts";

/** What is told of a payment session, and of a refund session. */
export type PaymentReportKind = "pending" | "resolve" | "reject";
export type RefundReportKind = "refund-resolve" | "refund-reject";
export type ReportKind = PaymentReportKind | RefundReportKind;

export interface ReportUserError {
  /** Pending's errors and those of refunds have codes; a payment's resolve and reject have none. */
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
  | "broken-answer"
  /** Not sent: the shop's calls fail or hang, and nobody is asked for a while. */
  | "stopped";

/** Shopify said no in its own words, or could not be understood, or not be reached. */
export type FailedAnswer =
  | { kind: "refused"; userErrors: ReportUserError[] }
  | {
      kind: "failed";
      reason: ReportFailure;
      outcome: ExternalOutcome;
      /** False only where repeating the same call cannot help. */
      retryable: boolean;
      /** How long Shopify asked us to wait, when it did, or how long nobody is asked. */
      retryAfterMs: number | null;
      httpStatus: number | null;
    };

export type ReportAnswer =
  /** The session came back in the wanted state, now or by an earlier attempt. */
  { kind: "acknowledged"; state: string; redirectUrl: string | null } | FailedAnswer;

/** Whether we take payments of a shop, as its settings show it. */
export interface Readiness {
  ready: boolean;
  /** What the merchant recognises their account by, shown in Shopify's settings: never a secret. Null leaves it. */
  externalHandle: string | null;
}

export type ConfigureAnswer = { kind: "acknowledged" } | FailedAnswer;

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
    /** A person asks for it: it is sent although the shop's calls are stopped, unless another one tries just now. */
    isUrged?: boolean;
  }): Promise<ReportAnswer>;
  /**
   * Tells Shopify once whether the shop can take payments with us (`paymentsAppConfigure`); the same may be told again.
   * Never throws for what Shopify or the network may do.
   */
  configure(input: {
    shop: ShopDomain;
    accessToken: Secret;
    readiness: Readiness;
  }): Promise<ConfigureAnswer>;
}

/** Shopify answered in another API version than the one asked for: ours is about to be, or was, retired. */
export interface VersionDrift {
  shop: ShopDomain;
  asked: string;
  answered: string;
}
