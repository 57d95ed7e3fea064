import { Badge, BlockStack, Card, Text } from "@shopify/polaris";
import type { LogEntryView } from "#app/log/log-entry.ts";
import { Facts } from "../payment/facts.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { AgainCard } from "./again-card.tsx";
import { AttemptsCard } from "./attempts-card.tsx";
import { CausesCard } from "./causes-card.tsx";
import { KIND_WORDS, VERDICT_TONES } from "./log-words.ts";

/** One message: what became of it, why, what it said, and what can be done. */
export function EntryPage({ view }: { view: LogEntryView }) {
  const { say } = useWords();
  const url = useAddress("/app/log", { direction: view.direction });
  return (
    <MerchantPage
      title={say(KIND_WORDS[view.kind])}
      subtitle={say(`log.direction.${view.direction}`)}
      back={{ label: say("log.back"), url }}
      badge={<Badge tone={VERDICT_TONES[view.verdict]}>{say(`log.verdict.${view.verdict}`)}</Badge>}
    >
      <BlockStack gap="400">
        <SummaryCard view={view} />
        {view.verdict === "bad-signature" && <CausesCard causes={view.causes} />}
        <BodyCard fields={view.fields} />
        {view.attempts.length > 0 && <AttemptsCard attempts={view.attempts} />}
        <AgainCard again={view.again} />
      </BlockStack>
    </MerchantPage>
  );
}

function SummaryCard({ view }: { view: LogEntryView }) {
  const words = useWords();
  const { say } = words;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("log.entry.what")}
        </Text>
        <Text as="p">{say(`log.means.${view.verdict}`)}</Text>
        {view.simulated && <Text as="p">{say("log.entry.simulated")}</Text>}
        <Facts facts={factsOf(view, words)} />
        {view.times > 1 && (
          <Text as="p" tone="subdued">
            {say("log.entry.timesBody")}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function factsOf(view: LogEntryView, { say, moment, number }: MerchantWords) {
  const { tookMs, httpStatus, reason, payment, refundId, attemptCount, nextAt, times } = view;
  const isNotice = view.direction === "from-pagoefectivo" && view.verdict === "accepted";
  return [
    { label: say("log.entry.at"), value: moment(view.at) },
    tookMs === null
      ? null
      : {
          label: say(isNotice ? "log.entry.settled" : "log.entry.took"),
          value: say("log.row.ms", { ms: number(tookMs) }),
        },
    httpStatus === null ? null : { label: say("log.entry.status"), value: String(httpStatus) },
    reason === null ? null : { label: say("log.entry.reason"), value: <code>{reason}</code> },
    payment && { label: say("log.entry.payment"), value: <PaymentLink {...payment} /> },
    refundId === null ? null : { label: say("log.entry.refund"), value: <RefundLink id={refundId} /> },
    attemptCount > 1 ? { label: say("log.entry.attempts"), value: number(attemptCount) } : null,
    nextAt === null ? null : { label: say("log.entry.next"), value: moment(nextAt) },
    times > 1 ? { label: say("log.entry.times"), value: number(times) } : null,
  ];
}

function PaymentLink({ id, sessionId }: { id: string; sessionId: string }) {
  return <MerchantLink url={useAddress(`/app/payments/${id}`)}>{sessionId}</MerchantLink>;
}

function RefundLink({ id }: { id: string }) {
  const { say } = useWords();
  return <MerchantLink url={useAddress(`/app/refunds/${id}`)}>{say("log.entry.refundOpen")}</MerchantLink>;
}

function BodyCard({ fields }: { fields: LogEntryView["fields"] }) {
  const { say } = useWords();
  const known = Object.entries(fields);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("log.body.title")}
        </Text>
        <Text as="p" tone="subdued">
          {say("log.body.note")}
        </Text>
        {known.length === 0 ? (
          <Text as="p">{say("log.body.none")}</Text>
        ) : (
          <Facts facts={known.map(([label, value]) => ({ label, value: <code>{value}</code> }))} />
        )}
      </BlockStack>
    </Card>
  );
}
