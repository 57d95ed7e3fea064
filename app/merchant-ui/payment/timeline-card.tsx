import { BlockStack, Card, Text } from "@shopify/polaris";
import { limaDay } from "#app/messages/merchant-moment.ts";
import { clocksOfLine, type TimelineLine } from "#app/payments/timeline.ts";
import { useWords } from "../words.tsx";
import { Technical } from "./technical.tsx";

/** What happened, newest first, day by day of Lima. */
export function TimelineCard({ lines }: { lines: readonly TimelineLine[] }) {
  const { say, date } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {say("detail.timeline.title")}
        </Text>
        {byDay(lines).map(({ day, at, of }) => (
          <BlockStack gap="200" key={day}>
            <Text as="h3" variant="headingSm" tone="subdued">
              {date(at)}
            </Text>
            <ol className="admin-timeline">
              {of.map((line) => (
                <Line key={line.id} line={line} />
              ))}
            </ol>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function Line({ line }: { line: TimelineLine }) {
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

function byDay(lines: readonly TimelineLine[]): { day: string; at: string; of: TimelineLine[] }[] {
  const days: { day: string; at: string; of: TimelineLine[] }[] = [];
  for (const line of lines) {
    const day = limaDay(line.at);
    const last = days.at(-1);
    if (last?.day === day) last.of.push(line);
    else days.push({ day, at: line.at, of: [line] });
  }
  return days;
}
