import type { VoucherView } from "#app/payments/voucher-view.ts";
import { ActionLink } from "./actions.tsx";
import { DayAndHour } from "./day-and-hour.tsx";
import { StateHeading } from "./status-strip.tsx";
import { PaymentReference, TrustBlock } from "./trust-block.tsx";
import { useWords } from "./words.tsx";

type ViewOf<State extends VoucherView["state"]> = Extract<VoucherView, { state: State }>;

/** The money is there and its order is not: what becomes of it the store decides, and the shopper must know who calls whom. */
export function LateVoucher({ view }: { view: ViewOf<"late"> }) {
  const { say, money } = useWords();
  const store = view.storeName;
  return (
    <>
      <StateHeading
        frame={view}
        tone="review"
        label={say("voucher.late.status")}
        title={say("voucher.late.title")}
        mayChange
      />
      <p className="strong">{say("voucher.review.dont")}</p>
      <p>{say("voucher.late.body", { store })}</p>
      <p>{say("voucher.late.next", { store })}</p>
      <dl className="card facts">
        <dt>{say("voucher.review.received")}</dt>
        <dd className="amount">{money(view.amount)}</dd>
        {view.paidAt !== null && <DayAndHour label={say("voucher.paid.at")} instant={view.paidAt} />}
        <Reference view={view} />
      </dl>
      <Ways view={view} />
    </>
  );
}

/** A person must look. What happened is not known here, so nothing is claimed about the money but a sum that is known. */
export function ReviewVoucher({ view }: { view: ViewOf<"review"> }) {
  const { say, money } = useWords();
  return (
    <>
      <StateHeading
        frame={view}
        tone="review"
        label={say("voucher.review.status")}
        title={say("voucher.review.title")}
        mayChange
      />
      <p className="strong">{say("voucher.review.dont")}</p>
      {view.received !== null && <p>{say("voucher.review.otherSum")}</p>}
      <p>{say("voucher.review.body", { store: view.storeName })}</p>
      <dl className="card facts">
        <dt>{say("voucher.amount")}</dt>
        <dd>{money(view.amount)}</dd>
        {view.received !== null && (
          <>
            <dt>{say("voucher.review.received")}</dt>
            <dd>{money(view.received)}</dd>
          </>
        )}
        <Reference view={view} />
      </dl>
      <Ways view={view} />
    </>
  );
}

function Reference({ view }: { view: VoucherView }) {
  const { say } = useWords();
  return (
    <>
      <dt>{say("voucher.reference")}</dt>
      <dd>
        <PaymentReference frame={view} />
      </dd>
    </>
  );
}

function Ways({ view }: { view: ViewOf<"late" | "review"> }) {
  const { say } = useWords();
  return (
    <>
      <div className="actions">
        <ActionLink to={view.storeUrl} label={say("voucher.back")} primary />
      </div>
      <TrustBlock frame={view} />
    </>
  );
}
