import { BlockStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { previewRules } from "#app/payments/rules-preview.ts";
import { parseRulesForm, rulesFields, type RuleField } from "#app/payments/rules-form.ts";
import type { RulesAnswer, RulesView } from "#app/payments/rules-view.ts";
import { useFieldProblems } from "../field-problems.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useOpenedSettings } from "../opened-settings.ts";
import { SettingsConflict } from "../settings-conflict.tsx";
import { SettingsForm } from "../settings-form.tsx";
import { useWords } from "../words.tsx";
import { BandsCard } from "./bands-card.tsx";
import { ConfirmCard } from "./confirm-card.tsx";
import { EndCard, GraceCard } from "./end-cards.tsx";
import { LifeCard } from "./life-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { QuietCard } from "./quiet-card.tsx";
import type { RuleInputs } from "./rule-inputs.ts";

/** How long codes live, which amounts are taken, and what happens when nobody pays; each rule with dates of its effect. */
export function RulesPage(props: { view: RulesView; answer: RulesAnswer | null }) {
  const { say } = useWords();
  const settings = useOpenedSettings(props.view, props.answer, say("rules.saved"));
  const answer = settings.answer === null ? null : props.answer;
  return (
    <MerchantPage title={say("rules.title")} subtitle={say("rules.subtitle")} width="narrow">
      <BlockStack gap="400">
        {answer?.kind === "conflict" && (
          <SettingsConflict
            title={say("rules.conflict.title")}
            body={say("rules.conflict.body")}
            reloadLabel={say("rules.conflict.reload")}
            onReload={settings.reload}
          />
        )}
        <Text as="p" tone="subdued">
          {say("rules.zone")}
        </Text>
        <RulesForm
          key={settings.formKey}
          view={settings.opened}
          answer={answer}
          onDiscard={settings.discard}
        />
      </BlockStack>
    </MerchantPage>
  );
}

function RulesForm(props: { view: RulesView; answer: RulesAnswer | null; onDiscard: () => void }) {
  const { view } = props;
  const stored = rulesFields(view.rules);
  const [fields, setFields] = useState(stored);
  const parsed = parseRulesForm(fields, view.rules);
  const problems = useFieldProblems(parsed.kind === "refused" ? parsed.problems : {}, props.answer);
  const inputs: RuleInputs = {
    fields,
    set: (field: RuleField, value: string) => {
      if (field !== "bands") problems.changed(field);
      setFields((before) => ({ ...before, [field]: value }));
    },
    problems,
    rules: parsed.kind === "parsed" ? parsed.rules : null,
    preview: parsed.kind === "parsed" ? previewRules(parsed.rules, new Date(view.now)) : null,
  };
  const isDirty = JSON.stringify(fields) !== JSON.stringify(stored);
  return (
    <SettingsForm isDirty={isDirty} onDiscard={props.onDiscard} version={view.version} fields={fields}>
      <BlockStack gap="400">
        <LifeCard inputs={inputs} />
        <BandsCard inputs={inputs} />
        <QuietCard inputs={inputs} />
        <GraceCard inputs={inputs} />
        <EndCard inputs={inputs} />
        <LimitsCard inputs={inputs} />
        <ConfirmCard inputs={inputs} />
      </BlockStack>
    </SettingsForm>
  );
}
