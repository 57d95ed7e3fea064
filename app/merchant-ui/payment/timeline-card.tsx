import { BlockStack, Card, Text } from "@shopify/polaris";
import { limaDay } from "#app/messages/merchant-moment.ts";
import type { TimelineLine } from "#app/payments/timeline.ts";
import { useWords } from "../words.tsx";
import { Line } from "./messages.tsx";

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
