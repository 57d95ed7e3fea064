import { BlockStack, Card, Text } from "@shopify/polaris";
import type { ReceivedNotice, ReportedAttempt } from "#app/payments/payment-detail.ts";
import { useWords } from "../words.tsx";
import { Technical } from "./technical.tsx";

/** What we told Shopify and what PagoEfectivo told us, each message as it went. */
export function MessagesCard(props: {
  toShopify: readonly ReportedAttempt[];
  fromPagoEfectivo: readonly ReceivedNotice[];
}) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {say("detail.messages.title")}
        </Text>
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {say("detail.messages.toShopify")}
          </Text>
          {props.toShopify.length === 0 && <Text as="p">{say("detail.messages.nothingTold")}</Text>}
          <ol className="admin-timeline">
            {props.toShopify.map((attempt) => (
              <Attempt key={attempt.id} attempt={attempt} />
            ))}
          </ol>
        </BlockStack>
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {say("detail.messages.fromPagoEfectivo")}
          </Text>
          {props.fromPagoEfectivo.length === 0 && <Text as="p">{say("detail.messages.nothingHeard")}</Text>}
          <ol className="admin-timeline">
            {props.fromPagoEfectivo.map((notice) => (
              <Notice key={notice.id} notice={notice} />
            ))}
          </ol>
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function Attempt({ attempt }: { attempt: ReportedAttempt }) {
  const { say, shortMoment, number } = useWords();
  const answers = { acknowledged: "acknowledged", refused: "refused" } as const;
  const isKnown = attempt.answer === "acknowledged" || attempt.answer === "refused";
  const answer = isKnown ? answers[attempt.answer === "refused" ? "refused" : "acknowledged"] : "failed";
  return (
    <li>
      <Text as="p">
        {say(`detail.report.${attempt.kind}`)} {say(`detail.answer.${answer}`)}
      </Text>
      <Text as="p" tone="subdued" variant="bodySm">
        {say("detail.messages.took", { moment: shortMoment(attempt.at), ms: number(attempt.tookMs) })}
        {attempt.nextAt && ` ${say("detail.messages.next", { moment: shortMoment(attempt.nextAt) })}`}
      </Text>
      <Technical
        label={say("detail.technical.of", { moment: shortMoment(attempt.at) })}
        facts={{ kind: attempt.kind, answer: attempt.answer, at: attempt.at, ms: attempt.tookMs }}
      />
    </li>
  );
}

function Notice({ notice }: { notice: ReceivedNotice }) {
  const { say, shortMoment } = useWords();
  return (
    <li>
      <Text as="p">
        {say(notice.simulated ? "detail.notice.simulated" : eventOf(notice))}{" "}
        {say(`detail.verdict.${notice.state}`)}
      </Text>
      <Text as="p" tone="subdued" variant="bodySm">
        {shortMoment(notice.at)}
      </Text>
      <Technical
        label={say("detail.technical.of", { moment: shortMoment(notice.at) })}
        facts={{ at: notice.at, state: notice.state, ...notice.body }}
      />
    </li>
  );
}

function eventOf(notice: ReceivedNotice) {
  if (notice.eventType === "cip.paid") return "detail.notice.paid";
  return notice.eventType === "cip.expired" ? "detail.notice.expired" : "detail.notice.other";
}
