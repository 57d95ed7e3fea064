import { BlockStack, Card, Text } from "@shopify/polaris";
import type { ReceivedNotice, ReportedAttempt } from "#app/payments/payment-detail.ts";
import { useWords } from "../words.tsx";
import { Attempt, Notice } from "./messages.tsx";

/** What we told Shopify and what PagoEfectivo told us, each message as it went. */
export function MessagesCard(props: {
  toShopify: readonly ReportedAttempt[];
  fromPagoEfectivo: readonly ReceivedNotice[];
}) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {say("detail.messages.title")}
        </Text>
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {say("detail.messages.toShopify")}
          </Text>
          {props.toShopify.length === 0 && <Text as="p">{say("detail.messages.nothingTold")}</Text>}
          <ol className="admin-timeline">
            {props.toShopify.map((attempt) => (
              <Attempt key={attempt.id} attempt={attempt} />
            ))}
          </ol>
        </BlockStack>
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {say("detail.messages.fromPagoEfectivo")}
          </Text>
          {props.fromPagoEfectivo.length === 0 && <Text as="p">{say("detail.messages.nothingHeard")}</Text>}
          <ol className="admin-timeline">
            {props.fromPagoEfectivo.map((notice) => (
              <Notice key={notice.id} notice={notice} />
            ))}
          </ol>
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
