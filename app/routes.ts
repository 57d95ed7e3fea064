/**
 * Every page that Remix serves. What machines call, and the page with the code with its forms and polls, are doors (`app/doors/`, wired in
 * `server/`; docs/decisions/0027 says why):
 *
 *   payments port   POST /shopify/payment-sessions              payment-session-door
 *                   POST /shopify/refund-sessions               refund-session-door
 *   public port     POST /pagoefectivo/notices/:setToken        notice-door
 *                   GET  /v/:slug · /v/:slug/return             voucher-page-door
 *                   GET  /v/:slug/status · POST /v/:slug/kept   voucher-status-door
 *                   GET  /v/:slug/code.ics · code.pdf · page-qr.svg · provider-qr   voucher-keep-door
 *                   POST /v/:slug/continue · cancel · email · retry · renew   voucher-form-door
 *                   POST /v/:slug/check · operation             voucher-ask-door
 *                   POST /find                                  find-code-door
 *                   GET  /privacy · /terms · /support           public-page-door
 *                   POST /r/:token                              refund-claim-door
 *                   GET  /healthz · /readyz                     health-door
 *                   GET  /status.json                           status-door
 */
import { index, layout, prefix, route, type RouteConfig } from "@remix-run/route-config";

export default [
  // What a shopper who has paid may tell, and where one who has lost the page asks for it.
  route("v/:slug/operation", "routes/shopper/operation.tsx"),
  route("find", "routes/shopper/find.tsx"),

  // Where a shopper says where a refund goes.
  route("r/:token", "routes/shopper/refund-claim.tsx"),
  route("refund-details-received", "routes/shopper/refund-details-received.tsx"),

  // Where Shopify sends a merchant, signing in, and what Shopify tells us of a shop.
  index("routes/merchant/enter.tsx"),
  route("auth/*", "routes/auth/auth.ts"),
  route("webhooks/shopify", "routes/shopify/webhook.ts"),

  // The merchant's admin, the same pages in both shells.
  ...prefix("app", [
    layout("routes/merchant/layout.tsx", [
      index("routes/merchant/home.tsx"),
      route("connect", "routes/merchant/connect.tsx"),
      route("rules", "routes/merchant/rules.tsx"),
      route("shopper-page", "routes/merchant/shopper-page.tsx"),
      route("activate", "routes/merchant/activate.tsx"),
      route("payments", "routes/merchant/payments.tsx"),
      route("payments/:paymentId", "routes/merchant/payment.tsx"),
      route("figures", "routes/merchant/figures.tsx"),
      route("cases", "routes/merchant/cases.tsx"),
      route("cases/reports", "routes/merchant/case-reports.tsx"),
      route("cases/settings", "routes/merchant/case-settings.tsx"),
      route("cases/:caseId", "routes/merchant/case.tsx"),
      route("doctor", "routes/merchant/doctor.tsx"),
      route("refunds", "routes/merchant/refunds.tsx"),
      route("refunds/settings", "routes/merchant/refund-settings.tsx"),
      route("refunds/batches", "routes/merchant/refund-batches.tsx"),
      route("refunds/batches/:batchId", "routes/merchant/refund-batch.tsx"),
      route("refunds/:refundId", "routes/merchant/refund.tsx"),
      route("search", "routes/merchant/search.tsx"),
      route("help", "routes/merchant/help.tsx"),
      route("log", "routes/merchant/log.tsx"),
      route("log/:entryId", "routes/merchant/log-entry.tsx"),
      route("books/statements", "routes/merchant/statements.tsx"),
      route("books/statements/:uploadId", "routes/merchant/statement-upload.tsx"),
      route("books", "routes/merchant/books.tsx"),
      route("books/:closeId", "routes/merchant/book.tsx"),
      route("books/fees", "routes/merchant/fees.tsx"),
      route("books/payouts", "routes/merchant/payouts.tsx"),
    ]),
    route("payments/export", "routes/merchant/payments-export.ts"),
    route("figures/export", "routes/merchant/figures-export.ts"),
    route("payments/totals", "routes/merchant/payments-totals.ts"),
    route("refunds/batches/:batchId/file", "routes/merchant/refund-batch-file.ts"),
    route("books/:closeId/:file", "routes/merchant/book-file.ts"),
    route("refunds/:refundId/receipt", "routes/merchant/refund-receipt.ts"),
    route("help/sheet.pdf", "routes/merchant/help-sheet.ts"),
    route("books/statements/parts", "routes/merchant/statement-parts.ts"),
    route("language", "routes/merchant/language.ts"),
    route("sign-out", "routes/merchant/sign-out.ts"),
  ]),

  // Everything else.
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
