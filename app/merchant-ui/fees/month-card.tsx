import { BlockStack, Card, Text } from "@shopify/polaris";
import type { MonthFees } from "#app/books/fee-month.ts";
import { Facts } from "../payment/facts.tsx";
import { useWords } from "../words.tsx";
import { signedMoney } from "./fee-words.ts";

/** What this month's payments cost so far, and what is lacking of the monthly minimum. */
export function MonthCard({ month }: { month: MonthFees }) {
  const words = useWords();
  const { say } = words;
  const { currency, surcharge } = month;
  const text = (centimos: number) => signedMoney(words, { centimos, currency });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("fees.month.title", { currency: say(`rules.bands.currency.${currency}`) })}
        </Text>
        {month.withoutTerms > 0 && (
          <Text as="p">{say("fees.month.unknown", { count: month.withoutTerms })}</Text>
        )}
        {month.count > 0 && (
          <Facts
            facts={[
              { label: say("fees.month.paid", { count: month.count }), value: text(month.amountCentimos) },
              { label: say("fees.word.fee"), value: text(month.feeCentimos) },
              { label: say("fees.word.igv"), value: text(month.igvCentimos) },
              { label: say("fees.word.net"), value: text(month.netCentimos) },
            ]}
          />
        )}
        {surcharge && surcharge.feeCentimos > 0 && (
          <Text as="p">
            {say("fees.month.surcharge", {
              surcharge: text(surcharge.feeCentimos),
              igv: text(surcharge.igvCentimos),
            })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
