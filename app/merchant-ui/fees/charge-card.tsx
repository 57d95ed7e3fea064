import { BlockStack, Button, Card, InlineGrid, Text, TextField } from "@shopify/polaris";
import { PUBLISHED_EXAMPLE } from "#app/books/fee-terms.ts";
import { useWords } from "../words.tsx";
import { feeField, type FeeInputs } from "./fee-inputs.ts";

/** What one payment costs. A reseller's published price is offered as an example, on a press: never as the merchant's own. */
export function ChargeCard({ inputs, onExample }: { inputs: FeeInputs; onExample: () => void }) {
  const { say } = useWords();
  const { currency } = inputs.fields;
  const isEmpty = inputs.fields.percent === "";
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("fees.charge.title")}
          </Text>
          <Text as="p" tone="subdued">
            {say("fees.charge.body")}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <TextField
            label={say("fees.charge.percentLabel")}
            inputMode="decimal"
            suffix="%"
            {...feeField(inputs, "percent")}
          />
          <TextField
            label={say("fees.charge.fixedLabel", { currency })}
            helpText={say("fees.charge.emptyHelp")}
            inputMode="decimal"
            {...feeField(inputs, "fixed")}
          />
          <TextField
            label={say("fees.charge.minimumLabel", { currency })}
            helpText={say("fees.charge.minimumHelp")}
            inputMode="decimal"
            {...feeField(inputs, "minimum")}
          />
          <TextField
            label={say("fees.charge.igvLabel")}
            helpText={say("fees.charge.igvHelp")}
            inputMode="decimal"
            suffix="%"
            {...feeField(inputs, "igv")}
          />
        </InlineGrid>
        {isEmpty && (
          <BlockStack gap="100" inlineAlign="start">
            <Text as="p">{say("fees.example.body", { by: PUBLISHED_EXAMPLE.by })}</Text>
            <Button onClick={onExample}>{say("fees.example.action", { by: PUBLISHED_EXAMPLE.by })}</Button>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
