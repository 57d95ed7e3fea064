import { BlockStack, Card, Text } from "@shopify/polaris";
import type { RefundPageView } from "#app/refunds/refund-page.ts";
import { durationText } from "../home/figures.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { Facts } from "../payment/facts.tsx";
import { Line } from "../payment/messages.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { InBatch } from "./batch/in-batch.tsx";
import { ReceiptCard } from "./batch/receipt-card.tsx";
import { DestinationCard } from "./destination-card.tsx";
import { EndCard } from "./end-card.tsx";
import { LinkCard } from "./link-card.tsx";
import { PayCard } from "./pay-card.tsx";
import { refundMoney } from "./refund-amount.ts";
import { RefundBadges } from "./refund-badges.tsx";

/** One refund: what happened, what to do; the amounts; where the money goes; paying it or saying no; who did what. */
export function RefundPage({ view }: { view: RefundPageView }) {
  const words = useWords();
  const { say } = words;
  const list = useAddress("/app/refunds");
  const may = (act: RefundPageView["acts"][number]) => view.acts.includes(act);
  return (
    <MerchantPage
      title={say("refunds.page.title", { amount: refundMoney(view.amount, words) })}
      subtitle={say("refunds.row.payment", { id: view.payment.sessionId })}
      back={{ label: say("refunds.back"), url: list }}
      badge={<RefundBadges {...view} />}
    >
      <div className="desk-case">
        <SentenceCard view={view} />
        {/* On a phone what can be done comes before all that is known. */}
        <div className="desk-side">
          {(may("approve") || may("pay-out") || may("complete-test")) && <PayCard view={view} />}
          {may("link") && <LinkCard view={view} />}
          {may("refuse") && <EndCard view={view} />}
        </div>
        <BlockStack gap="400">
          <DestinationCard view={view} />
          {view.state === "paid-out" && (view.receipt ?? view.destination) !== null && (
            <ReceiptCard refundId={view.id} receipt={view.receipt} />
          )}
          <TimelinePart view={view} />
        </BlockStack>
      </div>
    </MerchantPage>
  );
}

function SentenceCard({ view }: { view: RefundPageView }) {
  const { say } = useWords();
  const isWaiting = view.state === "details-given" && view.approval.isNeeded;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("refunds.happened")}
          </Text>
          <Text as="p">{say(view.isFromShopify ? "refunds.because.shopify" : "refunds.because.case")}</Text>
        </BlockStack>
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("refunds.do")}
          </Text>
          <Text as="p">{say(`refunds.todo.${isWaiting ? "approval" : view.state}`)}</Text>
        </BlockStack>
        {view.batch && <InBatch batch={view.batch} />}
        <RefundFacts view={view} />
      </BlockStack>
    </Card>
  );
}

function RefundFacts({ view }: { view: RefundPageView }) {
  const words = useWords();
  const { say, shortMoment } = words;
  const age = durationText(Date.parse(view.now) - Date.parse(view.receivedAt), words);
  return (
    <Facts
      facts={[
        ...amountFacts(view, words),
        {
          label: say("refunds.fact.received"),
          value: say("refunds.fact.ageValue", { moment: shortMoment(view.receivedAt), age }),
        },
        { label: say("refunds.fact.payment"), value: <PaymentLink view={view} /> },
        view.caseId !== null && {
          label: say("refunds.fact.case"),
          value: <CaseLink caseId={view.caseId} />,
        },
        ...endFacts(view, words),
      ].filter((fact) => fact !== false)}
    />
  );
}

/** The three amounts that must not be mistaken for each other. */
function amountFacts(view: RefundPageView, words: MerchantWords) {
  const { say, money } = words;
  return [
    {
      label: say("refunds.fact.amount"),
      value: (
        <Text as="span" variant="headingMd">
          {refundMoney(view.amount, words)}
        </Text>
      ),
    },
    { label: say("refunds.fact.paid"), value: money(view.paid) },
    {
      label: say("refunds.fact.givenBack"),
      value: view.givenBack ? money(view.givenBack) : say("refunds.fact.nothing"),
    },
    view.alsoOpen && { label: say("refunds.fact.alsoOpen"), value: money(view.alsoOpen) },
  ];
}

function endFacts(view: RefundPageView, { say, shortMoment, date }: MerchantWords) {
  const { paidOut, refused, report } = view;
  // Noon in Lima: the day is the same wherever it is read.
  const day = paidOut && date(`${paidOut.on}T17:00:00.000Z`);
  return [
    paidOut && { label: say("refunds.fact.paidOutOn"), value: day },
    paidOut?.reference && { label: say("refunds.fact.reference"), value: paidOut.reference },
    paidOut && {
      label: say("refunds.fact.paidOutBy"),
      value: say("detail.timeline.by", { actor: paidOut.by, moment: shortMoment(paidOut.at) }),
    },
    refused?.text && {
      label: say("refunds.fact.refusedBecause"),
      value: <span className="admin-note">{refused.text}</span>,
    },
    report && { label: say("refunds.fact.shopify"), value: say(`refunds.report.${report}`) },
  ].map((fact) => fact || null);
}

function PaymentLink({ view }: { view: RefundPageView }) {
  const { money } = useWords();
  const url = useAddress(`/app/payments/${view.payment.id}`);
  return <MerchantLink url={url}>{`${view.payment.sessionId} · ${money(view.paid)}`}</MerchantLink>;
}

function CaseLink({ caseId }: { caseId: string }) {
  const { say } = useWords();
  return <MerchantLink url={useAddress(`/app/cases/${caseId}`)}>{say("detail.cases.open")}</MerchantLink>;
}

function TimelinePart({ view }: { view: RefundPageView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.history")}
        </Text>
        <ol className="admin-timeline">
          {view.timeline.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}
