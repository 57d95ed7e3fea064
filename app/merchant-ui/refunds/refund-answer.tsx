import { Banner, Text } from "@shopify/polaris";
import type { RefundAnswer } from "#app/refunds/refund-page.ts";
import { useWords } from "../words.tsx";

/** What came of a press, on the page and for good: a message that vanishes is no answer about money. */
export function RefundAnswerPart({ answer }: { answer: RefundAnswer | undefined }) {
  const { say } = useWords();
  if (answer?.kind === "refused" || answer?.kind === "moved") {
    const text = answer.kind === "moved" ? say("refunds.moved") : say(`refunds.refused.${answer.reason}`);
    return (
      <div role="status">
        <Banner tone="warning">{text}</Banner>
      </div>
    );
  }
  // What was done shows in the refund itself; a wrong field says so beside itself.
  return (
    <div role="status">
      {answer?.kind === "done" && (
        <Text as="p" visuallyHidden>
          {say("refunds.done")}
        </Text>
      )}
    </div>
  );
}
