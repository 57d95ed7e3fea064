import { BlockStack, Button, Card, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { MOST_REASON_CHARACTERS, readReason } from "#app/refunds/pay-out-form.ts";
import type { RefundPageView } from "#app/refunds/refund-page.ts";
import { useWords } from "../words.tsx";
import { RefundAnswerPart } from "./refund-answer.tsx";
import { useRefundForm } from "./use-refund-form.ts";

/** Saying no, for good and with a reason. */
export function EndCard({ view }: { view: RefundPageView }) {
  const { say } = useWords();
  const form = useRefundForm(view.version);
  const [isRefusing, setRefusing] = useState(false);
  const [reason, setReason] = useState("");
  const warning = view.isFromShopify ? "refunds.refuse.warning" : "refunds.refuse.warningCase";
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.refuse.title")}
        </Text>
        <Text as="p">{say("refunds.refuse.body")}</Text>
        <RefundAnswerPart answer={form.answer} />
        <Button tone="critical" onClick={() => setRefusing(true)} disabled={form.isSending}>
          {say("refunds.refuse.open")}
        </Button>
        <Modal
          open={isRefusing}
          onClose={() => setRefusing(false)}
          title={say("refunds.refuse.question")}
          primaryAction={{
            content: say("refunds.refuse.confirm"),
            destructive: true,
            disabled: readReason(reason).kind === "refused",
            onAction: () => {
              setRefusing(false);
              form.send("refuse", { reason });
            },
          }}
          secondaryActions={[{ content: say("refunds.refuse.keep"), onAction: () => setRefusing(false) }]}
        >
          <Modal.Section>
            <BlockStack gap="400">
              <TextField
                label={say("refunds.refuse.reason")}
                helpText={say("refunds.refuse.reasonHelp")}
                value={reason}
                onChange={setReason}
                multiline={3}
                maxLength={MOST_REASON_CHARACTERS}
                autoComplete="off"
              />
              <Text as="p" tone="subdued">
                {say(warning)}
              </Text>
            </BlockStack>
          </Modal.Section>
        </Modal>
      </BlockStack>
    </Card>
  );
}
