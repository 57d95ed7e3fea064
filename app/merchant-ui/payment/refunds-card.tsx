import { BlockStack, Card, Text } from "@shopify/polaris";
import type { ListedRefund } from "#app/refunds/refund-list.ts";
import { RefundLine } from "../refunds/refund-line.tsx";
import { useWords } from "../words.tsx";

/** What of the payment goes back, or was to. */
export function RefundsCard({ refunds }: { refunds: readonly ListedRefund[] }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.title")}
        </Text>
        {refunds.map((refund) => (
          <RefundLine key={refund.id} refund={refund} />
        ))}
      </BlockStack>
    </Card>
  );
}
