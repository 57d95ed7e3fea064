import type { VoucherView } from "#app/payments/voucher-view.ts";
import { ActionLink } from "./actions.tsx";
import { CodeEnding } from "./code-digits.tsx";
import { RenewCode } from "./renew-code.tsx";
import { StateHeading } from "./status-strip.tsx";
import { TrustBlock } from "./trust-block.tsx";
import { useWords } from "./words.tsx";

type ViewOf<State extends VoucherView["state"]> = Extract<VoucherView, { state: State }>;

/** The code is being taken back and may still be payable: its digits are shown to nobody any more. */
export function VoidingVoucher({ view }: { view: ViewOf<"voiding"> }) {
  const { say } = useWords();
  return (
    <>
      <StateHeading
        frame={view}
        tone="over"
        label={say("voucher.voiding.status")}
        title={say("voucher.voiding.title")}
        mayChange
      />
      <p className="strong">{say("voucher.voiding.dont")}</p>
      <p>{say("voucher.voiding.body")}</p>
      <p>{say("voucher.voiding.paidAnyway")}</p>
      <div className="actions">
        <ActionLink to={view.backToCheckoutUrl} label={say("voucher.otherMethod")} />
      </div>
      <TrustBlock frame={view} />
      <p className="note">{say("voucher.selfRefresh")}</p>
    </>
  );
}

const REASON_IDS = { left: "voucher.voided.left", unseen: "voucher.voided.unseen" } as const;

/** PagoEfectivo has removed the code. Without a way back to checkout the order exists, or existed, at the store. */
export function VoidedVoucher({ view }: { view: ViewOf<"voided"> }) {
  const { say } = useWords();
  const { backToCheckoutUrl, lastDigits, reason, storeName, storeUrl } = view;
  return (
    <>
      <StateHeading
        frame={view}
        tone="over"
        label={say("voucher.voided.status")}
        title={say("voucher.voided.title")}
        mayChange={false}
      />
      <p className="strong">{say("voucher.expired.dont")}</p>
      {reason !== null && <p>{say(REASON_IDS[reason])}</p>}
      {view.canRenew ? (
        <RenewCode slug={view.slug} />
      ) : (
        <p>{say(backToCheckoutUrl === null ? "voucher.expired.body" : "voucher.voided.body")}</p>
      )}
      {lastDigits !== null && (
        <dl className="card facts">
          <CodeEnding lastDigits={lastDigits} />
        </dl>
      )}
      <div className="actions">
        {backToCheckoutUrl === null ? (
          <ActionLink to={storeUrl} label={say("voucher.buyAgain")} primary />
        ) : (
          <ActionLink to={backToCheckoutUrl} label={say("voucher.otherMethod")} primary={!view.canRenew} />
        )}
      </div>
      <p>{say("voucher.voided.paidAnyway", { store: storeName })}</p>
      <TrustBlock frame={view} />
    </>
  );
}
