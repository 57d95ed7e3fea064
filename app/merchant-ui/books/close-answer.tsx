import { Banner } from "@shopify/polaris";
import type { CloseAnswer } from "#app/books/close-page.ts";
import type { FoundWord } from "#app/payments/payment-answer.ts";
import { useWords, type MerchantWords } from "../words.tsx";

/** What came of a press, on the page and for good: a message that vanishes is no answer about money. */
export function CloseAnswerPart({ answer }: { answer: CloseAnswer | undefined }) {
  const words = useWords();
  const said = answer === undefined ? null : inWords(answer, words);
  return (
    <div role="status" className="desk-status">
      {said && <Banner tone={said.tone}>{said.text}</Banner>}
    </div>
  );
}

const FOUND = {
  paid: "detail.found.paid",
  "amount-differs": "detail.found.amountDiffers",
  "still-payable": "detail.found.stillPayable",
  "proved-expired": "detail.found.expired",
  "proved-removed": "detail.found.removed",
  "not-known": "detail.found.notKnown",
} as const satisfies Record<FoundWord, string>;

function inWords(
  answer: CloseAnswer,
  { say }: MerchantWords,
): { tone: "success" | "info" | "warning"; text: string } | null {
  switch (answer.kind) {
    // The page of the close says it.
    case "started":
    case "running":
      return null;
    case "accepted":
      return { tone: "success", text: say("books.answer.accepted", { count: answer.count }) };
    case "paired":
    case "signed":
      return { tone: "success", text: say(`books.answer.${answer.kind}`) };
    case "asked": {
      const found = answer.found === null ? "" : `${say(FOUND[answer.found])} `;
      return { tone: "info", text: `${found}${say("books.answer.asked")}` };
    }
    case "not-asked":
      return { tone: "warning", text: say(`detail.refusal.${answer.reason}`) };
    case "refused":
      return { tone: "warning", text: say(`books.refused.${answer.reason}`) };
  }
}
