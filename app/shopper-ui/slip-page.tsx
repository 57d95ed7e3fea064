import { message, type MessageId } from "#app/messages/message.ts";
import { PAID_WHERE, type PaidWhere, type SlipPageView, type SlipProblem } from "#app/payments/slip.ts";
import { LabelledField } from "./labelled-field.tsx";
import { LanguageLinks } from "./language-links.tsx";
import { PublicLinks } from "./public-links.tsx";
import { StatusStrip } from "./status-strip.tsx";
import { InLanguage, useWords } from "./words.tsx";

/**
 * Where a shopper leaves the number of their operation. A page of its own, without the code: beside a code nothing is ever typed,
 * so that a forged page that asks for something there can be known by it.
 */
export function SlipPage({ view, languageIsChosen }: { view: SlipPageView; languageIsChosen: boolean }) {
  const { language } = view;
  return (
    <InLanguage language={language} isChosen={languageIsChosen}>
      <LanguageLinks languages={view.languages} />
      <main>
        {view.test && <p className="test-banner">{message("voucher.test", undefined, language)}</p>}
        <SlipBody view={view} />
      </main>
      <PublicLinks beside />
    </InLanguage>
  );
}

/** What the browser's tab says. */
export function slipTitle(view: SlipPageView): string {
  const status = message(statusId(view), undefined, view.language);
  return message("voucher.documentTitle", { status, store: view.storeName }, view.language);
}

function statusId({ refused }: SlipPageView) {
  return refused ? "voucher.slip.checkStatus" : "voucher.slip.status";
}

function SlipBody({ view }: { view: SlipPageView }) {
  const { say, path } = useWords();
  const store = view.storeName;
  return (
    <>
      <StatusStrip tone={view.refused ? "error" : "waiting"} label={say(statusId(view))} />
      <p className="purchase">{say("voucher.purchase", { store })}</p>
      <h1 tabIndex={-1}>{say("voucher.slip.title")}</h1>
      <p className="lead">{say("voucher.slip.body", { store })}</p>
      <SlipForm view={view} />
      <p>
        <a href={path(view.slug)}>{say("voucher.slip.back")}</a>
      </p>
      <section className="trust">
        <p className="safe">{say("voucher.safe")}</p>
        <p>{say("voucher.slip.privacy", { store })}</p>
      </section>
    </>
  );
}

const PROBLEMS = {
  number: "voucher.slip.number.problem",
  card: "voucher.slip.number.card",
  when: "voucher.slip.when.problem",
} as const satisfies Record<SlipProblem, MessageId>;

const PLACES = {
  "bank-app": "voucher.slip.where.app",
  agent: "voucher.slip.where.agent",
  "bank-counter": "voucher.slip.where.counter",
  wallet: "voucher.slip.where.wallet",
  other: "voucher.slip.where.other",
} as const satisfies Record<PaidWhere, MessageId>;

/** `noValidate`: the browser would speak its own language; the server's answer stands beside the field. */
function SlipForm({ view }: { view: SlipPageView }) {
  const { say, path } = useWords();
  const { typed, problem } = view.refused ?? { typed: null, problem: null };
  const text = problem && say(PROBLEMS[problem]);
  return (
    <form
      className="claim"
      method="post"
      action={path(view.slug, "operation")}
      autoComplete="off"
      noValidate
    >
      <LabelledField
        name="operation"
        label={say("voucher.slip.number.label")}
        hint={say("voucher.slip.number.hint")}
        problem={problem === "when" ? null : text}
      >
        {(marks) => (
          <input
            {...marks}
            type="text"
            maxLength={30}
            required
            defaultValue={typed?.operationNumber ?? ""}
          />
        )}
      </LabelledField>
      <LabelledField name="where" label={say("voucher.slip.where.label")} problem={null}>
        {(marks) => (
          <select {...marks} defaultValue={typed?.where ?? ""}>
            <option value="">{say("voucher.slip.where.empty")}</option>
            {PAID_WHERE.map((where) => (
              <option key={where} value={where}>
                {say(PLACES[where])}
              </option>
            ))}
          </select>
        )}
      </LabelledField>
      <LabelledField
        name="when"
        label={say("voucher.slip.when.label")}
        hint={say("voucher.slip.when.hint")}
        problem={problem === "when" ? text : null}
      >
        {(marks) => <input {...marks} type="datetime-local" defaultValue={typed?.when ?? ""} />}
      </LabelledField>
      <button className="button primary">{say("voucher.slip.submit", { store: view.storeName })}</button>
    </form>
  );
}
