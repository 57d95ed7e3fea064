/**
 * Every page. What machines call, and the shopper's forms and polls, are doors (`app/doors/`, wired in `server/`):
 *
 *   payments port   POST /shopify/payment-sessions              payment-session-door
 *   public port     POST /pagoefectivo/notices/:setToken        notice-door
 *                   GET  /v/:slug/status · POST /v/:slug/kept   voucher-status-door
 *                   POST /v/:slug/continue · cancel · email · retry   voucher-form-door
 *                   GET  /healthz · /readyz                     health-door
 */
import { route, type RouteConfig } from "@remix-run/route-config";

export default [
  // The shopper's page with the code, and the step back to the shop.
  route("v/:slug", "routes/shopper/voucher.tsx"),
  route("v/:slug/return", "routes/shopper/return-to-store.tsx"),
  // Everything else.
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
