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

/** Reasons that have a sentence of their own; the others come from a page that no longer shows what is. */
const OF_A_BATCH = ["nothing-ready", "busy", "none-chosen"] as const;
const OF_A_REFUND = ["moved", "frozen", "needs-approval", "not-understood"] as const;

function refusalText(reason: BatchRefusal, { say }: MerchantWords): string {
  const known = OF_A_BATCH.find((one) => one === reason);
  return say(`batches.refused.${known ?? "not-understood"}`);
}

function whyFailed({ reason }: FailedRow, { say }: MerchantWords): string {
  const known = OF_A_REFUND.find((one) => one === reason);
  return say(`batches.refused.${known ?? "other"}`);
}
