import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import { addressOf, MerchantLink } from "../merchant-link.tsx";
import { useAdminFrame } from "../admin-frame.tsx";
import { StatusBadge } from "../status-badge.tsx";
import { useWords } from "../words.tsx";

/** The same checkout, tried before or after: at most one of them has a code that can be paid. */
export function AttemptsCard({ attempts }: { attempts: PaymentDetail["attempts"] }) {
  const { say, shortMoment } = useWords();
  const { keptQuery } = useAdminFrame();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("detail.attempts.title")}
        </Text>
        {attempts.map((attempt) => (
          <BlockStack gap="100" key={attempt.id}>
            <InlineStack gap="200" blockAlign="center">
              <MerchantLink url={addressOf(`/app/payments/${attempt.id}`, {}, keptQuery)}>
                {attempt.sessionId}
              </MerchantLink>
              <StatusBadge status={attempt.status} />
            </InlineStack>
            <Text as="p" tone="subdued" variant="bodySm">
              {shortMoment(attempt.createdAt)}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
