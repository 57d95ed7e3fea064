import { useWords } from "./words.tsx";

const QUESTIONS = [
  ["voucher.questions.when", "voucher.questions.when.answer"],
  ["voucher.questions.amount", "voucher.questions.amount.answer"],
  ["voucher.questions.late", "voucher.questions.late.answer"],
] as const;

/** What shoppers ask their store about a code that waits; on paper it would only take space. */
export function Questions() {
  const { say } = useWords();
  return (
    <section className="channels screen-only">
      <h2>{say("voucher.questions")}</h2>
      {QUESTIONS.map(([question, answer]) => (
        <details key={question} className="channel">
          <summary>{say(question)}</summary>
          <p>{say(answer)}</p>
        </details>
      ))}
    </section>
  );
}
