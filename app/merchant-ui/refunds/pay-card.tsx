import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import {
  limaDate,
  MOST_REFERENCE_CHARACTERS,
  readPayOut,
  type PayOutFields,
} from "#app/refunds/pay-out-form.ts";
import type { RefundPageView } from "#app/refunds/refund-page.ts";
import { useFieldProblems } from "../field-problems.ts";
import { useWords } from "../words.tsx";
import { refundMoney } from "./refund-amount.ts";
import { RefundAnswerPart } from "./refund-answer.tsx";
import { useRefundForm, type RefundForm } from "./use-refund-form.ts";

/** Agreeing to the payout, and writing down that it was paid. */
export function PayCard({ view }: { view: RefundPageView }) {
  const { say } = useWords();
  const form = useRefundForm(view.version);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.pay.title")}
        </Text>
        {view.isFrozen && (
          <Text as="p" tone="caution">
            {say("refunds.pay.frozen")}
          </Text>
        )}
        <RefundAnswerPart answer={form.answer} />
        {view.acts.includes("complete-test") && <CompleteTest form={form} />}
        {view.acts.includes("approve") && <Approve view={view} form={form} />}
        {view.acts.includes("pay-out") && <PayOut view={view} form={form} />}
      </BlockStack>
    </Card>
  );
}

/** Shopify's reviewers, and whoever tries the app out, move no money. */
function CompleteTest({ form }: { form: RefundForm }) {
  const { say } = useWords();
  return (
    <BlockStack gap="200">
      <Text as="p">{say("refunds.test.body")}</Text>
      <Button variant="primary" onClick={() => form.send("complete-test")} loading={form.isSending}>
        {say("refunds.test.action")}
      </Button>
    </BlockStack>
  );
}

function Approve({ view, form }: { view: RefundPageView; form: RefundForm }) {
  const words = useWords();
  const { say, money } = words;
  const { above } = view.approval;
  const isMine = view.destination?.isMine === true;
  return (
    <BlockStack gap="200">
      <Text as="p">
        {say("refunds.approve.body", { amount: above ? money(above) : refundMoney(view.amount, words) })}
      </Text>
      <Button variant="primary" onClick={() => form.send("approve")} disabled={isMine || form.isSending}>
        {say("refunds.approve.action")}
      </Button>
      {isMine && (
        <Text as="p" tone="subdued" variant="bodySm">
          {say("refunds.refused.own-details")}
        </Text>
      )}
    </BlockStack>
  );
}

function PayOut({ view, form }: { view: RefundPageView; form: RefundForm }) {
  const words = useWords();
  const { say, shortMoment } = words;
  const now = new Date(view.now);
  const [fields, setFields] = useState<PayOutFields>({ paidOn: limaDate(now), reference: "" });
  const read = readPayOut(fields, { receivedAt: new Date(view.receivedAt), now });
  const answer = form.answer?.kind === "fields" ? { ...form.answer, kind: "refused" as const } : null;
  const problems = useFieldProblems(read.kind === "refused" ? read.problems : {}, answer);
  const field = (name: keyof PayOutFields) => ({
    value: fields[name],
    onChange: (value: string) => {
      problems.changed(name);
      setFields((before) => ({ ...before, [name]: value }));
    },
    onBlur: () => problems.left(name),
    error: problems.of(name),
    autoComplete: "off",
  });
  const given = view.approval.given;
  return (
    <BlockStack gap="300">
      {given && (
        <Text as="p">
          {say("refunds.approve.given", { name: given.by, moment: shortMoment(given.at) })}
        </Text>
      )}
      <Text as="p">{say("refunds.pay.body", { amount: refundMoney(view.amount, words) })}</Text>
      <TextField label={say("refunds.pay.date")} type="date" {...field("paidOn")} />
      <TextField
        label={say("refunds.pay.reference")}
        helpText={say("refunds.pay.referenceHelp")}
        maxLength={MOST_REFERENCE_CHARACTERS}
        {...field("reference")}
      />
      <Text as="p" tone="subdued">
        {say(view.isFromShopify ? "refunds.pay.warning" : "refunds.pay.warningCase")}
      </Text>
      <Button
        variant="primary"
        onClick={() => form.send("pay-out", { ...fields })}
        loading={form.isSending}
        disabled={read.kind === "refused"}
      >
        {say("refunds.pay.action")}
      </Button>
    </BlockStack>
  );
}
