import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { CasePageView } from "#app/cases/case-page.ts";
import type { SlipsView } from "#app/payments/slip-matches.ts";
import { durationText } from "../home/figures.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { Facts } from "../payment/facts.tsx";
import { SlipsCard } from "../payment/slips-card.tsx";
import { useWords } from "../words.tsx";
import { AnswersCard } from "./answers-card.tsx";
import { EvidenceCard } from "./evidence-card.tsx";
import { GiveBackCard } from "./give-back-card.tsx";
import { HistoryCard } from "./history-card.tsx";

/** One case: what happened, why, what to do; the evidence; the answers; who did what. */
export function CasePage({ view, slips = null }: { view: CasePageView; slips?: SlipsView | null }) {
  const { say } = useWords();
  const list = useAddress("/app/cases");
  return (
    <MerchantPage
      title={say(`cases.what.${view.kind}`)}
      back={{ label: say("cases.back"), url: list }}
      badge={
        <InlineStack gap="200">
          <Badge tone={view.isOpen ? "attention" : "success"}>
            {say(view.isOpen ? "cases.badge.open" : "cases.badge.closed")}
          </Badge>
          {view.payment?.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
        </InlineStack>
      }
    >
      <div className="desk-case">
        <SentenceCard view={view} />
        {/* On a phone what can be done comes before all that is known. */}
        <div className="desk-side">
          <AnswersCard view={view} />
          {(view.refunds.left || view.refunds.list.length > 0) && <GiveBackCard view={view} />}
          <HistoryCard view={view} />
        </div>
        <BlockStack gap="400">
          {slips && <SlipsCard view={slips} />}
          <EvidenceCard view={view} />
        </BlockStack>
      </div>
    </MerchantPage>
  );
}

function SentenceCard({ view }: { view: CasePageView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("cases.happened")}
          </Text>
          <Text as="p">{say(`cases.because.${view.kind}`)}</Text>
        </BlockStack>
        {view.isOpen && (
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {say("cases.do")}
            </Text>
            <Text as="p">{say(`cases.todo.${view.kind}`)}</Text>
          </BlockStack>
        )}
        <CaseFacts view={view} />
      </BlockStack>
    </Card>
  );
}

function CaseFacts({ view }: { view: CasePageView }) {
  const words = useWords();
  const { say, money, shortMoment } = words;
  const age = durationText(Date.parse(view.now) - Date.parse(view.openedAt), words);
  const { closed } = view;
  return (
    <Facts
      facts={[
        {
          label: say(closed && view.held ? "cases.money" : "cases.held"),
          value: view.held ? (
            <Text as="span" variant="headingMd">
              {money(view.held)}
            </Text>
          ) : (
            say("cases.row.noMoney")
          ),
        },
        {
          label: say("cases.age"),
          value: say("cases.ageValue", { moment: shortMoment(view.openedAt), age }),
        },
        { label: say("cases.owner"), value: view.owner?.name ?? say("cases.row.noOwner") },
        closed && {
          label: say("cases.close.how"),
          value: `${say(`cases.ending.${closed.ending ?? "answered"}`)} · ${shortMoment(closed.at)}`,
        },
        view.payment && {
          label: say("cases.payment"),
          value: <PaymentLink payment={view.payment} />,
        },
      ]}
    />
  );
}

function PaymentLink({ payment }: { payment: NonNullable<CasePageView["payment"]> }) {
  const { money } = useWords();
  const url = useAddress(`/app/payments/${payment.id}`);
  return <MerchantLink url={url}>{`${payment.sessionId} · ${money(payment.amount)}`}</MerchantLink>;
}
