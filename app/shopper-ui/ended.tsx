import type { VoucherView } from "#app/payments/voucher-view.ts";
import { message } from "#app/messages/message.ts";
import { momentText } from "#app/messages/moment-text.ts";
import { moneyInWords } from "#app/messages/money-text.ts";
import { ActionLink } from "./actions.tsx";
import { CodeDigits } from "./code-digits.tsx";
import { PrintButton } from "./keep-code.tsx";
import { StateHeading } from "./status-strip.tsx";
import { PaymentReference, TrustBlock } from "./trust-block.tsx";

type ViewOf<State extends VoucherView["state"]> = Extract<VoucherView, { state: State }>;

/** PagoEfectivo has the money. The order is called confirmed only once Shopify has acknowledged it. */
export function PaidVoucher({ view }: { view: ViewOf<"paid"> }) {
  const { storeName } = view;
  return (
    <>
      <StateHeading
        frame={view}
        tone="paid"
        label={message("voucher.paid.status")}
        title={message("voucher.paid.title")}
        mayChange={!view.confirmed}
      />
      <p className="lead">
        {view.confirmed
          ? message("voucher.paid.confirmed", { store: storeName })
          : message("voucher.paid.unconfirmed", { store: storeName })}
      </p>
      <dl className="card facts">
        <dt>{message("voucher.paid.amount")}</dt>
        <dd className="amount">{moneyInWords(view.amount)}</dd>
        {view.paidAt !== null && (
          <>
            <dt>{message("voucher.paid.at")}</dt>
            <dd>
              <time dateTime={view.paidAt}>{momentText(view.paidAt)}</time> (
              {message("voucher.deadline.zone")})
            </dd>
          </>
        )}
        <dt>{message("voucher.reference")}</dt>
        <dd>
          <PaymentReference frame={view} />
        </dd>
      </dl>
      <p className="note">{message("voucher.paid.receipt")}</p>
      <div className="actions screen-only">
        <ActionLink to={view.storeUrl} label={message("voucher.back")} primary />
        <PrintButton />
      </div>
      <TrustBlock frame={view} />
    </>
  );
}

/** The deadline passed and the last look-ups are still under way: neither paid nor unpaid may be claimed. */
export function ExpiringVoucher({ view }: { view: ViewOf<"expiring"> }) {
  return (
    <>
      <StateHeading
        frame={view}
        tone="over"
        label={message("voucher.expiring.status")}
        title={message("voucher.expiring.title")}
        mayChange
      />
      <p className="lead">{message("voucher.expiring.body")}</p>
      <p className="strong">{message("voucher.expiring.dont")}</p>
      <dl className="card facts">
        <dt>{message("voucher.amount")}</dt>
        <dd>{moneyInWords(view.amount)}</dd>
        <dt>{message("voucher.code.short")}</dt>
        <dd>
          <CodeDigits cip={view.cip} small />
        </dd>
        <ExpiredAt instant={view.expiresAt} />
      </dl>
      <div className="actions">
        <ActionLink to={view.storeUrl} label={message("voucher.back")} />
      </div>
      <TrustBlock frame={view} />
      <p className="note screen-only">{message("voucher.selfRefresh")}</p>
    </>
  );
}

/** Proved unpaid. Only the code's last digits are shown: enough to know it by, too few to pay it. */
export function ExpiredVoucher({ view }: { view: ViewOf<"expired"> }) {
  return (
    <>
      <StateHeading
        frame={view}
        tone="over"
        label={message("voucher.expired.status")}
        title={message("voucher.expired.title")}
        mayChange={false}
      />
      <p className="strong">{message("voucher.expired.dont")}</p>
      <p>{message("voucher.expired.body")}</p>
      {(view.cip !== null || view.expiresAt !== null) && (
        <dl className="card facts">
          {view.cip !== null && (
            <>
              <dt>{message("voucher.code.short")}</dt>
              <dd>{message("voucher.expired.code", { lastDigits: view.cip.slice(-3) })}</dd>
            </>
          )}
          {view.expiresAt !== null && <ExpiredAt instant={view.expiresAt} />}
        </dl>
      )}
      <div className="actions">
        <ActionLink to={view.storeUrl} label={message("voucher.buyAgain")} primary />
      </div>
      <p>{message("voucher.expired.paidAnyway", { store: view.storeName })}</p>
      <TrustBlock frame={view} />
    </>
  );
}

/** A person must look. What happened is not known here, so nothing is claimed about the money. */
export function ReviewVoucher({ view }: { view: ViewOf<"review"> }) {
  return (
    <>
      <StateHeading
        frame={view}
        tone="review"
        label={message("voucher.review.status")}
        title={message("voucher.review.title")}
        mayChange
      />
      <p className="strong">{message("voucher.review.dont")}</p>
      <p>{message("voucher.review.body", { store: view.storeName })}</p>
      <dl className="card facts">
        <dt>{message("voucher.amount")}</dt>
        <dd>{moneyInWords(view.amount)}</dd>
        <dt>{message("voucher.reference")}</dt>
        <dd>
          <PaymentReference frame={view} />
        </dd>
      </dl>
      <div className="actions">
        <ActionLink to={view.storeUrl} label={message("voucher.back")} primary />
      </div>
      <TrustBlock frame={view} />
    </>
  );
}

function ExpiredAt({ instant }: { instant: string }) {
  return (
    <>
      <dt>{message("voucher.expiredAt")}</dt>
      <dd>
        <time dateTime={instant}>{momentText(instant)}</time> ({message("voucher.deadline.zone")})
      </dd>
    </>
  );
}
