import { BlockStack, Card, Checkbox, ChoiceList, List, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { CURRENCIES } from "#app/lib/money.ts";
import {
  parseRefundSettings,
  refundFields,
  type RefundField,
  type RefundFields,
  type RefundSettingsAnswer,
  type RefundSettingsView,
} from "#app/refunds/refund-settings-form.ts";
import { useFieldProblems, type FieldProblems } from "../field-problems.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useOpenedSettings } from "../opened-settings.ts";
import { SettingsConflict } from "../settings-conflict.tsx";
import { SettingsForm } from "../settings-form.tsx";
import { useWords } from "../words.tsx";
import { RefundTabs } from "./refund-tabs.tsx";

/** Whether refunds become tasks or are refused at once, and when a second person has to agree. */
export function RefundSettingsPage(props: {
  view: RefundSettingsView;
  answer: RefundSettingsAnswer | null;
}) {
  const { say } = useWords();
  const settings = useOpenedSettings(props.view, props.answer, say("refunds.settings.saved"));
  const answer = settings.answer === null ? null : props.answer;
  return (
    <MerchantPage
      title={say("refunds.settings.title")}
      subtitle={say("refunds.settings.subtitle")}
      width="narrow"
    >
      <BlockStack gap="400">
        <RefundTabs current="settings" />
        {answer?.kind === "conflict" && (
          <SettingsConflict
            title={say("desk.settings.conflict.title")}
            body={say("desk.settings.conflict.body")}
            reloadLabel={say("desk.settings.conflict.reload")}
            onReload={settings.reload}
          />
        )}
        <RefundForm
          key={settings.formKey}
          view={settings.opened}
          answer={answer}
          onDiscard={settings.discard}
        />
      </BlockStack>
    </MerchantPage>
  );
}

interface FormProps {
  view: RefundSettingsView;
  answer: RefundSettingsAnswer | null;
  onDiscard: () => void;
}

interface Inputs {
  view: RefundSettingsView;
  fields: RefundFields;
  problems: FieldProblems<RefundField>;
  set: (field: RefundField, value: string) => void;
}

function RefundForm({ view, answer, onDiscard }: FormProps) {
  const stored = refundFields(view.settings);
  const [fields, setFields] = useState<RefundFields>(stored);
  const parsed = parseRefundSettings(fields, view.settings);
  const problems = useFieldProblems(parsed.kind === "refused" ? parsed.problems : {}, answer);
  const isDirty = JSON.stringify(fields) !== JSON.stringify(stored);
  const set = (field: RefundField, value: string) => {
    problems.changed(field);
    setFields((before) => ({ ...before, [field]: value }));
  };
  const inputs = { view, fields, problems, set };
  return (
    <SettingsForm isDirty={isDirty} onDiscard={onDiscard} version={view.version} fields={fields}>
      <BlockStack gap="400">
        <PolicyCard {...inputs} />
        <ApprovalCard {...inputs} />
      </BlockStack>
    </SettingsForm>
  );
}

const MEANINGS = ["task", "money", "waiting", "proof", "review"] as const;

function PolicyCard({ view, fields, problems, set }: Inputs) {
  const { say, shortMoment } = useWords();
  const { accepted } = view;
  const isNew = fields.policy === "manual" && !view.settings.isManual;
  return (
    <Card>
      <BlockStack gap="400">
        <ChoiceList
          title={say("refunds.policy.title")}
          choices={(["refuse", "manual"] as const).map((value) => ({
            value,
            label: say(`refunds.policy.${value}`),
            helpText: say(`refunds.policyHelp.${value}`),
          }))}
          selected={[fields.policy]}
          onChange={([value = ""]) => set("policy", value)}
          error={problems.of("policy") || ""}
        />
        {view.open > 0 && <Text as="p">{say("refunds.policy.open", { count: view.open })}</Text>}
        <BlockStack gap="200">
          <Text as="h2" variant="headingSm">
            {say("refunds.means.title")}
          </Text>
          <List>
            {MEANINGS.map((meaning) => (
              <List.Item key={meaning}>{say(`refunds.means.${meaning}`)}</List.Item>
            ))}
          </List>
        </BlockStack>
        {accepted && (
          <Text as="p" tone="subdued">
            {say("refunds.policy.accepted", { name: accepted.by, moment: shortMoment(accepted.at) })}
          </Text>
        )}
        {isNew && (
          <Checkbox
            label={say("refunds.policy.accept")}
            checked={fields.accepted === "yes"}
            onChange={(isChecked) => set("accepted", isChecked ? "yes" : "")}
            error={problems.of("accepted")}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function ApprovalCard({ fields, problems, set }: Inputs) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("refunds.approval.title")}
        </Text>
        <Text as="p">{say("refunds.approval.body")}</Text>
        {CURRENCIES.map((currency) => {
          const name = `approval${currency}` as const;
          return (
            <TextField
              key={currency}
              label={say(`refunds.approval.above.${currency}`)}
              helpText={say("refunds.approval.help")}
              inputMode="decimal"
              autoComplete="off"
              value={fields[name]}
              onChange={(value) => set(name, value)}
              onBlur={() => problems.left(name)}
              error={problems.of(name)}
            />
          );
        })}
      </BlockStack>
    </Card>
  );
}
