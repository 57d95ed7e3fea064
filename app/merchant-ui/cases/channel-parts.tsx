import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Text } from "@shopify/polaris";
import {
  alertFault,
  type AlertChannel,
  type ChannelView,
  type DeskPress,
  type DeskSettingsView,
} from "#app/cases/desk-settings.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { CopyField } from "../connect/copy-field.tsx";
import { useWords, type MerchantWords } from "../words.tsx";

function useDeskPress() {
  const fetcher = useFetcher<DeskPress>();
  const { csrf } = useAdminFrame();
  return {
    press: (intent: string) => fetcher.submit({ intent, csrf }, { method: "post" }),
    isBusy: fetcher.state !== "idle",
    answer: fetcher.data,
  };
}

/** What became of alerts by one way lately. */
export function ChannelStatus({ channel }: { channel: ChannelView }) {
  const words = useWords();
  const { say, shortMoment } = words;
  const { lastSentAt, lastProblem, waiting } = channel;
  return (
    <BlockStack gap="100">
      <Text as="p" tone="subdued">
        {lastSentAt === null
          ? say("desk.channel.never")
          : say("desk.channel.sent", { moment: shortMoment(lastSentAt) })}
      </Text>
      {lastProblem && (
        <Text as="p" tone="caution">
          {say("desk.channel.problem", {
            moment: shortMoment(lastProblem.at),
            problem: faultText(lastProblem.problem, words),
          })}
        </Text>
      )}
      {waiting > 0 && (
        <Text as="p" tone="subdued">
          {say("desk.channel.waiting", { count: waiting })}
        </Text>
      )}
    </BlockStack>
  );
}

/** Tries one way out, with what is saved. */
export function TestButton({ channel, isDirty }: { channel: AlertChannel; isDirty: boolean }) {
  const words = useWords();
  const { say } = words;
  const { press, isBusy, answer } = useDeskPress();
  return (
    <BlockStack gap="200">
      <div role="status" className="desk-status">
        {!isBusy && answer && <PressAnswer answer={answer} />}
      </div>
      <div>
        <Button onClick={() => press(`test-${channel}`)} loading={isBusy} disabled={isDirty}>
          {say(`desk.${channel}.test`)}
        </Button>
      </div>
      {isDirty && (
        <Text as="p" tone="subdued" variant="bodySm">
          {say("desk.webhook.saveFirst")}
        </Text>
      )}
    </BlockStack>
  );
}

function PressAnswer({ answer }: { answer: DeskPress }) {
  const words = useWords();
  const { say } = words;
  switch (answer.kind) {
    case "tested":
      return answer.problem === null ? (
        <Banner tone="success">{say("desk.press.ok")}</Banner>
      ) : (
        <Banner tone="warning">
          {say("desk.press.failed", { problem: faultText(answer.problem, words) })}
        </Banner>
      );
    case "press-refused":
      return <Banner tone="warning">{say(`desk.press.${answer.reason}`)}</Banner>;
    case "secret":
      return null;
  }
}

/** The secret is in the answer to this press, and nowhere else. */
export function SecretPart({ secret }: { secret: DeskSettingsView["secret"] }) {
  const { say, shortMoment } = useWords();
  const { press, isBusy, answer } = useDeskPress();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {say("desk.webhook.secret")}
      </Text>
      <Text as="p" tone="subdued">
        {secret === null
          ? say("desk.webhook.secretNone")
          : say("desk.webhook.secretSince", { moment: shortMoment(secret.madeAt) })}
        {secret?.oldUntil && ` ${say("desk.webhook.secretOld", { moment: shortMoment(secret.oldUntil) })}`}
      </Text>
      <div role="status" className="desk-status">
        {answer?.kind === "press-refused" && <PressAnswer answer={answer} />}
      </div>
      {answer?.kind === "secret" && (
        <CopyField
          label={say("desk.webhook.secret")}
          value={answer.secret}
          help={say("desk.webhook.once")}
          multiline
        />
      )}
      <div>
        <Button onClick={() => press("make-secret")} loading={isBusy}>
          {say(secret === null ? "desk.webhook.make" : "desk.webhook.rotate")}
        </Button>
      </div>
    </BlockStack>
  );
}

function faultText(problem: string, { say }: MerchantWords): string {
  const fault = alertFault(problem);
  return fault.kind === "http"
    ? say("desk.fault.http", { code: fault.code })
    : say(`desk.fault.${fault.kind}`);
}
