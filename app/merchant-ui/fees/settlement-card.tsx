import {
  Badge,
  BlockStack,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import {
  MOST_REFERENCE_CHARACTERS,
  readPayout,
  type PayoutAnswer,
  type PayoutFields,
} from "#app/books/payout-form.ts";
import type { ShownPayout, ShownSettlement } from "#app/books/payouts-view.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { useFieldProblems } from "../field-problems.ts";
import { Facts } from "../payment/facts.tsx";
import { useWords } from "../words.tsx";
import { dayText, signedMoney } from "./fee-words.ts";

interface CardProps {
  settlement: ShownSettlement;
  now: string;
  /** What of this settlement's form was refused. */
  answer: (PayoutAnswer & { kind: "fields" }) | null;
  isSending: boolean;
  onSend: (intent: "paid-out" | "withdraw", fields?: Record<string, string>) => void;
}

/** One settlement: what it pays, and whether that has arrived. */
export function SettlementCard(props: CardProps) {
  const words = useWords();
  const { say } = words;
  const { settlement } = props;
  const { ref, netCentimos, currency, settledOn, payout, namedCentimos } = settlement;
  const name = ref === null ? say("fees.settlement.withoutRef") : say("fees.settlement.ref", { ref });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {name}
          </Text>
          <Badge tone={payout ? "success" : "attention"}>
            {say(payout ? "fees.stage.paid-out" : "fees.payouts.open")}
          </Badge>
        </InlineStack>
        <Facts
          facts={[
            {
              label: say("fees.settlement.net"),
              value:
                netCentimos === null
                  ? say("fees.settlement.noNet")
                  : signedMoney(words, { centimos: netCentimos, currency }),
            },
            settledOn ? { label: say("fees.settlement.day"), value: dayText(words, settledOn) } : null,
            { label: say("fees.settlement.rows"), value: words.number(settlement.rowCount) },
            { label: say("fees.settlement.file"), value: settlement.fileName },
          ]}
        />
        {!payout && namedCentimos > 0 && (
          <Text as="p" tone="caution">
            {say("fees.settlement.part", {
              credited: signedMoney(words, { centimos: namedCentimos, currency }),
            })}
          </Text>
        )}
        {payout ? (
          <PaidOut {...props} payout={payout} name={name} />
        ) : (
          <SayPaidOut {...props} name={name} />
        )}
      </BlockStack>
    </Card>
  );
}

function PaidOut({ payout, isSending, onSend, name }: CardProps & { payout: ShownPayout; name: string }) {
  const words = useWords();
  const { say } = words;
  const day = dayText(words, payout.on);
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p">
        {payout.source === "person"
          ? say("fees.payout.person", { day, name: payout.by ?? "", reference: payout.reference ?? "" })
          : say(`fees.payout.${payout.source}`, {
              day,
              credited: payout.credited ? words.money(payout.credited) : "",
            })}
      </Text>
      <Button
        onClick={() => onSend("withdraw")}
        disabled={isSending}
        accessibilityLabel={say("fees.payout.withdrawOf", { name })}
      >
        {say("fees.payout.withdraw")}
      </Button>
    </BlockStack>
  );
}

/** A person saw the money at the bank, and says when and under which number. */
function SayPaidOut({ now, answer, isSending, onSend, name }: CardProps & { name: string }) {
  const { say } = useWords();
  const today = limaDayOf(new Date(now));
  const [fields, setFields] = useState<PayoutFields>({ paidOutOn: today, reference: "" });
  const read = readPayout({ ...fields }, today);
  const refused = answer && { kind: "refused" as const, problems: answer.problems };
  const problems = useFieldProblems(read.kind === "refused" ? read.problems : {}, refused);
  const field = (field: keyof PayoutFields) => ({
    value: fields[field],
    onChange: (value: string) => {
      problems.changed(field);
      setFields((before) => ({ ...before, [field]: value }));
    },
    onBlur: () => problems.left(field),
    error: problems.of(field),
    autoComplete: "off",
  });
  return (
    <BlockStack gap="300" inlineAlign="start">
      <Text as="p">{say("fees.payout.body")}</Text>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <TextField label={say("fees.payout.day")} type="date" {...field("paidOutOn")} />
        <TextField
          label={say("fees.payout.reference")}
          maxLength={MOST_REFERENCE_CHARACTERS}
          {...field("reference")}
        />
      </InlineGrid>
      <Button
        onClick={() => onSend("paid-out", { ...fields })}
        disabled={isSending || read.kind === "refused"}
        accessibilityLabel={say("fees.payout.actionOf", { name })}
      >
        {say("fees.payout.action")}
      </Button>
    </BlockStack>
  );
}
