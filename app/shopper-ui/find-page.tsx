import type { MessageId } from "#app/messages/message.ts";
import { waitText } from "#app/messages/moment-text.ts";
import type { FindAnswer, FindProblem } from "#app/payments/find-code.ts";
import { SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";
import { LabelledField } from "./labelled-field.tsx";
import { LanguageLinks } from "./language-links.tsx";
import { PublicLinks } from "./public-links.tsx";
import { StatusStrip } from "./status-strip.tsx";
import { FIND_PATH } from "./web-address.ts";
import { InLanguage, useWords } from "./words.tsx";

export interface FindView {
  language: ShopperLanguage;
  /** False where the operator has no mail server. */
  canSend: boolean;
  /** The form was sent and taken; whether anything was found, the page does not know. */
  isAsked: boolean;
  answer: FindAnswer | null;
}

/** Where a shopper who has lost the page of their code asks for its link. What comes of it is said by e-mail alone. */
export function FindPage({ view }: { view: FindView }) {
  return (
    <InLanguage language={view.language} isChosen>
      <LanguageLinks languages={SHOPPER_LANGUAGES} />
      <main>
        <FindBody view={view} />
      </main>
      <PublicLinks beside={false} />
    </InLanguage>
  );
}

/** The state in words, also for the browser's tab. */
export function findStatusId({ canSend, isAsked, answer }: FindView) {
  if (!canSend) return "find.noMail.status";
  if (isAsked) return "find.asked.status";
  if (answer === null) return "find.status";
  return "refused" in answer ? "find.check.status" : "find.tooOften.status";
}

function FindBody({ view }: { view: FindView }) {
  const { say, language } = useWords();
  const label = say(findStatusId(view));
  if (!view.canSend)
    return (
      <Said tone="over" label={label} title={say("find.noMail.title")}>
        <p className="lead">{say("find.noMail.body")}</p>
      </Said>
    );
  if (view.isAsked)
    return (
      <Said tone="review" label={label} title={say("find.asked.title")}>
        <p className="lead">{say("find.asked.body")}</p>
        <p>{say("find.asked.limits")}</p>
        <p>
          <a href={`${FIND_PATH}?lang=${language}`}>{say("find.again")}</a>
        </p>
      </Said>
    );
  const wait = view.answer && "againInMs" in view.answer ? view.answer.againInMs : null;
  return (
    <Said tone={view.answer ? "error" : "review"} label={label} title={say("find.title")}>
      {wait === null ? (
        <p className="lead">{say("find.body")}</p>
      ) : (
        <p className="strong">{say("find.tooOften.body", { wait: waitText(wait, language) })}</p>
      )}
      <FindForm answer={view.answer} />
    </Said>
  );
}

function Said(props: {
  tone: "over" | "review" | "error";
  label: string;
  title: string;
  children: React.ReactNode;
}) {
  const { say } = useWords();
  return (
    <>
      <StatusStrip tone={props.tone} label={props.label} />
      <h1 tabIndex={-1}>{props.title}</h1>
      {props.children}
      <p className="trust">{say("voucher.safe")}</p>
    </>
  );
}

const PROBLEMS = {
  email: "find.email.problem",
  detail: "find.detail.problem",
} as const satisfies Record<FindProblem, MessageId>;

function FindForm({ answer }: { answer: FindAnswer | null }) {
  const { say, language } = useWords();
  const refused = answer && "refused" in answer ? answer.refused : null;
  const problemOf = (field: FindProblem) => (refused?.problem === field ? say(PROBLEMS[field]) : null);
  return (
    <form className="claim" method="post" action={`${FIND_PATH}?lang=${language}`} noValidate>
      <LabelledField name="email" label={say("find.email.label")} problem={problemOf("email")}>
        {(marks) => (
          <input
            {...marks}
            type="email"
            autoComplete="email"
            required
            maxLength={254}
            defaultValue={refused?.typed.email ?? ""}
          />
        )}
      </LabelledField>
      <LabelledField
        name="detail"
        label={say("find.detail.label")}
        hint={say("find.detail.hint")}
        problem={problemOf("detail")}
      >
        {(marks) => (
          <input
            {...marks}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            required
            maxLength={40}
            defaultValue={refused?.typed.detail ?? ""}
          />
        )}
      </LabelledField>
      <button className="button primary">{say("find.submit")}</button>
    </form>
  );
}

/** On pages that lead nowhere; nothing where the operator has no mail server. */
export function FindLink({ canFind }: { canFind: boolean }) {
  const { say, language } = useWords();
  if (!canFind) return null;
  return (
    <p className="actions">
      <a className="button" href={`${FIND_PATH}?lang=${language}`}>
        {say("find.link")}
      </a>
    </p>
  );
}
