import { BlockStack, Card, Text } from "@shopify/polaris";
import type { LikelyMatch, ShownSlip, SlipsView } from "#app/payments/slip-matches.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { Facts } from "./facts.tsx";

/** What the shopper says of having paid, beside what arrived that it may be about: people compare, nothing is decided here. */
export function SlipsCard({ view }: { view: SlipsView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("detail.slips.title")}
          </Text>
          <Text as="p" tone="subdued">
            {say("detail.slips.body")}
          </Text>
        </BlockStack>
        {view.slips.map((slip) => (
          <SlipFacts key={slip.operationNumber} slip={slip} />
        ))}
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {say("detail.slips.matches.title")}
          </Text>
          {view.matches.length === 0 ? (
            <Text as="p">{say("detail.slips.matches.none")}</Text>
          ) : (
            <ol className="admin-timeline">
              {view.matches.map((match) => (
                <Match key={match.id} match={match} />
              ))}
            </ol>
          )}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function SlipFacts({ slip }: { slip: ShownSlip }) {
  const { say, shortMoment } = useWords();
  const unsaid = say("detail.slips.unsaid");
  const { paidWhere, paidAt } = slip;
  return (
    <Facts
      facts={[
        { label: say("detail.slips.number"), value: slip.operationNumber },
        {
          label: say("detail.slips.where"),
          value: paidWhere === null ? unsaid : say(`detail.slips.place.${paidWhere}`),
        },
        { label: say("detail.slips.when"), value: paidAt === null ? unsaid : shortMoment(paidAt) },
        { label: say("detail.slips.left"), value: shortMoment(slip.leftAt) },
      ]}
    />
  );
}

function Match({ match }: { match: LikelyMatch }) {
  const { say, money, shortMoment } = useWords();
  const arrival = {
    what: say(`detail.slips.of.${match.of}`),
    amount: match.amount ? money(match.amount) : say("detail.slips.noAmount"),
    moment: shortMoment(match.at),
  };
  return (
    <li>
      <Text as="p">{say(`detail.slips.reason.${match.reason}`)}</Text>
      <Text as="p">{say("detail.slips.arrival", arrival)}</Text>
      {match.cip !== null && <Text as="p">{say("detail.slips.cip", { cip: match.cip })}</Text>}
      {match.of === "case" && <CaseLink caseId={match.id} />}
      {match.payment && <PaymentLink payment={match.payment} />}
    </li>
  );
}

function CaseLink({ caseId }: { caseId: string }) {
  const { say } = useWords();
  const url = useAddress(`/app/cases/${caseId}`);
  return (
    <div>
      <MerchantLink url={url}>{say("detail.slips.openCase")}</MerchantLink>
    </div>
  );
}

function PaymentLink({ payment }: { payment: NonNullable<LikelyMatch["payment"]> }) {
  const { say } = useWords();
  const url = useAddress(`/app/payments/${payment.id}`);
  return (
    <div>
      <MerchantLink url={url}>{say("detail.slips.openPayment", { id: payment.sessionId })}</MerchantLink>
    </div>
  );
}
