import { Badge, Banner, BlockStack, InlineStack, Text } from "@shopify/polaris";
import {
  failingStep,
  type ConnectionReport,
  type StepResult,
  type StepState,
} from "#app/merchants/connection-steps.ts";
import type { ConnectAnswer } from "#app/merchants/connection-view.ts";
import { useWords } from "../words.tsx";

/** What the last test showed, on the page and not in passing: each step, how long it took, and what to do. */
export function TestResult({ answer }: { answer: ConnectAnswer | undefined }) {
  // The region is there before it has something to say, so that it is read out when it does.
  return (
    <div role="status" aria-live="polite">
      {answer && <TestResultBody answer={answer} />}
    </div>
  );
}

function TestResultBody({ answer }: { answer: ConnectAnswer }) {
  const { say } = useWords();
  if (answer.kind === "limited") return <Banner tone="warning">{say("connect.test.limited")}</Banner>;
  if (answer.kind === "refused") return <Banner tone="warning">{say("connect.test.incomplete")}</Banner>;
  if (answer.kind === "conflict") return <Banner tone="warning">{say("connect.conflict.body")}</Banner>;
  const hasReport = answer.kind === "tested" || answer.kind === "test-failed";
  return hasReport ? <Report report={answer.report} /> : null;
}

function Report({ report }: { report: ConnectionReport }) {
  const { say, number, shortMoment } = useWords();
  const failing = failingStep(report.steps);
  const title = report.ok
    ? say("connect.test.ok", { ms: number(report.totalMs) })
    : say("connect.test.failed", { step: say(`connect.step.${failing?.step ?? "keys"}`) });
  return (
    <Banner tone={report.ok ? "success" : "critical"} title={title}>
      <BlockStack gap="200">
        <BlockStack as="ul" gap="200">
          {report.steps.map((step) => (
            <Step key={step.step} step={step} />
          ))}
        </BlockStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {say("connect.test.when", {
            moment: shortMoment(report.at),
            mode: say(`connect.mode.${report.mode}`),
          })}
        </Text>
      </BlockStack>
    </Banner>
  );
}

const MARKS: Record<StepState, string> = { passed: "✓", failed: "✗", warning: "!", skipped: "–" };
const TONES = {
  passed: "success",
  failed: "critical",
  warning: "attention",
  skipped: "read-only",
} as const satisfies Record<StepState, string>;

function Step({ step }: { step: StepResult }) {
  const { say, number } = useWords();
  return (
    <li style={{ listStyle: "none" }}>
      <InlineStack gap="200" blockAlign="center">
        <Badge
          tone={TONES[step.state]}
        >{`${MARKS[step.state]} ${say(`connect.state.${step.state}`)}`}</Badge>
        <Text as="span" fontWeight="medium">
          {say(`connect.step.${step.step}`)}
        </Text>
        {step.ms !== null && (
          <Text as="span" tone="subdued">
            {say("connect.test.ms", { ms: number(step.ms) })}
          </Text>
        )}
      </InlineStack>
      {step.fix && <Text as="p">{fixText(step, say, number)}</Text>}
    </li>
  );
}

function fixText(
  step: StepResult,
  say: ReturnType<typeof useWords>["say"],
  number: (value: number) => string,
): string {
  if (step.fix === null) return "";
  if (step.fix === "clock-off") return say("connect.fix.clock-off", { s: number(step.seconds ?? 0) });
  return say(`connect.fix.${step.fix}`);
}
