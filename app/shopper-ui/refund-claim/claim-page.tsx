import { message } from "#app/messages/message.ts";
import type { ClaimView } from "#app/refunds/claim.ts";
import { DayAndHour } from "#app/shopper-ui/day-and-hour.tsx";
import { LanguageLinks } from "#app/shopper-ui/language-links.tsx";
import { PublicLinks } from "#app/shopper-ui/public-links.tsx";
import { StatusStrip } from "#app/shopper-ui/status-strip.tsx";
import { SupportLinks } from "#app/shopper-ui/trust-block.tsx";
import { InLanguage, useWords } from "#app/shopper-ui/words.tsx";
import { ClaimForm } from "./claim-form.tsx";

/** The page on which a shopper says where their money goes. No script at all: nothing on it changes by itself. */
export function ClaimPage({ view }: { view: ClaimView }) {
  return (
    <InLanguage language={view.language}>
      <LanguageLinks languages={view.languages} />
      <main>
        {view.test && <p className="test-banner">{message("refund.test", undefined, view.language)}</p>}
        <ClaimBody view={view} />
      </main>
      <PublicLinks beside />
    </InLanguage>
  );
}

/** What the browser's tab says. */
export function claimTitle(view: ClaimView): string {
  const status = message(claimStatusId(view), undefined, view.language);
  return message("voucher.documentTitle", { status, store: view.storeName }, view.language);
}

function claimStatusId({ refused }: ClaimView) {
  return refused ? "refund.check.status" : "refund.status";
}

function ClaimBody({ view }: { view: ClaimView }) {
  const { say, money } = useWords();
  const store = view.storeName;
  return (
    <>
      <StatusStrip tone={view.refused ? "error" : "review"} label={say(claimStatusId(view))} />
      <p className="purchase">{say("voucher.purchase", { store })}</p>
      <h1 tabIndex={-1}>{say("refund.title")}</h1>
      <dl className="card facts">
        <dt>{say("refund.amount")}</dt>
        <dd className="amount">{money(view.amount)}</dd>
        <DayAndHour label={say("refund.until")} instant={view.expiresAt} />
      </dl>
      <p className="safe">{say("refund.safe")}</p>
      <ClaimForm refused={view.refused} currency={view.amount.currency} />
      <section className="trust">
        <p>{say("refund.privacy", { store })}</p>
        <p>{say("refund.help", { store })}</p>
        <SupportLinks frame={view} />
      </section>
    </>
  );
}

/** After the details were given. It names nobody and no amount: it may be opened by anyone. */
export function ClaimReceived() {
  const { say } = useWords();
  return (
    <main>
      <StatusStrip tone="paid" label={say("refund.received.status")} />
      <h1 tabIndex={-1}>{say("refund.received.title")}</h1>
      <p className="lead">{say("refund.received.body")}</p>
      <p className="trust">{say("refund.safe")}</p>
    </main>
  );
}

/** The one page for every link that cannot be used: nobody learns by trying whether it ever could. */
export function ClaimNotFound() {
  const { say } = useWords();
  return (
    <main>
      <StatusStrip tone="over" label={say("refund.notFound.status")} />
      <h1 tabIndex={-1}>{say("refund.notFound.title")}</h1>
      <p className="lead">{say("refund.notFound.body")}</p>
      <p className="trust">{say("refund.safe")}</p>
    </main>
  );
}
