/**
 * Under which name a request is counted: one of few, whatever anybody asks for. Pure, and cheap: it is asked for each request of
 * the hottest doors.
 */

export function paymentsDoorName(url: string): string {
  const path = pathOf(url);
  if (path === "/shopify/payment-sessions") return "payment-session";
  return path === "/shopify/refund-sessions" ? "refund-session" : "other";
}

/** What stands behind `/v/:slug/`. */
const VOUCHER_DOORS = new Map([
  ...[
    "status",
    "continue",
    "cancel",
    "email",
    "retry",
    "renew",
    "check",
    "operation",
    "kept",
    "return",
  ].map((word) => [word, `voucher-${word}`] as const),
  ...["code.ics", "code.pdf", "page-qr.svg", "provider-qr"].map((file) => [file, "voucher-file"] as const),
  ["", "voucher-page"] as const,
]);

const WHOLE_PATHS = new Map([
  ["/find", "find-code"],
  ["/healthz", "health"],
  ["/readyz", "health"],
  ["/status.json", "status"],
  ["/voucher.css", "file"],
  ["/voucher.js", "file"],
  ["/webhooks/shopify", "shopify-webhook"],
]);

const FIRST_PARTS = new Map([
  ["pagoefectivo", "notice"],
  ["r", "refund-claim"],
  ["assets", "file"],
  ["app", "merchant-page"],
  ["auth", "sign-in"],
]);

/** `url` as Node received it, with its query. */
export function publicDoorName(url: string): string {
  const path = pathOf(url);
  const [, first = "", , rest = ""] = path.split("/", 4);
  if (first === "v") return VOUCHER_DOORS.get(rest) ?? "other";
  return FIRST_PARTS.get(first) ?? WHOLE_PATHS.get(path) ?? "other";
}

function pathOf(url: string): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}
