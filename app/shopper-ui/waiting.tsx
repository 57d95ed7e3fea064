import type { WaitingView } from "#app/payments/voucher-view.ts";
import { ActionLink, VoucherForm } from "./actions.tsx";
import { AlreadyPaid } from "./already-paid.tsx";
import { CashierCard } from "./cashier-card.tsx";
import { ChannelSteps } from "./channel-steps.tsx";
import { CodeCard } from "./code-card.tsx";
import { QuechuaPanel } from "./quechua-panel.tsx";
import { Questions } from "./questions.tsx";
import { KeepCode, PageAddress, ProviderQr, SavedCopyNotice } from "./keep-code.tsx";
import { StatusStrip } from "./status-strip.tsx";
import { TrustBlock } from "./trust-block.tsx";
import { useWords } from "./words.tsx";

/** The code is live and unpaid. */
export function WaitingVoucher({ view, now }: { view: WaitingView; now: string }) {
  const { say } = useWords();
  return (
    <>
      <StatusStrip tone="waiting" label={say("voucher.waiting.status")} refresh={view.slug} />
      <p className="offline" hidden data-offline>
        {say("voucher.offline")}
      </p>
      <SavedCopyNotice />
      <h1 tabIndex={-1}>{say("voucher.waiting.title", { store: view.storeName })}</h1>
      {view.isEarlierCode && <p className="earlier">{say("voucher.waiting.earlierCode")}</p>}
      {view.replacesEarlierCode && <p className="earlier">{say("voucher.waiting.replacesEarlier")}</p>}
      <QuechuaPanel view={view} />
      <div className="columns">
        <div className="column">
          <CodeCard
            frame={view}
            cip={view.cip}
            expiresAt={view.expiresAt}
            now={now}
            copyIsPrimary={view.told === "pending"}
          />
          <CashierCard view={view} />
          {view.told === "open" ? <OpenPanel view={view} /> : <PendingPanel view={view} />}
          <PageAddress frame={view} />
        </div>
        <div className="column">
          <ChannelSteps view={view} />
          <ProviderQr view={view} />
          <KeepCode frame={view} cip={view.cip} expiresAt={view.expiresAt} />
          <AlreadyPaid frame={view} />
          <TrustBlock frame={view} cipUrl={view.cipUrl} />
          <Questions />
          <p className="note screen-only">{say("voucher.selfRefresh")}</p>
        </div>
      </div>
    </>
  );
}

/**
 * No order yet: Continue makes it, and only until then does the way back to other methods exist. It is a form and
 * no link: the code must be taken back, or the shopper could pay twice. A slow Continue may already have made the
 * order, so nothing is claimed then and the way back is gone.
 */
function OpenPanel({ view }: { view: WaitingView }) {
  const { say } = useWords();
  if (view.continueIsSlow) {
    return (
      <section className="next screen-only">
        <h2>{say("voucher.open.heading")}</h2>
        <SlowNotice view={view} />
        <VoucherForm slug={view.slug} action="continue" label={say("voucher.retry")} />
      </section>
    );
  }
  return (
    <section className="next screen-only">
      <h2>{say("voucher.open.heading")}</h2>
      <p>{say("voucher.open.body", { store: view.storeName })}</p>
      <VoucherForm slug={view.slug} action="continue" label={say("voucher.open.continue")} />
      <p className="note">{say("voucher.open.automatic")}</p>
      <VoucherForm slug={view.slug} action="cancel" label={say("voucher.otherMethod")} primary={false} />
      <p className="note">{say("voucher.otherMethod.note")}</p>
    </section>
  );
}

/** The order exists: no Continue, and no way back that would suggest a second payment. */
function PendingPanel({ view }: { view: WaitingView }) {
  const { say } = useWords();
  return (
    <section className="next screen-only">
      {view.continueIsSlow ? (
        <SlowNotice view={view} />
      ) : (
        <>
          <h2>{say("voucher.pending.heading")}</h2>
          <p>{say("voucher.pending.body", { store: view.storeName })}</p>
        </>
      )}
      <ActionLink to={view.storeUrl} label={say("voucher.back")} />
    </section>
  );
}

function SlowNotice({ view }: { view: WaitingView }) {
  const { say } = useWords();
  return (
    <div className="slow">
      <p>{say("voucher.slow.body", { store: view.storeName })}</p>
      <p>{say("voucher.slow.retrying")}</p>
    </div>
  );
}
