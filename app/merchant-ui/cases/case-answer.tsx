import { Banner } from "@shopify/polaris";
import type { CaseAnswer } from "#app/cases/case-page.ts";
import { ActAnswer } from "../payment/act-answer.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

/** What came of a press, on the page and for good: a message that vanishes is no answer about money. */
export function CaseAnswerPart({ answer }: { answer: CaseAnswer | undefined }) {
  const words = useWords();
  if (answer?.kind === "acted") return <ActAnswer answer={answer.answer} />;
  return (
    <div role="status">
      {answer && (
        <Banner tone={answer.kind === "done" ? "success" : "warning"}>{inWords(answer, words)}</Banner>
      )}
    </div>
  );
}

function inWords(answer: Exclude<CaseAnswer, { kind: "acted" }>, { say }: MerchantWords): string {
  switch (answer.kind) {
    case "done":
      return say("cases.done.taken");
    case "refused":
      return say(`cases.refused.${answer.reason}`);
    case "moved": {
      if (answer.state === "open") return say("cases.moved.open");
      const ending = say(`cases.ending.${answer.ending ?? "answered"}`);
      return answer.closedBy === null
        ? say("cases.moved.closedByMachine", { ending })
        : say("cases.moved.closed", { name: answer.closedBy, ending });
    }
  }
}
