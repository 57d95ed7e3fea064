import { LOCALES, message } from "#app/messages/message.ts";
import { SHOPPER_LANGUAGES, type VoucherState, type VoucherView } from "#app/payments/voucher-view.ts";
import { ExpiredVoucher, ExpiringVoucher, PaidVoucher, paidStatusId } from "./ended.tsx";
import { FindLink } from "./find-page.tsx";
import { LanguageLinks } from "./language-links.tsx";
import { StatusStrip } from "./status-strip.tsx";
import { VoidedVoucher, VoidingVoucher } from "./voided.tsx";
import { SCRIPT_HREF } from "./voucher-assets.ts";
import { WaitingVoucher } from "./waiting.tsx";
import { voucherPath } from "./web-address.ts";
import { LateVoucher, ReviewVoucher } from "./with-person.tsx";
import { EmaillessVoucher, errorStatusId, ErrorVoucher, PreparingVoucher } from "./without-code.tsx";
import { InLanguage, useWords } from "./words.tsx";

export interface VoucherPageProps {
  view: VoucherView;
  /** The server's instant (ISO, UTC) at rendering. */
  now: string;
  /** The page's address names the language; its links and forms then do too. */
  languageIsChosen?: boolean;
}

/**
 * The whole voucher page for one state, complete without JavaScript. The script reads the `data-` attributes and
 * replaces `<main>` when the state changes.
 */
export function VoucherPage({ view, now, languageIsChosen = false }: VoucherPageProps) {
  const refreshSeconds = noScriptRefreshSeconds(view);
  const quechua = view.state === "waiting" ? view.quechua : null;
  const showsQuechua = quechua === "shown";
  return (
    <InLanguage language={view.language} isChosen={languageIsChosen} address={showsQuechua ? "qu" : null}>
      {/* Outside <main>: a live region must already be there when its text changes. */}
      <p className="spoken" role="status" id="announcement" />
      {refreshSeconds !== null && (
        <noscript>
          <meta httpEquiv="refresh" content={String(refreshSeconds)} />
        </noscript>
      )}
      <a className="skip" href="#main">
        {message("voucher.skip", undefined, view.language)}
      </a>
      <LanguageLinks languages={view.languages} quechua={quechua} />
      <main
        id="main"
        data-state={view.state}
        data-told={view.state === "waiting" ? view.told : undefined}
        data-live={isLive(view) ? "" : undefined}
        data-version={view.version}
        data-status-url={voucherPath(view.slug, "status")}
        data-kept-url={view.state === "waiting" ? voucherPath(view.slug, "kept") : undefined}
        data-now={now}
        data-again={view.state === "preparing" ? (view.nextTryAt ?? undefined) : undefined}
        data-test={view.test ? message("voucher.code.testMark", undefined, view.language) : undefined}
      >
        {view.test && <p className="test-banner">{message("voucher.test", undefined, view.language)}</p>}
        <VoucherBody view={view} now={now} />
      </main>
      <script type="module" src={SCRIPT_HREF} />
    </InLanguage>
  );
}

/** What the browser's tab says: the state first, because that is what a shopper looks for among tabs. */
export function voucherTitle(view: VoucherView): string {
  const status = message(voucherStatusId(view), undefined, view.language);
  const mark = view.test ? `${message("voucher.code.testMark", undefined, view.language)} · ` : "";
  const sign = view.state === "paid" ? "✔ " : "";
  const values = { status: mark + sign + status, store: view.storeName };
  return message("voucher.documentTitle", values, view.language);
}

/**
 * The one page for every address that leads nowhere: mistyped, unknown and purged slugs look the same,
 * so that nothing can be learned by trying. Nobody is known here, so it says the same again in the other language.
 */
export function VoucherNotFound({ canFind = false }: { canFind?: boolean }) {
  const { language, say } = useWords();
  return (
    <main>
      <StatusStrip tone="error" label={say("voucher.notFound.status")} />
      <h1 tabIndex={-1}>{say("voucher.notFound.title")}</h1>
      <p className="lead">{say("voucher.notFound.body")}</p>
      <FindLink canFind={canFind} />
      <p className="trust">{say("voucher.safe")}</p>
      {SHOPPER_LANGUAGES.filter((each) => each !== language).map((other) => (
        <section key={other} className="trust" lang={LOCALES[other]}>
          <h2>{message("voucher.notFound.title", undefined, other)}</h2>
          <p>{message("voucher.notFound.body", undefined, other)}</p>
          <p>{message("voucher.safe", undefined, other)}</p>
        </section>
      ))}
    </main>
  );
}

/** The state in a few words. Of a code that may exist nobody may say that there is none. */
function voucherStatusId(view: VoucherView) {
  if (view.state === "error") return errorStatusId(view.reason);
  if (view.state === "paid") return paidStatusId(view);
  return STATUS_IDS[view.state];
}

const STATUS_IDS = {
  preparing: "voucher.preparing.status",
  "needs-email": "voucher.needsEmail.status",
  waiting: "voucher.waiting.status",
  expiring: "voucher.expiring.status",
  expired: "voucher.expired.status",
  voiding: "voucher.voiding.status",
  voided: "voucher.voided.status",
  late: "voucher.late.status",
  review: "voucher.review.status",
} as const satisfies Record<Exclude<VoucherState, "error" | "paid">, string>;

function VoucherBody({ view, now }: { view: VoucherView; now: string }) {
  switch (view.state) {
    case "preparing":
      return <PreparingVoucher view={view} />;
    case "needs-email":
      return <EmaillessVoucher view={view} />;
    case "waiting":
      return <WaitingVoucher view={view} now={now} />;
    case "paid":
      return <PaidVoucher view={view} />;
    case "expiring":
      return <ExpiringVoucher view={view} />;
    case "expired":
      return <ExpiredVoucher view={view} />;
    case "voiding":
      return <VoidingVoucher view={view} />;
    case "voided":
      return <VoidedVoucher view={view} />;
    case "late":
      return <LateVoucher view={view} />;
    case "review":
      return <ReviewVoucher view={view} />;
    case "error":
      return <ErrorVoucher view={view} />;
  }
}

/** While the order is open the refresh also tells the server that the shopper is still there, within 30 s. */
function noScriptRefreshSeconds(view: VoucherView): number | null {
  if (view.state === "preparing") return view.isDelayed ? 15 : 3;
  if (view.state === "voiding") return 3;
  if (view.state === "waiting") return view.told === "open" ? 15 : 30;
  return view.state === "expiring" ? 30 : null;
}

function isLive(view: VoucherView): boolean {
  if (view.state === "error") return view.canRetry;
  return noScriptRefreshSeconds(view) !== null || (view.state === "paid" && !view.confirmed);
}
