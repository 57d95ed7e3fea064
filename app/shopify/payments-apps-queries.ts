/**
 * The mutations we send, as text; a test validates each against the 2026-10 schema. The API
 * has no session query, so each asks for the state back: repeating one is the only way to learn it.
 * `id` takes the session's gid. Resolve's and reject's user errors have no code (shopify.dev,
 * Payments Apps API 2026-10, read 2026-11-22).
 */
import type { ReportKind } from "./payments-apps-client.ts";

const SESSION_FIELDS = `
      paymentSession {
        id
        state { ... on PaymentSessionState { code } }
        nextAction { action context { ... on PaymentSessionActionsRedirect { redirectUrl } } }
      }`;

const REFUND_FIELDS = `
      refundSession { id state { ... on RefundSessionState { code } } }
      userErrors { code field message }`;

export const PAYMENTS_APPS_QUERIES: Record<ReportKind, string> = {
  pending: `
  mutation PaymentSessionPending($id: ID!, $pendingExpiresAt: DateTime!, $reason: PaymentSessionStatePendingReason!) {
    paymentSessionPending(id: $id, pendingExpiresAt: $pendingExpiresAt, reason: $reason) {${SESSION_FIELDS}
      userErrors { code field message }
    }
  }`,
  resolve: `
  mutation PaymentSessionResolve($id: ID!) {
    paymentSessionResolve(id: $id) {${SESSION_FIELDS}
      userErrors { field message }
    }
  }`,
  reject: `
  mutation PaymentSessionReject($id: ID!, $reason: PaymentSessionRejectionReasonInput!) {
    paymentSessionReject(id: $id, reason: $reason) {${SESSION_FIELDS}
      userErrors { field message }
    }
  }`,
  "refund-resolve": `
  mutation RefundSessionResolve($id: ID!) {
    refundSessionResolve(id: $id) {${REFUND_FIELDS}
    }
  }`,
  "refund-reject": `
  mutation RefundSessionReject($id: ID!, $reason: RefundSessionRejectionReasonInput!) {
    refundSessionReject(id: $id, reason: $reason) {${REFUND_FIELDS}
    }
  }`,
};

/** Of a shop and not of a session. Its user errors have no code either. */
export const CONFIGURE_MUTATION = `
  mutation PaymentsAppConfigure($ready: Boolean!, $externalHandle: String) {
    paymentsAppConfigure(ready: $ready, externalHandle: $externalHandle) {
      paymentsAppConfiguration { externalHandle ready }
      userErrors { field message }
    }
  }`;
