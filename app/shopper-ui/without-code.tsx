import type { VoucherView } from "#app/payments/voucher-view.ts";
import { message } from "#app/messages/message.ts";
import { moneyInWords } from "#app/messages/money-text.ts";
import { ActionLink, VoucherForm } from "./actions.tsx";
import { StateHeading } from "./status-strip.tsx";
import { TrustBlock } from "./trust-block.tsx";

type ViewOf<State extends VoucherView["state"]> = Extract<VoucherView, { state: State }>;

/** The code is being issued; the shopper may still leave for another payment method. */
export function PreparingVoucher({ view }: { view: ViewOf<"preparing"> }) {
  return (
    <>
      <StateHeading
        frame={view}
        tone="waiting"
        label={message("voucher.preparing.status")}
        title={message("voucher.preparing.title")}
        mayChange
      />
      <p className="lead">{message("voucher.preparing.body")}</p>
      <dl className="card facts">
        <dt>{message("voucher.amount")}</dt>
        <dd className="amount">{moneyInWords(view.amount)}</dd>
      </dl>
      <div className="actions">
        <ActionLink to={view.backToCheckoutUrl} label={message("voucher.otherMethod")} />
      </div>
      <TrustBlock frame={view} />
      <p className="note">{message("voucher.selfRefresh")}</p>
    </>
  );
}

/** The state strip's words for an error page. */
export function errorStatusId(reason: ViewOf<"error">["reason"]) {
  return reason === "outcome-unknown" ? "voucher.error.unknown.status" : "voucher.error.status";
}

/** No code could be given. The id names this failure to the people who can look it up. */
export function ErrorVoucher({ view }: { view: ViewOf<"error"> }) {
  const { title, body } = explanation(view);
  return (
    <>
      <StateHeading
        frame={view}
        tone="error"
        label={message(errorStatusId(view.reason))}
        title={title}
        mayChange={false}
      />
      <p className="lead">{body}</p>
      <div className="actions">
        {view.canRetry && <VoucherForm slug={view.slug} action="retry" label={message("voucher.retry")} />}
        <ActionLink
          to={view.backToCheckoutUrl}
          label={message("voucher.otherMethod")}
          primary={!view.canRetry}
        />
      </div>
      <p>
        {message("voucher.error.id")}: <span translate="no">{view.errorId}</span>
      </p>
      <TrustBlock frame={view} />
    </>
  );
}

function explanation(view: ViewOf<"error">): { title: string; body: string } {
  switch (view.reason) {
    case "merchant-account":
      return {
        title: message("voucher.error.merchant-account.title", { store: view.storeName }),
        body: message("voucher.error.merchant-account.body"),
      };
    case "amount-outside-limits":
      return {
        title: message("voucher.error.amount-outside-limits.title"),
        body: message("voucher.error.amount-outside-limits.body", { amount: moneyInWords(view.amount) }),
      };
    case "not-created":
    case "outcome-unknown":
    case "another-code-active":
      return {
        title: message(`voucher.error.${view.reason}.title`),
        body: message(`voucher.error.${view.reason}.body`),
      };
  }
}
