import { BlockStack, Card, Text } from "@shopify/polaris";
import type { PaymentMoney } from "#app/books/payment-money.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { dayText, signedMoney } from "../fees/fee-words.ts";
import { useWords } from "../words.tsx";
import { Facts } from "./facts.tsx";

/** Three facts of three sources: paid, by PagoEfectivo's look-up; settled, by a settlement; paid out, by the bank or a person. */
export function MoneyCard({ money }: { money: PaymentMoney }) {
  const { say, moment } = useWords();
  const fees = useAddress("/app/books/fees");
  const { paidAt, expected, settled } = money;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {say("fees.money.title")}
        </Text>
        <Facts
          facts={[
            {
              label: say("fees.money.paid"),
              value: paidAt === null ? say("fees.money.notPaid") : moment(paidAt),
            },
            settled.length === 0
              ? { label: say("fees.money.settled"), value: say("fees.money.notSettled") }
              : null,
            settled.every(({ payout }) => payout === null)
              ? { label: say("fees.money.paidOut"), value: say("fees.money.notPaidOut") }
              : null,
          ]}
        />
        {settled.map((row) => (
          <SettledFacts key={`${row.fileName} ${row.line}`} row={row} />
        ))}
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {say(paidAt === null ? "fees.money.expectedIfPaid" : "fees.money.expected")}
          </Text>
          {expected ? (
            <ExpectedFacts expected={expected} currency={money.amount.currency} isPaid={paidAt !== null} />
          ) : (
            <Text as="p">{say("fees.money.unknown")}</Text>
          )}
          <div>
            <MerchantLink url={fees}>{say("fees.money.toFees")}</MerchantLink>
          </div>
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function ExpectedFacts(props: {
  expected: NonNullable<PaymentMoney["expected"]>;
  currency: PaymentMoney["amount"]["currency"];
  isPaid: boolean;
}) {
  const words = useWords();
  const { say } = words;
  const { expected, currency } = props;
  const { converted, payoutDay } = expected;
  const text = (centimos: number) => signedMoney(words, { centimos, currency });
  return (
    <Facts
      facts={[
        { label: say("fees.word.fee"), value: text(expected.feeCentimos) },
        { label: say("fees.word.igv"), value: text(expected.igvCentimos) },
        { label: say("fees.word.net"), value: text(expected.netCentimos) },
        converted ? { label: say("fees.word.converted"), value: signedMoney(words, converted) } : null,
        props.isPaid
          ? {
              label: say("fees.word.payoutDay"),
              value: payoutDay === null ? say("fees.cycle.unknownText") : dayText(words, payoutDay),
            }
          : null,
      ]}
    />
  );
}

function SettledFacts({ row }: { row: PaymentMoney["settled"][number] }) {
  const words = useWords();
  const { say } = words;
  const { currency, settledOn, settlementRef, payout, difference } = row;
  const amount = (label: string, centimos: number | null) =>
    centimos === null ? null : { label, value: signedMoney(words, { centimos, currency }) };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {settlementRef === null
          ? say("fees.money.inFile", { file: row.fileName })
          : say("fees.settlement.ref", { ref: settlementRef })}
      </Text>
      <Facts
        facts={[
          {
            label: say("fees.money.settled"),
            value: settledOn === null ? say("fees.money.withoutDay") : dayText(words, settledOn),
          },
          amount(say("fees.word.amount"), row.amountCentimos),
          amount(say("fees.word.fee"), row.feeCentimos),
          amount(say("fees.word.igv"), row.igvCentimos),
          amount(say("fees.word.net"), row.netCentimos),
          payout
            ? {
                label: say("fees.money.paidOut"),
                value:
                  payout.reference === null
                    ? dayText(words, payout.on)
                    : say("fees.money.paidOutUnder", {
                        day: dayText(words, payout.on),
                        reference: payout.reference,
                      }),
              }
            : null,
        ]}
      />
      {difference && <Text as="p">{say(`fees.difference.${difference.kind}`)}</Text>}
    </BlockStack>
  );
}
