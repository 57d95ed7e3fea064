import type { Badge } from "@shopify/polaris";
import type { ComponentProps } from "react";
import type { LogKind, Verdict } from "#app/log/log-list.ts";
import type { PlainMerchantMessageId } from "#app/messages/merchant-message.ts";

/** Each kind of message in words. */
export const KIND_WORDS = {
  "cip.paid": "log.kind.cip-paid",
  "cip.expired": "log.kind.cip-expired",
  "cip.refunded": "log.kind.cip-refunded",
  other: "log.kind.other",
  "payment-session": "log.kind.payment-session",
  "refund-session": "log.kind.refund-session",
  "app/uninstalled": "log.kind.app-uninstalled",
  "customers/data_request": "log.kind.data-request",
  "customers/redact": "log.kind.customer-redact",
  "shop/redact": "log.kind.shop-redact",
  pending: "log.kind.pending",
  resolve: "log.kind.resolve",
  reject: "log.kind.reject",
  "refund-resolve": "log.kind.refund-resolve",
  "refund-reject": "log.kind.refund-reject",
  authorize: "log.kind.authorize",
  "create-cip": "log.kind.create-cip",
  "search-cips": "log.kind.search-cips",
  "update-expiry": "log.kind.update-expiry",
  "delete-cip": "log.kind.delete-cip",
} as const satisfies Record<LogKind, PlainMerchantMessageId>;

type Tone = NonNullable<ComponentProps<typeof Badge>["tone"]>;

/** Red only for what does not work. */
export const VERDICT_TONES: Record<Verdict, Tone> = {
  accepted: "success",
  waiting: "info",
  repeated: "info",
  "bad-signature": "critical",
  foreign: "info",
  "needs-person": "warning",
  retrying: "attention",
  refused: "warning",
  failed: "critical",
  unknown: "warning",
};
