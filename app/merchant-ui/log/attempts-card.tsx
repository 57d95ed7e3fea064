import { BlockStack, Card, Text } from "@shopify/polaris";
import type { EntryAttempt } from "#app/log/log-entry.ts";
import { durationText } from "../home/figures.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

const MINUTE_MS = 60_000;

/** Every time that Shopify was told, and how long was waited in between. */
export function AttemptsCard({ attempts }: { attempts: readonly EntryAttempt[] }) {
  const words = useWords();
  const { say, moment, number } = words;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("log.attempts.title")}
        </Text>
        <ol className="admin-timeline">
          {attempts.map((attempt) => (
            <li key={attempt.at}>
              <Text as="p">
                {say(attempt.answer === "acknowledged" ? "log.verdict.accepted" : "log.verdict.failed")}
                {attempt.answer !== "acknowledged" && (
                  <>
                    {" · "}
                    <code>{attempt.why ?? attempt.answer}</code>
                  </>
                )}
              </Text>
              <p className="desk-facts">
                <span>{moment(attempt.at)}</span>
                <span>{say("log.row.ms", { ms: number(attempt.tookMs) })}</span>
                {attempt.waitedMs !== null && (
                  <span>{say("log.attempts.waited", { wait: waitText(attempt.waitedMs, words) })}</span>
                )}
              </p>
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

function waitText(ms: number, words: MerchantWords): string {
  if (ms >= MINUTE_MS) return durationText(ms, words);
  return words.say("log.attempts.seconds", { seconds: words.number(Math.round(ms / 1_000)) });
}
