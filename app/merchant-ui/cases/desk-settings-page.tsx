import { BlockStack, Card, Select, Text, TextField } from "@shopify/polaris";
import { useState, type ReactNode } from "react";
import {
  deskFields,
  parseDeskForm,
  type DeskAnswer,
  type DeskField,
  type DeskFields,
  type DeskSettingsView,
} from "#app/cases/desk-settings.ts";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { useFieldProblems } from "../field-problems.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useOpenedSettings } from "../opened-settings.ts";
import { SettingsConflict } from "../settings-conflict.tsx";
import { SettingsForm } from "../settings-form.tsx";
import { useWords } from "../words.tsx";
import { ChannelStatus, SecretPart, TestButton } from "./channel-parts.tsx";
import { DeskTabs } from "./desk-tabs.tsx";

/** Each language by its own name. */
const LANGUAGE_NAMES: Record<MerchantLanguage, string> = {
  es: "Español",
  en: "English",
  "zh-CN": "简体中文",
};

/** Who is told of cases, by which ways, and when a case has waited too long. */
export function DeskSettingsPage(props: { view: DeskSettingsView; answer: DeskAnswer | null }) {
  const { say } = useWords();
  const settings = useOpenedSettings(props.view, props.answer, say("desk.settings.saved"));
  const answer = settings.answer === null ? null : props.answer;
  return (
    <MerchantPage
      title={say("desk.settings.title")}
      subtitle={say("desk.settings.subtitle")}
      width="narrow"
    >
      <BlockStack gap="400">
        <DeskTabs current="settings" />
        {answer?.kind === "conflict" && (
          <SettingsConflict
            title={say("desk.settings.conflict.title")}
            body={say("desk.settings.conflict.body")}
            reloadLabel={say("desk.settings.conflict.reload")}
            onReload={settings.reload}
          />
        )}
        <DeskForm
          key={settings.formKey}
          view={settings.opened}
          current={props.view}
          answer={answer}
          onDiscard={settings.discard}
        />
      </BlockStack>
    </MerchantPage>
  );
}

interface FormProps {
  /** As it was when the form was opened. */
  view: DeskSettingsView;
  /** As it is now: what became of tests and of the secret. */
  current: DeskSettingsView;
  answer: DeskAnswer | null;
  onDiscard: () => void;
}

function DeskForm({ view, current, answer, onDiscard }: FormProps) {
  const { say } = useWords();
  const stored = deskFields(view.settings);
  const [fields, setFields] = useState<DeskFields>(stored);
  const parsed = parseDeskForm(fields, view.rules);
  const problems = useFieldProblems(parsed.kind === "refused" ? parsed.problems : {}, answer);
  const isDirty = JSON.stringify(fields) !== JSON.stringify(stored);
  const set = (field: DeskField, value: string) => {
    problems.changed(field);
    setFields((before) => ({ ...before, [field]: value }));
  };
  const field = (name: DeskField) => ({
    value: fields[name],
    onChange: (value: string) => set(name, value),
    onBlur: () => problems.left(name),
    error: problems.of(name),
    autoComplete: "off",
  });
  return (
    <BlockStack gap="400">
      <SettingsForm isDirty={isDirty} onDiscard={onDiscard} version={view.version} fields={fields}>
        <BlockStack gap="400">
          <Part title={say("desk.attention.title")}>
            <TextField
              label={say("desk.attention.hours")}
              helpText={say("desk.attention.help")}
              inputMode="numeric"
              {...field("attentionHours")}
            />
          </Part>
          <Part title={say("desk.email.title")}>
            {!current.canMail && (
              <Text as="p" tone="caution">
                {say("desk.email.none")}
              </Text>
            )}
            <TextField
              label={say("desk.email.addresses")}
              helpText={say("desk.email.help")}
              multiline={2}
              {...field("emails")}
            />
            <Select
              label={say("desk.email.language")}
              options={MERCHANT_LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
              value={fields.language}
              onChange={(value) => set("language", value)}
            />
            <ChannelStatus channel={current.channels.email} />
            <TestButton channel="email" isDirty={isDirty} />
          </Part>
          <Part title={say("desk.webhook.title")}>
            <TextField
              label={say("desk.webhook.url")}
              helpText={say("desk.webhook.help")}
              inputMode="url"
              {...field("webhookUrl")}
            />
            <SecretPart secret={current.secret} />
            <ChannelStatus channel={current.channels.webhook} />
            <TestButton channel="webhook" isDirty={isDirty} />
          </Part>
        </BlockStack>
      </SettingsForm>
    </BlockStack>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {props.title}
        </Text>
        {props.children}
      </BlockStack>
    </Card>
  );
}
