import { BlockStack, Card, InlineGrid, Select, Text, TextField } from "@shopify/polaris";
import { CURRENCIES } from "#app/lib/money.ts";
import { useWords } from "../words.tsx";
import { feeField, type FeeInputs } from "./fee-inputs.ts";

/** Of which money and from which day the terms are. */
export function WhichCard({ inputs, isChange }: { inputs: FeeInputs; isChange: boolean }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say(isChange ? "fees.which.change" : "fees.which.add")}
          </Text>
          <Text as="p" tone="subdued">
            {say("fees.which.body")}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <Select
            label={say("fees.which.currency")}
            options={CURRENCIES.map((value) => ({ value, label: say(`rules.bands.currency.${value}`) }))}
            value={inputs.fields.currency}
            onChange={(value) => inputs.set("currency", value)}
          />
          <TextField label={say("fees.which.from")} type="date" {...feeField(inputs, "validFrom")} />
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
