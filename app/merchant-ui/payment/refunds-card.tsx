import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { ListedRefund } from "#app/refunds/refund-list.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { refundMoney } from "../refunds/refund-amount.ts";
import { RefundBadges } from "../refunds/refund-badges.tsx";
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
          <RefundOfPayment key={refund.id} refund={refund} />
        ))}
      </BlockStack>
    </Card>
  );
}

function RefundOfPayment({ refund }: { refund: ListedRefund }) {
  const words = useWords();
  const { shortMoment } = words;
  const url = useAddress(`/app/refunds/${refund.id}`);
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <MerchantLink url={url}>{refundMoney(refund.amount, words)}</MerchantLink>
        {/* That the payment is a test says the page itself. */}
        <RefundBadges state={refund.state} isOverdue={refund.isOverdue} test={false} />
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        {shortMoment(refund.endedAt ?? refund.receivedAt)}
      </Text>
    </BlockStack>
  );
}
