import { Banner } from "@shopify/polaris";
import type { FoundWord, PaymentAnswer } from "#app/payments/payment-answer.ts";
import { useWords, type MerchantWords } from "../words.tsx";

/** What came of an act, on the page and for good: a message that vanishes is no answer about money. */
export function ActAnswer({ answer }: { answer: PaymentAnswer | undefined }) {
  const words = useWords();
  const said = answer && inWords(answer, words);
  if (!said) return null;
  return (
    <div role="status">
      <Banner tone={said.tone}>{said.text}</Banner>
    </div>
  );
}

function inWords(
  answer: PaymentAnswer,
  { say }: MerchantWords,
): { tone: "success" | "info" | "warning"; text: string } | null {
  switch (answer.kind) {
    case "done":
      return { tone: isUnclear(answer) ? "warning" : "success", text: doneText(answer, say) };
    case "waiting":
      return { tone: "info", text: say("detail.done.waiting") };
    case "refused":
      return { tone: "warning", text: say(`detail.refusal.${answer.reason}`) };
    case "not-understood":
      return { tone: "warning", text: say("detail.done.notUnderstood") };
    // These are answered where they were asked.
    case "noted":
    case "not-noted":
    case "contact":
      return null;
  }
}

const FOUND = {
  paid: "detail.found.paid",
  "amount-differs": "detail.found.amountDiffers",
  "still-payable": "detail.found.stillPayable",
  "proved-expired": "detail.found.expired",
  "proved-removed": "detail.found.removed",
  "not-known": "detail.found.notKnown",
} as const satisfies Record<FoundWord, string>;

/** Asked, and nothing certain came back. */
function isUnclear({ act, found }: Extract<PaymentAnswer, { kind: "done" }>): boolean {
  return found === "not-known" || ((act === "check" || act === "void") && found === null);
}

function doneText(answer: Extract<PaymentAnswer, { kind: "done" }>, say: MerchantWords["say"]): string {
  if (answer.act === "extend") return say("detail.done.extended");
  if (answer.act === "send-again") return say("detail.done.sentAgain");
  if (answer.act === "simulate") return say("detail.done.simulated");
  return say(FOUND[answer.found ?? "not-known"]);
}
