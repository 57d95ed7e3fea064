import { BlockStack, Card, Text } from "@shopify/polaris";
import type { CasePageView, Receipt } from "#app/cases/case-page.ts";
import { isAnswerWord, isReportWord } from "#app/cases/dead-letters.ts";
import { Facts } from "../payment/facts.tsx";
import { Attempt, Line, Notice } from "../payment/messages.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

/** What is known, in words; as it is stored, behind a word. */
export function EvidenceCard({ view }: { view: CasePageView }) {
  const words = useWords();
  const { say } = words;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {say("cases.evidence.title")}
        </Text>
        <Facts facts={evidenceFacts(view, words)} />
        {view.receipts.length > 0 && <Receipts receipts={view.receipts} />}
        {view.notice && (
          <Part title={say("cases.notice.title")} isEmpty={false}>
            <Notice notice={view.notice} />
          </Part>
        )}
        {view.payment && (
          <>
            <Part
              title={say("cases.lookUps.title")}
              none={say("cases.lookUps.none")}
              isEmpty={view.lookUps.length === 0}
            >
              {view.lookUps.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </Part>
            <Part
              title={say("cases.shopify.title")}
              none={say("cases.shopify.none")}
              isEmpty={view.toShopify.length === 0}
            >
              {view.toShopify.map((attempt) => (
                <Attempt key={attempt.id} attempt={attempt} />
              ))}
            </Part>
          </>
        )}
        <details className="admin-technical">
          <summary>{say("cases.raw.title")}</summary>
          {/* Long lines scroll sideways in their own box, which a keyboard must reach. */}
          <pre className="desk-raw" tabIndex={0} role="region" aria-label={say("cases.raw.title")}>
            {view.raw}
          </pre>
        </details>
      </BlockStack>
    </Card>
  );
}

function Part(props: { title: string; none?: string; isEmpty: boolean; children: React.ReactNode }) {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {props.title}
      </Text>
      {props.isEmpty ? (
        <Text as="p">{props.none}</Text>
      ) : (
        <ol className="admin-timeline">{props.children}</ol>
      )}
    </BlockStack>
  );
}

/** Side by side where there is room: two payments of one checkout are told apart by comparing them. */
function Receipts({ receipts }: { receipts: readonly Receipt[] }) {
  const words = useWords();
  const { say } = words;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {say("cases.receipts.title")}
      </Text>
      <Text as="p" tone="subdued">
        {say("cases.receipts.body")}
      </Text>
      <div className="desk-receipts">
        {receipts.map((receipt) => (
          <section key={receipt.cip ?? receipt.paidAt} className="desk-receipt">
            {receipt.is !== "other" && (
              <Text as="h4" variant="headingSm">
                {say(receipt.is === "case" ? "cases.receipts.ofCase" : "cases.receipts.ofOrder")}
              </Text>
            )}
            <Facts facts={receiptFacts(receipt, words)} />
          </section>
        ))}
      </div>
    </BlockStack>
  );
}

function receiptFacts(receipt: Receipt, { say, money, shortMoment }: MerchantWords) {
  const unknown = say("cases.receipts.unknown");
  const moment = (at: string | null) => (at === null ? unknown : shortMoment(at));
  return [
    { label: say("cases.receipts.cip"), value: receipt.cip ?? unknown },
    { label: say("cases.receipts.amount"), value: receipt.amount ? money(receipt.amount) : unknown },
    { label: say("cases.receipts.paidAt"), value: moment(receipt.paidAt) },
    { label: say("cases.receipts.looked"), value: moment(receipt.lookedUpAt) },
    { label: say("cases.receipts.operation"), value: receipt.operationNumber ?? unknown },
    receipt.sessionId === null ? null : { label: say("cases.receipts.payment"), value: receipt.sessionId },
  ];
}

function evidenceFacts(view: CasePageView, { say, money, number, shortMoment }: MerchantWords) {
  const { told, codeState, statusName, found, why, report, attempts, shopLeftAt, unanswered } = view.facts;
  return [
    told && { label: say("cases.fact.told"), value: say(`cases.told.${told}`) },
    codeState && { label: say("cases.fact.codeState"), value: say(`cases.code.${codeState}`) },
    statusName === null ? null : { label: say("cases.fact.statusName"), value: statusName },
    found && { label: say("cases.fact.found"), value: money(found) },
    isReportWord(report)
      ? { label: say("cases.fact.report"), value: say(`desk.reports.what.${report}`) }
      : null,
    attempts === null ? null : { label: say("cases.fact.attempts"), value: number(attempts) },
    why === null
      ? null
      : { label: say("cases.fact.why"), value: isAnswerWord(why) ? say(`desk.answer.${why}`) : why },
    shopLeftAt === null || Number.isNaN(Date.parse(shopLeftAt))
      ? null
      : { label: say("cases.fact.shopLeftAt"), value: shortMoment(new Date(shopLeftAt).toISOString()) },
    unanswered.length === 0 ? null : { label: say("cases.fact.unanswered"), value: unanswered.join(", ") },
    view.times > 1 ? { label: say("cases.fact.times"), value: number(view.times) } : null,
  ];
}
