import { useNavigate } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useEffect } from "react";
import type { BatchList, ListedBatch } from "#app/refunds/batch/batch-page.ts";
import { useAdminFrame } from "../../admin-frame.tsx";
import { addressOf, MerchantLink, useAddress } from "../../merchant-link.tsx";
import { MerchantPage } from "../../merchant-page.tsx";
import { useWords } from "../../words.tsx";
import { RefundTabs } from "../refund-tabs.tsx";
import { BatchAnswerPart } from "./batch-answer.tsx";
import { useBatchForm, type BatchForm } from "./use-batch-form.ts";

const PATH = "/app/refunds/batches";

/** What can be paid together now, and every batch that was made. */
export function BatchesPage({ list }: { list: BatchList }) {
  const { say } = useWords();
  const { keptQuery } = useAdminFrame();
  const form = useBatchForm();
  const navigate = useNavigate();
  const made = form.answer?.kind === "made" ? form.answer.batchId : null;
  useEffect(() => {
    if (made !== null) navigate(addressOf(`${PATH}/${made}`, {}, keptQuery));
    // Once for each batch that was made, whatever else the page is drawn for.
  }, [made]);
  return (
    <MerchantPage title={say("batches.title")} subtitle={say("batches.subtitle")}>
      <BlockStack gap="400">
        <RefundTabs current="batches" />
        <BatchAnswerPart answer={form.answer} />
        <ReadyCard list={list} form={form} />
        <MadeCard list={list} />
      </BlockStack>
    </MerchantPage>
  );
}

function ReadyCard({ list, form }: { list: BatchList; form: BatchForm }) {
  const { say, money } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("batches.ready.title")}
        </Text>
        {list.ready.length === 0 && <Text as="p">{say("batches.ready.none")}</Text>}
        {list.ready.map(({ total, count }) => (
          <InlineStack key={total.currency} gap="300" align="space-between" blockAlign="center">
            <Text as="p" fontWeight="semibold">
              {say("batches.ready.line", { count, amount: money(total) })}
            </Text>
            <Button
              variant="primary"
              loading={form.isSending}
              onClick={() => form.send("make", { currency: total.currency })}
            >
              {say("batches.ready.make", { currency: total.currency })}
            </Button>
          </InlineStack>
        ))}
        {list.ready.length > 0 && (
          <Text as="p" tone="subdued" variant="bodySm">
            {say("batches.ready.help")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function MadeCard({ list }: { list: BatchList }) {
  const { say } = useWords();
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {say("batches.list.title")}
        </Text>
      </Box>
      {list.batches.length === 0 ? (
        <Box paddingInline="400" paddingBlockEnd="400">
          <Text as="p">{say("batches.list.none")}</Text>
        </Box>
      ) : (
        <ul className="desk-list">
          {list.batches.map((batch) => (
            <BatchLine key={batch.id} batch={batch} />
          ))}
        </ul>
      )}
      {list.hasMore && (
        <Box padding="400">
          <Text as="p" tone="subdued" alignment="center">
            {say("batches.list.more", { count: list.batches.length })}
          </Text>
        </Box>
      )}
    </Card>
  );
}

function BatchLine({ batch }: { batch: ListedBatch }) {
  const { say, money, shortMoment } = useWords();
  const url = useAddress(`${PATH}/${batch.id}`);
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink url={url} monochrome removeUnderline>
            <Text as="span" fontWeight="semibold">
              {say("batches.name", { number: String(batch.number) })}
            </Text>
          </MerchantLink>
          <BatchBadge waiting={batch.waiting} />
        </InlineStack>
        <p className="desk-facts">
          <span>{say("batches.ready.line", { count: batch.count, amount: money(batch.total) })}</span>
          <span>{say("batches.row.made", { name: batch.madeBy, moment: shortMoment(batch.madeAt) })}</span>
        </p>
      </BlockStack>
    </li>
  );
}

export function BatchBadge({ waiting }: { waiting: number }) {
  const { say } = useWords();
  return waiting > 0 ? (
    <Badge tone="attention">{say("batches.state.open", { count: waiting })}</Badge>
  ) : (
    <Badge tone="success">{say("batches.state.closed")}</Badge>
  );
}
