import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { LogHealth } from "#app/log/log-list.ts";
import { Facts } from "../payment/facts.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

/** How a direction fares; red only while it does not work. */
export function HealthCard({ health }: { health: LogHealth }) {
  const words = useWords();
  const { say, moment } = words;
  const { lastAt, oldestWaiting } = health;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {say("log.health.title")}
          </Text>
          {isFailing(health) ? (
            <Badge tone="critical">{say("log.health.failing")}</Badge>
          ) : (
            <Badge tone="success">{say("log.health.fine")}</Badge>
          )}
        </InlineStack>
        <Facts
          facts={[
            {
              label: say("log.health.last"),
              value: lastAt === null ? say("log.health.none") : moment(lastAt),
            },
            { label: say("log.health.day"), value: dayText(health, words) },
            {
              label: say("log.health.waiting"),
              value:
                oldestWaiting === null
                  ? say("log.health.waitingNone")
                  : say("log.health.waitingSince", { moment: moment(oldestWaiting) }),
            },
          ]}
        />
      </BlockStack>
    </Card>
  );
}

/** One bad message among many is no trouble: anybody may send one to an address that they have found. */
function isFailing({ good, bad }: LogHealth): boolean {
  return bad > 0 && bad >= good;
}

function dayText({ good, bad }: LogHealth, { say, number }: MerchantWords): string {
  if (good + bad === 0) return say("log.health.dayNone");
  return say("log.health.dayValue", { good: number(good), bad: number(bad) });
}
