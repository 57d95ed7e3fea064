import {
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  Icon,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { CheckCircleIcon, StatusIcon, ClockIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import type { SetupStep, SetupStepName } from "#app/merchants/setup-steps.ts";
import type { HomeView } from "#app/payments/home-view.ts";
import { ActionButton } from "../action-button.tsx";
import { useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";

const PLACES: Record<SetupStepName, string> = {
  connect: "/app/connect",
  test: "/app/connect",
  rules: "/app/rules",
  preview: "/app/shopper-page",
  activate: "/app/activate",
};
const ICONS = { done: CheckCircleIcon, waiting: ClockIcon, open: StatusIcon };
const TONES = { done: "success", waiting: "info", open: "subdued" } as const;

/** The way to the first payment, step by step; each finds out by itself whether it is done. */
export function SetupGuide({ setup }: { setup: HomeView["setup"] }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(true);
  const { steps, done } = setup;
  const next = steps.find(({ state }) => state === "open");
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {say("home.setup.title")}
          </Text>
          <Button
            variant="tertiary"
            onClick={() => setOpen(!isOpen)}
            ariaExpanded={isOpen}
            ariaControls="setup-steps"
            disclosure={isOpen ? "up" : "down"}
          >
            {say(isOpen ? "home.setup.collapse" : "home.setup.expand")}
          </Button>
        </InlineStack>
        <Text as="p" id="setup-progress" tone="subdued">
          {say("home.setup.progress", { done: String(done), total: String(steps.length) })}
        </Text>
        <ProgressBar
          progress={(done / steps.length) * 100}
          size="small"
          tone="success"
          animated={false}
          ariaLabelledBy="setup-progress"
        />
        <Collapsible id="setup-steps" open={isOpen}>
          <BlockStack gap="200" as="ul">
            {steps.map((step) => (
              <SetupStepItem key={step.name} step={step} isNext={step === next} />
            ))}
          </BlockStack>
        </Collapsible>
        {setup.isComplete && (
          <InlineStack>
            <ActionButton intent="hide-setup" label={say("home.setup.hide")} />
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}

function SetupStepItem({ step, isNext }: { step: SetupStep; isNext: boolean }) {
  const { say } = useWords();
  const url = useAddress(PLACES[step.name]);
  return (
    <Box as="li">
      <InlineStack gap="300" wrap={false} blockAlign="start">
        <Box>
          <Icon
            source={ICONS[step.state]}
            tone={TONES[step.state]}
            accessibilityLabel={say(`home.setup.${step.state}`)}
          />
        </Box>
        <BlockStack gap="100" inlineAlign="start">
          <Text as="h3" variant="headingSm">
            {say(`home.setup.${step.name}.title`)}
          </Text>
          <Text as="p" tone="subdued">
            {step.state === "waiting" ? say("home.setup.waiting") : say(`home.setup.${step.name}.body`)}
          </Text>
          {step.state === "open" && (
            <Button url={url} variant={isNext ? "primary" : "secondary"}>
              {say(`home.setup.${step.name}.action`)}
            </Button>
          )}
        </BlockStack>
      </InlineStack>
    </Box>
  );
}
