import { Text } from "@shopify/polaris";
import type { ReceivedNotice, ReportedAttempt } from "#app/payments/payment-detail.ts";
import { clocksOfLine, type TimelineLine } from "#app/payments/timeline.ts";
import { useWords } from "../words.tsx";
import { Technical } from "./technical.tsx";

/** One message as it went to Shopify. */
export function Attempt({ attempt }: { attempt: ReportedAttempt }) {
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

/** One message as it came from PagoEfectivo. */
export function Notice({ notice }: { notice: ReceivedNotice }) {
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

/** One line of a payment's story. */
export function Line({ line }: { line: TimelineLine }) {
  const { say, shortMoment } = useWords();
  const clocks = clocksOfLine(line);
  const actor = line.person ?? say(`detail.actor.${line.actor}`);
  return (
    <li>
      <Text as="p">{say(`detail.event.${line.kind}`)}</Text>
      {clocks && (
        <Text as="p">
          {say("detail.timeline.clocks", {
            expires: shortMoment(clocks.expiresAt),
            ends: shortMoment(clocks.endsAt),
          })}
        </Text>
      )}
      <Text as="p" tone="subdued" variant="bodySm">
        {say("detail.timeline.by", { actor, moment: shortMoment(line.at) })}
      </Text>
      <Technical
        label={say("detail.technical.of", { moment: shortMoment(line.at) })}
        facts={{
          event: line.event,
          at: line.at,
          ...(line.codeId && { transactionCode: line.codeId }),
          ...line.detail,
        }}
      />
    </li>
  );
}
