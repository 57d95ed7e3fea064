import { BlockStack, Card, Text } from "@shopify/polaris";
import { termsFor } from "#app/books/fee-terms.ts";
import type { FeesView } from "#app/books/fees-view.ts";
import { CURRENCIES } from "#app/lib/money.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { Facts } from "../payment/facts.tsx";
import { useWords } from "../words.tsx";
import { chargeText, cycleText } from "./fee-words.ts";

/** What holds today, in each currency; where nobody has typed anything, that it is not known. */
export function InForceCard({ view }: { view: FeesView }) {
  const words = useWords();
  const { say } = words;
  const day = limaDayOf(new Date(view.now));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("fees.today.title")}
        </Text>
        <Facts
          facts={CURRENCIES.map((currency) => {
            const terms = termsFor(view.terms, { day, currency });
            const label = say(`rules.bands.currency.${currency}`);
            if (!terms) return { label, value: say("fees.today.unknown") };
            return { label, value: `${chargeText(words, terms)}. ${cycleText(words, terms.cycle)}` };
          })}
        />
      </BlockStack>
    </Card>
  );
}
