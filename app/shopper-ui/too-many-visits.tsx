import { LOCALES } from "#app/messages/message.ts";
import { SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";
import { StatusStrip } from "./status-strip.tsx";
import { InLanguage, useWords } from "./words.tsx";

/**
 * Who asks too often is told so without a look at the payment, whose language is then not known: every language speaks, the visitor's first.
 */
export function TooManyVisits({ language, retryHref }: { language: ShopperLanguage; retryHref: string }) {
  const others = SHOPPER_LANGUAGES.filter((other) => other !== language);
  return (
    <main>
      <InLanguage language={language}>
        <Status />
        <Notice isFirst retryHref={retryHref} />
      </InLanguage>
      {others.map((other) => (
        <InLanguage key={other} language={other}>
          <section lang={LOCALES[other]}>
            <Notice retryHref={retryHref} />
          </section>
        </InLanguage>
      ))}
    </main>
  );
}

function Status() {
  const { say } = useWords();
  return <StatusStrip tone="error" label={say("voucher.flood.status")} />;
}

function Notice({ isFirst = false, retryHref }: { isFirst?: boolean; retryHref: string }) {
  const { say } = useWords();
  const title = say("voucher.flood.title");
  return (
    <>
      {isFirst ? <h1 tabIndex={-1}>{title}</h1> : <h2>{title}</h2>}
      <p className="lead">{say("voucher.flood.body")}</p>
      <p className="actions">
        <a className="button" href={retryHref}>
          {say("voucher.flood.retry")}
        </a>
      </p>
    </>
  );
}
