import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, Text } from "@shopify/polaris";
import type { AgainAnswer, LogEntryView } from "#app/log/log-entry.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { ActAnswer } from "../payment/act-answer.tsx";
import { useWords } from "../words.tsx";

/** Processes the message again, saying before what that does, or why there is nothing to process. */
export function AgainCard({ again }: Pick<LogEntryView, "again">) {
  const { say } = useWords();
  const { csrf } = useAdminFrame();
  const fetcher = useFetcher<AgainAnswer>();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("log.again.title")}
        </Text>
        {"not" in again ? (
          <Text as="p">{say(`log.again.not.${again.not}`)}</Text>
        ) : (
          <>
            <Text as="p">{say(`log.again.${again.effect}`)}</Text>
            <div>
              <Button
                loading={fetcher.state !== "idle"}
                onClick={() => fetcher.submit({ intent: "again", csrf }, { method: "post" })}
              >
                {say("log.again.action")}
              </Button>
            </div>
          </>
        )}
        <Answer answer={fetcher.data} />
      </BlockStack>
    </Card>
  );
}

function Answer({ answer }: { answer: AgainAnswer | undefined }) {
  const { say } = useWords();
  if (answer?.kind === "looked-up") return <ActAnswer answer={answer.answer} />;
  return (
    <div role="status">
      {answer?.kind === "not-again" && (
        <Banner tone="warning">{say(`log.again.not.${answer.reason}`)}</Banner>
      )}
      {answer?.kind === "applied" && (
        <Banner tone={answer.verdict === "waiting" ? "info" : "success"}>
          {say(answer.verdict === "waiting" ? "log.again.did.stillWaiting" : "log.again.did.applied")}
        </Banner>
      )}
      {answer?.kind === "sent" && (
        <Banner tone={answer.outcome === "refused" ? "warning" : "success"}>
          {say(`log.again.did.${answer.outcome}`)}
        </Banner>
      )}
    </div>
  );
}
