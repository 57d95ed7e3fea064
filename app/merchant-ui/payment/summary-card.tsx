import { BlockStack, Card, Text } from "@shopify/polaris";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import { useWords } from "../words.tsx";
import { Facts } from "./facts.tsx";

export function SummaryCard({ payment }: { payment: PaymentDetail }) {
  const { say, money, moment } = useWords();
  const { code } = payment;
  const time = (label: string, instant: string | null | undefined) =>
    instant ? { label, value: <time dateTime={instant}>{moment(instant)}</time> } : null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("detail.summary.title")}
        </Text>
        <Facts
          facts={[
            { label: say("detail.summary.cip"), value: code?.cip ?? say("detail.summary.noCip") },
            { label: say("detail.summary.amount"), value: money(payment.amount) },
            {
              label: say("detail.summary.mode"),
              value: say(payment.test ? "status.mode.test" : "status.mode.live"),
            },
            { label: say("detail.summary.shopifyId"), value: payment.sessionId },
            time(say("detail.summary.created"), payment.createdAt),
            time(say("detail.summary.expires"), code?.expiresAt),
            time(say("detail.summary.paid"), code?.paidAt),
            time(say("detail.summary.ends"), payment.endsAt),
            time(say("detail.summary.shopifyDeadline"), payment.pendingExpiresAt),
            payment.operationNumber
              ? { label: say("detail.summary.operation"), value: payment.operationNumber }
              : null,
          ]}
        />
      </BlockStack>
    </Card>
  );
}
