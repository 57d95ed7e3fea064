import { Banner, Text } from "@shopify/polaris";
import type { CaseAnswer } from "#app/cases/case-page.ts";
import { ActAnswer } from "../payment/act-answer.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

/** What came of a press, on the page and for good: a message that vanishes is no answer about money. */
export function CaseAnswerPart({ answer }: { answer: CaseAnswer | undefined }) {
  const words = useWords();
  if (answer === undefined) return null;
  if (answer.kind === "acted") return <ActAnswer answer={answer.answer} />;
  // What was done shows in the case itself: a box would push away what is pressed next.
  if (answer.kind === "done") {
    return (
      <div role="status">
        <Text as="p" visuallyHidden>
          {words.say("cases.done.taken")}
        </Text>
      </div>
    );
  }
  // The card of refunds has its own words.
  if (answer.kind === "refund-opened" || answer.kind === "refund-refused") return null;
  return (
    <div role="status">
      <Banner tone="warning">{inWords(answer, words)}</Banner>
    </div>
  );
}

function inWords(
  answer: Extract<CaseAnswer, { kind: "refused" | "moved" }>,
  { say }: MerchantWords,
): string {
  if (answer.kind === "refused") return say(`cases.refused.${answer.reason}`);
  if (answer.state === "open") return say("cases.moved.open");
  const ending = say(`cases.ending.${answer.ending ?? "answered"}`);
  return answer.closedBy === null
    ? say("cases.moved.closedByMachine", { ending })
    : say("cases.moved.closed", { name: answer.closedBy, ending });
}
