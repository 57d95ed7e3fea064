import type { VoucherView } from "#app/payments/voucher-view.ts";
import { message } from "#app/messages/message.ts";
import { ActionLink, VoucherForm } from "./actions.tsx";
import { ChannelSteps } from "./channel-steps.tsx";
import { CodeCard } from "./code-card.tsx";
import { KeepCode } from "./keep-code.tsx";
import { StatusStrip } from "./status-strip.tsx";
import { TrustBlock } from "./trust-block.tsx";

type Waiting = Extract<VoucherView, { state: "waiting" }>;

/** The code is live and unpaid. */
export function WaitingVoucher({ view, now }: { view: Waiting; now: string }) {
  return (
    <>
      <StatusStrip tone="waiting" label={message("voucher.waiting.status")} refresh={view.slug} />
      <p className="offline" hidden data-offline>
        {message("voucher.offline")}
      </p>
      <h1 tabIndex={-1}>{message("voucher.waiting.title", { store: view.storeName })}</h1>
      <div className="columns">
        <div className="column">
          <CodeCard
            frame={view}
            cip={view.cip}
            expiresAt={view.expiresAt}
            now={now}
            copyIsPrimary={view.told === "pending"}
          />
          {view.told === "open" ? <OpenPanel view={view} /> : <PendingPanel view={view} />}
        </div>
        <div className="column">
          <ChannelSteps frame={view} />
          <KeepCode frame={view} cip={view.cip} expiresAt={view.expiresAt} />
          <TrustBlock frame={view} cipUrl={view.cipUrl} />
          <p className="note screen-only">{message("voucher.selfRefresh")}</p>
        </div>
      </div>
    </>
  );
}

/**
 * No order yet: Continue makes it, and only until then does the way back to other methods exist. A slow
 * Continue may already have made it, so nothing is claimed then and the way back is gone.
 */
function OpenPanel({ view }: { view: Waiting }) {
  if (view.continueIsSlow) {
    return (
      <section className="next screen-only">
        <h2>{message("voucher.open.heading")}</h2>
        <SlowNotice view={view} />
        <VoucherForm slug={view.slug} action="continue" label={message("voucher.retry")} />
      </section>
    );
  }
  return (
    <section className="next screen-only">
      <h2>{message("voucher.open.heading")}</h2>
      <p>{message("voucher.open.body", { store: view.storeName })}</p>
      <VoucherForm slug={view.slug} action="continue" label={message("voucher.open.continue")} />
      <p className="note">{message("voucher.open.automatic")}</p>
      <ActionLink to={view.backToCheckoutUrl} label={message("voucher.otherMethod")} />
    </section>
  );
}

/** The order exists: no Continue, and no way back that would suggest a second payment. */
function PendingPanel({ view }: { view: Waiting }) {
  return (
    <section className="next screen-only">
      {view.continueIsSlow ? (
        <SlowNotice view={view} />
      ) : (
        <>
          <h2>{message("voucher.pending.heading")}</h2>
          <p>{message("voucher.pending.body", { store: view.storeName })}</p>
        </>
      )}
      <ActionLink to={view.storeUrl} label={message("voucher.back")} />
    </section>
  );
}

function SlowNotice({ view }: { view: Waiting }) {
  return (
    <div className="slow">
      <p>{message("voucher.slow.body", { store: view.storeName })}</p>
      <p>{message("voucher.slow.retrying")}</p>
    </div>
  );
}
