import {
  BlockStack,
  Card,
  Checkbox,
  ChoiceList,
  InlineGrid,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import { CYCLE_CHOICES, REFUNDED_CHOICES } from "#app/books/fee-terms-form.ts";
import { PAYOUT_WEEKDAYS } from "#app/books/fee-terms.ts";
import { useWords } from "../words.tsx";
import { feeField, type FeeInputs } from "./fee-inputs.ts";

function ContractCard(props: { title: string; body?: string; children: ReactNode }) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {props.title}
          </Text>
          {props.body !== undefined && (
            <Text as="p" tone="subdued">
              {props.body}
            </Text>
          )}
        </BlockStack>
        {props.children}
      </BlockStack>
    </Card>
  );
}

/** When PagoEfectivo pays what was collected. */
export function CycleCard({ inputs }: { inputs: FeeInputs }) {
  const { say } = useWords();
  const { cycle, cycleWeekday } = inputs.fields;
  return (
    <ContractCard title={say("fees.cycle.title")} body={say("fees.cycle.body")}>
      <ChoiceList
        title={say("fees.cycle.title")}
        titleHidden
        choices={CYCLE_CHOICES.map((value) => ({ value, label: say(`fees.cycle.${value}`) }))}
        selected={[cycle]}
        onChange={([chosen = ""]) => inputs.set("cycle", chosen)}
        error={inputs.problems.of("cycle") || ""}
      />
      {cycle === "business-days" && (
        <TextField
          label={say("fees.cycle.days")}
          helpText={say("fees.cycle.daysHelp")}
          inputMode="numeric"
          {...feeField(inputs, "cycleDays")}
        />
      )}
      {cycle === "weekly" && (
        <Select
          label={say("fees.cycle.weekday")}
          helpText={say("fees.cycle.weekdayHelp")}
          options={PAYOUT_WEEKDAYS.map((day) => ({
            value: String(day),
            label: say(`fees.weekday.${day}`),
          }))}
          value={cycleWeekday}
          onChange={(value) => inputs.set("cycleWeekday", value)}
        />
      )}
    </ContractCard>
  );
}

/** Whether the money comes in another currency than it was paid in. */
export function ConversionCard({ inputs }: { inputs: FeeInputs }) {
  const { say } = useWords();
  const into = inputs.fields.currency === "USD" ? "PEN" : "USD";
  return (
    <ContractCard title={say("fees.conversion.title")}>
      <Checkbox
        label={say(`fees.conversion.into.${into}`)}
        checked={inputs.fields.converts === "yes"}
        onChange={(isChecked) => inputs.set("converts", isChecked ? "yes" : "no")}
      />
      {inputs.fields.converts === "yes" && (
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <TextField
            label={say("fees.conversion.charge")}
            helpText={say("fees.charge.emptyHelp")}
            inputMode="decimal"
            suffix="%"
            {...feeField(inputs, "conversionCharge")}
          />
          <TextField
            label={say("fees.conversion.rate")}
            helpText={say("fees.conversion.rateHelp")}
            inputMode="decimal"
            {...feeField(inputs, "conversionRate")}
          />
        </InlineGrid>
      )}
    </ContractCard>
  );
}

/** What becomes of the fee when the money goes back to the shopper. */
export function RefundedCard({ inputs }: { inputs: FeeInputs }) {
  const { say } = useWords();
  return (
    <ContractCard title={say("fees.refunded.title")}>
      <ChoiceList
        title={say("fees.refunded.title")}
        titleHidden
        choices={REFUNDED_CHOICES.map((value) => ({ value, label: say(`fees.refunded.${value}`) }))}
        selected={[inputs.fields.refunded]}
        onChange={([chosen = ""]) => inputs.set("refunded", chosen)}
        error={inputs.problems.of("refunded") || ""}
      />
    </ContractCard>
  );
}

/** The least of a month, and how exact a settlement has to be. */
export function MonthlyCard({ inputs }: { inputs: FeeInputs }) {
  const { say } = useWords();
  const { currency } = inputs.fields;
  return (
    <ContractCard title={say("fees.monthly.title")}>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <TextField
          label={say("fees.monthly.label", { currency })}
          helpText={say("fees.monthly.help")}
          inputMode="decimal"
          {...feeField(inputs, "monthlyMinimum")}
        />
        <TextField
          label={say("fees.tolerance.label")}
          helpText={say("fees.tolerance.help")}
          inputMode="numeric"
          {...feeField(inputs, "tolerance")}
        />
      </InlineGrid>
    </ContractCard>
  );
}
