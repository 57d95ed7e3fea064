import type { VoucherView } from "#app/payments/voucher-view.ts";
import { ActionLink, VoucherForm } from "./actions.tsx";
import { StateHeading } from "./status-strip.tsx";
import { TrustBlock } from "./trust-block.tsx";
import { EmailForm } from "./email-form.tsx";
import { useWords, type Words } from "./words.tsx";

type ViewOf<State extends VoucherView["state"]> = Extract<VoucherView, { state: State }>;

/** The code is being issued; the shopper may still leave for another payment method. */
export function PreparingVoucher({ view }: { view: ViewOf<"preparing"> }) {
  const { hour, say, money } = useWords();
  return (
    <>
      <StateHeading
        frame={view}
        tone="waiting"
        label={say("voucher.preparing.status")}
        title={say(view.isDelayed ? "voucher.delayed.title" : "voucher.preparing.title")}
        mayChange
      />
      <p className="lead">{say(view.isDelayed ? "voucher.delayed.body" : "voucher.preparing.body")}</p>
      {view.nextTryAt !== null && (
        <p className="strong">{say("voucher.delayed.next", { hour: hour(view.nextTryAt) })}</p>
      )}
      <dl className="card facts">
        <dt>{say("voucher.amount")}</dt>
        <dd className="amount">{money(view.amount)}</dd>
      </dl>
      <div className="actions">
        <ActionLink to={view.backToCheckoutUrl} label={say("voucher.otherMethod")} />
      </div>
      <TrustBlock frame={view} />
      <p className="note">{say("voucher.selfRefresh")}</p>
    </>
  );
}

/** The one thing that a code needs and Shopify did not know. The page waits for the shopper, so it does not refresh. */
export function EmaillessVoucher({ view }: { view: ViewOf<"needs-email"> }) {
  const { say, money } = useWords();
  return (
    <>
      <StateHeading
        frame={view}
        tone="waiting"
        label={say("voucher.needsEmail.status")}
        title={say("voucher.needsEmail.title")}
        mayChange={false}
      />
      <p className="lead">{say("voucher.needsEmail.body")}</p>
      <EmailForm slug={view.slug} refused={view.refused} />
      <dl className="card facts">
        <dt>{say("voucher.amount")}</dt>
        <dd className="amount">{money(view.amount)}</dd>
      </dl>
      <div className="actions">
        <ActionLink to={view.backToCheckoutUrl} label={say("voucher.otherMethod")} />
      </div>
      <TrustBlock frame={view} />
    </>
  );
}

/** The state strip's words for an error page. */
export function errorStatusId(reason: ViewOf<"error">["reason"]) {
  return reason === "outcome-unknown" ? "voucher.error.unknown.status" : "voucher.error.status";
}

/** No code could be given. The id names this failure to the people who can look it up. */
export function ErrorVoucher({ view }: { view: ViewOf<"error"> }) {
  const words = useWords();
  const { say } = words;
  const { title, body } = explanation(words, view);
  return (
    <>
      <StateHeading
        frame={view}
        tone="error"
        label={say(errorStatusId(view.reason))}
        title={title}
        mayChange={false}
      />
      <p className="lead">{body}</p>
      <div className="actions">
        {view.canRetry && <VoucherForm slug={view.slug} action="retry" label={say("voucher.retry")} />}
        <ActionLink
          to={view.backToCheckoutUrl}
          label={say("voucher.otherMethod")}
          primary={!view.canRetry}
        />
      </div>
      <p>
        {say("voucher.error.id")}: <span translate="no">{view.errorId}</span>
      </p>
      <TrustBlock frame={view} />
    </>
  );
}

function explanation({ money, say }: Words, view: ViewOf<"error">): { title: string; body: string } {
  switch (view.reason) {
    case "merchant-account":
      return {
        title: say("voucher.error.merchant-account.title", { store: view.storeName }),
        body: say("voucher.error.merchant-account.body"),
      };
    case "amount-outside-limits":
      return {
        title: say("voucher.error.amount-outside-limits.title"),
        body: say("voucher.error.amount-outside-limits.body", { amount: money(view.amount) }),
      };
    case "not-created":
    case "outcome-unknown":
    case "another-code-active":
    case "too-late":
      return {
        title: say(`voucher.error.${view.reason}.title`),
        body: say(`voucher.error.${view.reason}.body`),
      };
  }
}
