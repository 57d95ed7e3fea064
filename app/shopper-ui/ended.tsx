import type { VoucherView } from "#app/payments/voucher-view.ts";
import { ActionLink } from "./actions.tsx";
import { AlreadyPaid } from "./already-paid.tsx";
import { CodeDigits, CodeEnding } from "./code-digits.tsx";
import { DayAndHour } from "./day-and-hour.tsx";
import { PrintButton } from "./keep-code.tsx";
import { RenewCode } from "./renew-code.tsx";
import { StateHeading } from "./status-strip.tsx";
import { PaymentReference, TrustBlock } from "./trust-block.tsx";
import { useWords } from "./words.tsx";

type ViewOf<State extends VoucherView["state"]> = Extract<VoucherView, { state: State }>;

/** PagoEfectivo has the money. The order is called confirmed only once Shopify has acknowledged it. */
export function PaidVoucher({ view }: { view: ViewOf<"paid"> }) {
  const { say, money, path } = useWords();
  if (view.byEarlierAttempt) return <PaidEarlier view={view} />;
  return (
    <>
      <p className="print-only strong">{say("voucher.keep.receipt.title")}</p>
      <StateHeading
        frame={view}
        tone="paid"
        label={say(paidStatusId(view))}
        title={say("voucher.paid.title")}
        mayChange={!view.confirmed}
      />
      <p className="lead">
        <Confirmation view={view} />
      </p>
      <dl className="card facts">
        <dt>{say("voucher.paid.amount")}</dt>
        <dd className="amount">{money(view.amount)}</dd>
        {view.paidAt !== null && <DayAndHour label={say("voucher.paid.at")} instant={view.paidAt} />}
        {view.cip !== null && (
          <>
            <dt>{say("voucher.code.short")}</dt>
            <dd>
              <CodeDigits frame={view} cip={view.cip} small />
            </dd>
          </>
        )}
        <dt>{say("voucher.reference")}</dt>
        <dd>
          <PaymentReference frame={view} />
        </dd>
      </dl>
      <p className="note">{say("voucher.paid.receipt")}</p>
      <p className="print-only" data-printed={say("voucher.printed", { date: "{date}" })} />
      <div className="actions screen-only">
        <ActionLink to={view.storeUrl} label={say("voucher.back")} primary />
        <a className="button" href={path(view.slug, "code.pdf")}>
          {say("voucher.keep.pdf")}
        </a>
        <PrintButton />
      </div>
      <TrustBlock frame={view} />
    </>
  );
}

/**
 * The money came with another attempt of the same checkout: what counts here is that nobody pays again. Amount and
 * slip belong to that attempt's own page.
 */
function PaidEarlier({ view }: { view: ViewOf<"paid"> }) {
  const { say } = useWords();
  return (
    <>
      <StateHeading
        frame={view}
        tone="paid"
        label={say(paidStatusId(view))}
        title={say("voucher.paid.earlier.title")}
        mayChange={!view.confirmed}
      />
      <p className="strong">{say("voucher.paid.earlier.dont")}</p>
      <p>{say("voucher.paid.earlier.body")}</p>
      <p>
        <Confirmation view={view} />
      </p>
      <dl className="card facts">
        {view.paidAt !== null && <DayAndHour label={say("voucher.paid.at")} instant={view.paidAt} />}
        <dt>{say("voucher.reference")}</dt>
        <dd>
          <PaymentReference frame={view} />
        </dd>
      </dl>
      <div className="actions">
        <ActionLink to={view.storeUrl} label={say("voucher.back")} primary />
      </div>
      <TrustBlock frame={view} />
    </>
  );
}

/** The state strip's words for a paid page. */
export function paidStatusId({ byEarlierAttempt }: ViewOf<"paid">) {
  return byEarlierAttempt ? "voucher.paid.earlier.status" : "voucher.paid.status";
}

function Confirmation({ view }: { view: ViewOf<"paid"> }) {
  const { say } = useWords();
  const store = view.storeName;
  return (
    <>
      {view.confirmed
        ? say("voucher.paid.confirmed", { store })
        : say("voucher.paid.unconfirmed", { store })}
    </>
  );
}

/** The deadline passed and the last look-ups are still under way: neither paid nor unpaid may be claimed. */
export function ExpiringVoucher({ view }: { view: ViewOf<"expiring"> }) {
  const { say, money } = useWords();
  return (
    <>
      <StateHeading
        frame={view}
        tone="over"
        label={say("voucher.expiring.status")}
        title={say("voucher.expiring.title")}
        mayChange
      />
      <p className="lead">{say("voucher.expiring.body")}</p>
      <p className="strong">{say("voucher.expiring.dont")}</p>
      <dl className="card facts">
        <dt>{say("voucher.amount")}</dt>
        <dd>{money(view.amount)}</dd>
        <dt>{say("voucher.code.short")}</dt>
        <dd>
          <CodeDigits frame={view} cip={view.cip} small />
        </dd>
        <DayAndHour label={say("voucher.expiredAt")} instant={view.expiresAt} />
      </dl>
      <div className="actions">
        <ActionLink to={view.storeUrl} label={say("voucher.back")} />
      </div>
      <AlreadyPaid frame={view} />
      <TrustBlock frame={view} />
      <p className="note screen-only">{say("voucher.selfRefresh")}</p>
    </>
  );
}

/** Proved unpaid. Only the code's last digits are shown: enough to know it by, too few to pay it. */
export function ExpiredVoucher({ view }: { view: ViewOf<"expired"> }) {
  const { say } = useWords();
  return (
    <>
      <StateHeading
        frame={view}
        tone="over"
        label={say("voucher.expired.status")}
        title={say("voucher.expired.title")}
        mayChange={false}
      />
      <p className="strong">{say("voucher.expired.dont")}</p>
      {view.canRenew ? <RenewCode slug={view.slug} /> : <p>{say("voucher.expired.body")}</p>}
      {(view.cip !== null || view.expiresAt !== null) && (
        <dl className="card facts">
          {view.cip !== null && <CodeEnding lastDigits={view.cip.slice(-3)} />}
          {view.expiresAt !== null && (
            <DayAndHour label={say("voucher.expiredAt")} instant={view.expiresAt} />
          )}
        </dl>
      )}
      <div className="actions">
        <ActionLink to={view.storeUrl} label={say("voucher.buyAgain")} primary={!view.canRenew} />
      </div>
      <p>{say("voucher.expired.paidAnyway", { store: view.storeName })}</p>
      <AlreadyPaid frame={view} />
      <TrustBlock frame={view} />
    </>
  );
}
