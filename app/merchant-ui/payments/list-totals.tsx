import { useFetcher } from "@remix-run/react";
import { BlockStack, Box, Button, Card, DataTable, Text } from "@shopify/polaris";
import { useEffect } from "react";
import type { PaymentList } from "#app/payments/payment-list.ts";
import type { MoneyTotals } from "#app/payments/payment-money.ts";
import { useWords } from "../words.tsx";
import { useListAddress } from "./list-address.ts";

const FACTS = ["listed", "paid", "settled", "paidOut"] as const;

/**
 * What all payments of the list add up to, and how far their money has come. Asked for by itself: a list of all payments is there before
 * they are added up. Of many only on a press.
 */
export function ListTotals({ list }: { list: PaymentList }) {
  const { say } = useWords();
  const { totalsAddress } = useListAddress();
  const url = totalsAddress(list.filter);
  const fetcher = useFetcher<{ totals: MoneyTotals[] }>({ key: url });
  const isIdle = fetcher.state === "idle" && fetcher.data === undefined;
  useEffect(() => {
    if (list.isExact && isIdle) fetcher.load(url);
  }, [url, list.isExact]);
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          {say("fees.totals.title")}
        </Text>
        <div role="status">{fetcher.data && <Totals totals={fetcher.data.totals} />}</div>
        {!fetcher.data && (
          <Button onClick={() => fetcher.load(url)} loading={fetcher.state !== "idle"}>
            {say("fees.totals.action")}
          </Button>
        )}
      </BlockStack>
    </Card>
  );
}

function Totals({ totals }: { totals: readonly MoneyTotals[] }) {
  const { say, money, number } = useWords();
  return (
    <BlockStack gap="300">
      {totals.map((total) => (
        <Box key={total.currency}>
          <DataTable
            columnContentTypes={["text", "numeric", "numeric"]}
            headings={[
              say(`rules.bands.currency.${total.currency}`),
              say("fees.totals.count"),
              say("fees.totals.sum"),
            ]}
            rows={FACTS.map((fact) => [
              say(`fees.totals.${fact}`),
              number(total[fact].count),
              money({ centimos: total[fact].centimos, currency: total.currency }),
            ])}
          />
        </Box>
      ))}
    </BlockStack>
  );
}
