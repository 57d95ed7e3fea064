import { BlockStack, Box, TextField, Text } from "@shopify/polaris";
import { useState } from "react";
import { convertedNet, expectedFee } from "#app/books/expected-fee.ts";
import type { FeeTerms } from "#app/books/fee-terms.ts";
import { expectedPayoutDay } from "#app/books/payout-day.ts";
import { readAmount } from "#app/payments/rules-form.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { dayText, signedMoney } from "./fee-words.ts";
import type { FeeInputs } from "./fee-inputs.ts";

/** What the typed terms do to one payment that is made now. */
export function WorkedExample({ inputs, now }: { inputs: FeeInputs; now: string }) {
  const words = useWords();
  const { say } = words;
  const [typed, setTyped] = useState("100.00");
  const amountCentimos = readAmount(typed);
  const { terms } = inputs;
  const lines =
    terms && amountCentimos !== null
      ? exampleLines(words, { terms, amountCentimos, now })
      : [say("fees.worked.unclear")];
  return (
    <Box background="bg-surface-secondary" padding="400" borderRadius="200">
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {say("fees.worked.title")}
        </Text>
        <TextField
          label={say("fees.worked.amount", { currency: inputs.fields.currency })}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={setTyped}
        />
        <div role="status">
          <BlockStack gap="100">
            {lines.map((line) => (
              <Text as="p" key={line}>
                {line}
              </Text>
            ))}
          </BlockStack>
        </div>
      </BlockStack>
    </Box>
  );
}

function exampleLines(
  words: MerchantWords,
  { terms, amountCentimos, now }: { terms: FeeTerms; amountCentimos: number; now: string },
): string[] {
  const { say } = words;
  const { currency } = terms;
  const { feeCentimos, igvCentimos, netCentimos } = expectedFee(terms, { amountCentimos, currency });
  const text = (centimos: number) => signedMoney(words, { centimos, currency });
  const converted = convertedNet(terms, netCentimos);
  const day = expectedPayoutDay(terms, now);
  return [
    say("fees.worked.fee", { fee: text(feeCentimos), igv: text(igvCentimos) }),
    say("fees.worked.net", { net: text(netCentimos) }),
    ...(terms.conversion
      ? [
          converted
            ? say("fees.worked.converted", { net: signedMoney(words, converted) })
            : say("fees.worked.unconverted"),
        ]
      : []),
    day === null ? say("fees.worked.noDay") : say("fees.worked.day", { day: dayText(words, day) }),
  ];
}
