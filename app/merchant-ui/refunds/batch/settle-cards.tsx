import { BlockStack, Button, Card, Modal, Select, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import {
  isNotPaidReason,
  NOT_PAID_REASONS,
  type BatchRow,
  type BatchView,
  type NotPaidReason,
} from "#app/refunds/batch/batch-page.ts";
import { useWords } from "../../words.tsx";
import type { BatchForm } from "./use-batch-form.ts";

const MOST_REFERENCE_CHARACTERS = 60;

/** As the form sends them: each with the version that the person sees. */
function chosenText(chosen: readonly BatchRow[]): string {
  return chosen.map(({ refundId, version }) => `${refundId}.${version}`).join(",");
}

/** Writing down that the bank has paid the chosen refunds. */
export function PaidCard(props: { view: BatchView; chosen: readonly BatchRow[]; form: BatchForm }) {
  const { say } = useWords();
  const { view, chosen, form } = props;
  const [paidOn, setPaidOn] = useState(view.today);
  const [reference, setReference] = useState("");
  const isDay = paidOn !== "" && paidOn <= view.today;
  const isReady = isDay && reference.trim() !== "" && chosen.length > 0;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("batches.pay.title")}
        </Text>
        <Text as="p">{say("batches.pay.body")}</Text>
        <TextField
          label={say("batches.pay.date")}
          type="date"
          value={paidOn}
          onChange={setPaidOn}
          error={isDay ? false : say("batches.pay.dateProblem")}
          autoComplete="off"
        />
        <TextField
          label={say("batches.pay.reference")}
          helpText={say("batches.pay.referenceHelp")}
          value={reference}
          onChange={setReference}
          maxLength={MOST_REFERENCE_CHARACTERS}
          autoComplete="off"
        />
        <Text as="p" tone="subdued">
          {say("batches.pay.warning")}
        </Text>
        <div>
          <Button
            variant="primary"
            disabled={!isReady || form.isSending}
            loading={form.isSending}
            onClick={() => form.send("paid", { chosen: chosenText(chosen), paidOn, reference })}
          >
            {say("batches.pay.action", { count: chosen.length })}
          </Button>
        </div>
      </BlockStack>
    </Card>
  );
}

/** Taking out what the bank did not pay: asked twice, because paying it again would pay it twice. */
export function NotPaidCard({ chosen, form }: { chosen: readonly BatchRow[]; form: BatchForm }) {
  const { say } = useWords();
  const [reason, setReason] = useState<NotPaidReason>("bank-refused");
  const [isAsking, setAsking] = useState(false);
  const action = say("batches.out.action", { count: chosen.length });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("batches.out.title")}
        </Text>
        <Text as="p">{say("batches.out.body")}</Text>
        <Select
          label={say("batches.out.reason")}
          options={NOT_PAID_REASONS.map((value) => ({ value, label: say(`batches.reason.${value}`) }))}
          value={reason}
          onChange={(value) => isNotPaidReason(value) && setReason(value)}
        />
        <div>
          <Button disabled={chosen.length === 0 || form.isSending} onClick={() => setAsking(true)}>
            {action}
          </Button>
        </div>
        <Modal
          open={isAsking}
          onClose={() => setAsking(false)}
          title={say("batches.out.question")}
          primaryAction={{
            content: action,
            destructive: true,
            onAction: () => {
              setAsking(false);
              form.send("not-paid", { chosen: chosenText(chosen), reason });
            },
          }}
          secondaryActions={[{ content: say("shell.action.back"), onAction: () => setAsking(false) }]}
        >
          <Modal.Section>
            <Text as="p">{say("batches.out.body")}</Text>
          </Modal.Section>
        </Modal>
      </BlockStack>
    </Card>
  );
}
