import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { BatchAnswer, BatchRefusal, FailedRow } from "#app/refunds/batch/batch-page.ts";
import { useWords, type MerchantWords } from "../../words.tsx";

/** What came of a press, on the page and for good: a message that vanishes is no answer about money. */
export function BatchAnswerPart({ answer }: { answer: BatchAnswer | undefined }) {
  const words = useWords();
  if (answer === undefined || answer.kind === "made") return <div role="status" />;
  if (answer.kind === "refused") {
    return (
      <div role="status">
        <Banner tone="warning">{refusalText(answer.reason, words)}</Banner>
      </div>
    );
  }
  const { kind, count, failed } = answer;
  return (
    <div role="status">
      <Banner tone={failed.length > 0 ? "warning" : "success"}>
        <BlockStack gap="100">
          <Text as="p">{words.say(`batches.answer.${kind}`, { count })}</Text>
          {failed.map((row) => (
            <Text as="p" key={row.line}>
              {words.say("batches.answer.failed", { line: String(row.line), why: whyFailed(row, words) })}
            </Text>
          ))}
        </BlockStack>
      </Banner>
    </div>
  );
}

function refusalText(reason: BatchRefusal, { say }: MerchantWords): string {
  switch (reason) {
    case "nothing-ready":
    case "busy":
    case "none-chosen":
      return say(`batches.refused.${reason}`);
    default:
      return say("batches.refused.not-understood");
  }
}

function whyFailed({ reason }: FailedRow, { say }: MerchantWords): string {
  switch (reason) {
    case "moved":
    case "frozen":
    case "needs-approval":
      return say(`batches.refused.${reason}`);
    case "not-understood":
      return say("batches.refused.not-understood");
    default:
      return say("batches.refused.other");
  }
}
