import { Form, useNavigation } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { KEEP_CHOICES, type KeepAnswer } from "#app/log/log-settings.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { useWords } from "../words.tsx";

const TONES = { saved: "success", conflict: "warning", refused: "warning" } as const;

/** For how many days the log is kept. */
export function KeepCard(props: { keep: { days: number; version: number }; answer: KeepAnswer | null }) {
  const { say } = useWords();
  const { csrf } = useAdminFrame();
  const navigation = useNavigation();
  const { keep, answer } = props;
  const [chosen, setChosen] = useState(String(keep.days));
  const options = KEEP_CHOICES.map((days) => ({
    value: String(days),
    label: say("log.keep.option", { days: String(days) }),
  }));
  const hidden = { csrf, version: String(keep.version), keepDays: chosen, intent: "save-keep" };
  return (
    <Card>
      <Form method="post" preventScrollReset>
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {say("log.keep.title")}
          </Text>
          <Text as="p">{say("log.keep.body")}</Text>
          <InlineStack gap="300" blockAlign="end">
            <Select label={say("log.keep.label")} options={options} value={chosen} onChange={setChosen} />
            <Button
              submit
              disabled={chosen === String(keep.days)}
              loading={navigation.state === "submitting"}
            >
              {say("log.keep.save")}
            </Button>
          </InlineStack>
          <div role="status">
            {answer && <Banner tone={TONES[answer.kind]}>{say(`log.keep.${answer.kind}`)}</Banner>}
          </div>
        </BlockStack>
      </Form>
    </Card>
  );
}
