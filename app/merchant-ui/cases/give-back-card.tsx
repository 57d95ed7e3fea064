import { Banner, BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { toDecimalText, type Money } from "#app/lib/money.ts";
import type { CaseAnswer, CasePageView } from "#app/cases/case-page.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { RefundLine } from "../refunds/refund-line.tsx";
import { useWords } from "../words.tsx";
import { useCaseForm } from "./use-case-form.ts";

/** Giving the money of a case back to the shopper: what is on its way, and opening another refund. */
export function GiveBackCard({ view }: { view: CasePageView }) {
  const { say } = useWords();
  const { list, left, isManual } = view.refunds;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.ofCase.title")}
        </Text>
        {list.map((refund) => (
          <RefundLine key={refund.id} refund={refund} />
        ))}
        {left && isManual && <OpenRefund key={left.centimos} view={view} left={left} />}
        {left && !isManual && <SwitchOn />}
      </BlockStack>
    </Card>
  );
}

function SwitchOn() {
  const { say } = useWords();
  const url = useAddress("/app/refunds/settings");
  return (
    <BlockStack gap="100">
      <Text as="p">{say("refunds.refused.policy-off")}</Text>
      <div>
        <MerchantLink url={url}>{say("refunds.off.settings")}</MerchantLink>
      </div>
    </BlockStack>
  );
}

function OpenRefund({ view, left }: { view: CasePageView; left: Money }) {
  const { say, money } = useWords();
  const form = useCaseForm(view.version);
  const [amount, setAmount] = useState(toDecimalText(left.centimos));
  return (
    <BlockStack gap="200">
      <Text as="p">{say("refunds.ofCase.body", { amount: money(left) })}</Text>
      <TextField
        label={say(`refunds.ofCase.amount.${left.currency}`)}
        inputMode="decimal"
        autoComplete="off"
        value={amount}
        onChange={setAmount}
        error={isAboutAmount(form.answer) && say("refunds.problem.amountOfCase")}
      />
      <Refused answer={form.answer} />
      <Button fullWidth onClick={() => form.send("open-refund", { amount })} loading={form.isSending}>
        {say("refunds.ofCase.open")}
      </Button>
    </BlockStack>
  );
}

function isAboutAmount(answer: CaseAnswer | undefined): boolean {
  return answer?.kind === "refund-refused" && answer.reason === "amount";
}

function Refused({ answer }: { answer: CaseAnswer | undefined }) {
  const { say } = useWords();
  const isRefused = answer?.kind === "refund-refused";
  return (
    <div role="status">
      {isRefused && answer.reason !== "amount" && (
        <Banner tone="warning">{say(`refunds.refused.${answer.reason}`)}</Banner>
      )}
      {answer?.kind === "moved" && <Banner tone="warning">{say("cases.moved.open")}</Banner>}
    </div>
  );
}
