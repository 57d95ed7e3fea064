import type { VoucherState, VoucherView } from "#app/payments/voucher-view.ts";
import { message } from "#app/messages/message.ts";
import { ExpiredVoucher, ExpiringVoucher, PaidVoucher, ReviewVoucher } from "./ended.tsx";
import { StatusStrip } from "./status-strip.tsx";
import { SCRIPT_HREF } from "./voucher-assets.ts";
import { WaitingVoucher } from "./waiting.tsx";
import { voucherPath } from "./web-address.ts";
import { errorStatusId, ErrorVoucher, PreparingVoucher } from "./without-code.tsx";

/**
 * The whole voucher page for one state, complete without JavaScript. `now` is the server's instant (ISO, UTC)
 * at rendering. The script reads the `data-` attributes and replaces `<main>` when the state changes.
 */
export function VoucherPage({ view, now }: { view: VoucherView; now: string }) {
  const refreshSeconds = noScriptRefreshSeconds(view);
  return (
    <>
      {/* Outside <main>: a live region must already be there when its text changes. */}
      <p className="spoken" role="status" id="announcement" />
      {refreshSeconds !== null && (
        <noscript>
          <meta httpEquiv="refresh" content={String(refreshSeconds)} />
        </noscript>
      )}
      <main
        data-state={view.state}
        data-told={view.state === "waiting" ? view.told : undefined}
        data-live={isLive(view) ? "" : undefined}
        data-unsettled={isUnsettled(view) ? "" : undefined}
        data-status-url={voucherPath(view.slug, "status")}
        data-kept-url={view.state === "waiting" ? voucherPath(view.slug, "kept") : undefined}
        data-now={now}
        data-test={view.test ? "" : undefined}
      >
        {view.test && <p className="test-banner">{message("voucher.test")}</p>}
        <VoucherBody view={view} now={now} />
      </main>
      <script type="module" src={SCRIPT_HREF} />
    </>
  );
}

/** What the browser's tab says: the state first, because that is what a shopper looks for among tabs. */
export function voucherTitle(view: VoucherView): string {
  const status = message(voucherStatusId(view));
  const sign = view.state === "paid" ? "✔ " : "";
  return message("voucher.documentTitle", { status: sign + status, store: view.storeName });
}

/**
 * The one page for every address that leads nowhere: mistyped, unknown and purged slugs look the same,
 * so that nothing can be learned by trying.
 */
export function VoucherNotFound() {
  return (
    <main>
      <StatusStrip tone="error" label={message("voucher.notFound.status")} />
      <h1 tabIndex={-1}>{message("voucher.notFound.title")}</h1>
      <p className="lead">{message("voucher.notFound.body")}</p>
      <p className="trust">{message("voucher.safe")}</p>
    </main>
  );
}

/** The state in a few words. Of a code that may exist nobody may say that there is none. */
function voucherStatusId(view: VoucherView) {
  if (view.state === "error") return errorStatusId(view.reason);
  return STATUS_IDS[view.state];
}

const STATUS_IDS = {
  preparing: "voucher.preparing.status",
  waiting: "voucher.waiting.status",
  paid: "voucher.paid.status",
  expiring: "voucher.expiring.status",
  expired: "voucher.expired.status",
  review: "voucher.review.status",
} as const satisfies Record<Exclude<VoucherState, "error">, string>;

function VoucherBody({ view, now }: { view: VoucherView; now: string }) {
  switch (view.state) {
    case "preparing":
      return <PreparingVoucher view={view} />;
    case "waiting":
      return <WaitingVoucher view={view} now={now} />;
    case "paid":
      return <PaidVoucher view={view} />;
    case "expiring":
      return <ExpiringVoucher view={view} />;
    case "expired":
      return <ExpiredVoucher view={view} />;
    case "review":
      return <ReviewVoucher view={view} />;
    case "error":
      return <ErrorVoucher view={view} />;
  }
}

/** While the order is open the refresh also tells the server that the shopper is still there, within 30 s. */
function noScriptRefreshSeconds(view: VoucherView): number | null {
  if (view.state === "preparing") return 3;
  if (view.state === "waiting") return view.told === "open" ? 15 : 30;
  return view.state === "expiring" ? 30 : null;
}

function isLive(view: VoucherView): boolean {
  if (view.state === "error") return view.canRetry;
  return noScriptRefreshSeconds(view) !== null || (view.state === "paid" && !view.confirmed);
}

/** Something is still to come that neither `state` nor `told` will show: Shopify's acknowledgement. */
function isUnsettled(view: VoucherView): boolean {
  if (view.state === "paid") return !view.confirmed;
  return (
    view.state === "waiting" && (view.continueIsSlow || (view.told === "pending" && view.storeUrl === null))
  );
}
