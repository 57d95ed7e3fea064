import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import type { ListedRefund } from "#app/refunds/refund-list.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { refundMoney } from "./refund-amount.ts";
import { RefundBadges } from "./refund-badges.tsx";

/** One refund on the page of what it belongs to, with the way to its own. */
export function RefundLine({ refund }: { refund: ListedRefund }) {
  const words = useWords();
  const { shortMoment } = words;
  const url = useAddress(`/app/refunds/${refund.id}`);
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <MerchantLink url={url}>{refundMoney(refund.amount, words)}</MerchantLink>
        {/* That it is a test says the page itself. */}
        <RefundBadges state={refund.state} isOverdue={refund.isOverdue} test={false} />
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        {shortMoment(refund.endedAt ?? refund.receivedAt)}
      </Text>
    </BlockStack>
  );
}
