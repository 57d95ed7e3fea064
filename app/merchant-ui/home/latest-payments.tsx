import { BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import type { HomeView, LatestPayment } from "#app/payments/home-view.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { StatusBadge } from "../status-badge.tsx";
import { useWords } from "../words.tsx";

export function LatestPayments({ view }: { view: HomeView }) {
  const { say } = useWords();
  const all = useAddress("/app/payments", { mode: view.mode });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            {say("home.latest.title")}
          </Text>
          {view.latest.length > 0 && <MerchantLink url={all}>{say("home.latest.all")}</MerchantLink>}
        </InlineStack>
        {view.latest.length === 0 && <Text as="p">{say("home.latest.empty")}</Text>}
        {view.latest.map((payment, index) => (
          <Fragment key={payment.id}>
            {index > 0 && <Divider />}
            <LatestItem payment={payment} />
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}

function LatestItem({ payment }: { payment: LatestPayment }) {
  const { say, money, shortMoment } = useWords();
  const url = useAddress(`/app/payments/${payment.id}`);
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <MerchantLink url={url}>{money(payment.amount)}</MerchantLink>
        <Text as="span" tone="subdued">
          {payment.cip === null
            ? say("home.latest.withoutCode")
            : say("home.latest.cip", { cip: payment.cip })}
        </Text>
      </BlockStack>
      <BlockStack gap="050" inlineAlign="end">
        <StatusBadge status={payment.status} />
        <Text as="span" tone="subdued">
          {shortMoment(payment.receivedAt)}
        </Text>
      </BlockStack>
    </InlineStack>
  );
}
