import { BlockStack, InlineGrid } from "@shopify/polaris";
import { useState } from "react";
import {
  pageFields,
  parsePageForm,
  type PageField,
  type PageFields,
  type PageSettings,
} from "#app/merchants/page-settings-form.ts";
import type { PageAnswer, PageSettingsView } from "#app/merchants/page-settings-view.ts";
import { useAction } from "../action-button.tsx";
import { useFieldProblems } from "../field-problems.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useOpenedSettings } from "../opened-settings.ts";
import { SettingsConflict } from "../settings-conflict.tsx";
import { SettingsForm } from "../settings-form.tsx";
import { useWords } from "../words.tsx";
import { PageFieldCards, type PageInputs } from "./page-fields.tsx";
import { PreviewCard } from "./preview-card.tsx";

/** What the shopper sees of the store, with the page itself beside the form. */
export function ShopperPagePage(props: { view: PageSettingsView; answer: PageAnswer | null }) {
  const { say } = useWords();
  const settings = useOpenedSettings(props.view, props.answer, say("page.saved"));
  const answer = settings.answer === null ? null : props.answer;
  return (
    <MerchantPage title={say("page.title")} subtitle={say("page.subtitle")}>
      <BlockStack gap="400">
        {answer?.kind === "conflict" && (
          <SettingsConflict
            title={say("page.conflict.title")}
            body={say("page.conflict.body")}
            reloadLabel={say("page.conflict.reload")}
            onReload={settings.reload}
          />
        )}
        <PageForm
          key={settings.formKey}
          view={settings.opened}
          answer={answer}
          onDiscard={settings.discard}
        />
      </BlockStack>
    </MerchantPage>
  );
}

function PageForm(props: { view: PageSettingsView; answer: PageAnswer | null; onDiscard: () => void }) {
  const { view } = props;
  const stored = pageFields(view.settings);
  const [fields, setFields] = useState(stored);
  const parsed = parsePageForm(fields);
  const problems = useFieldProblems(parsed.kind === "refused" ? parsed.problems : {}, props.answer);
  const action = useAction();
  const inputs: PageInputs = {
    fields,
    set: (field: PageField, value: string) => {
      problems.changed(field);
      setFields((before) => ({ ...before, [field]: value }));
    },
    problems,
  };
  const seen = () => {
    if (!view.isPreviewed) action.submit("previewed");
  };
  return (
    <InlineGrid columns={{ xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 25rem" }} gap="400" alignItems="start">
      <SettingsForm
        isDirty={JSON.stringify(fields) !== JSON.stringify(stored)}
        onDiscard={props.onDiscard}
        version={view.version}
        fields={fields}
      >
        <PageFieldCards inputs={inputs} />
      </SettingsForm>
      <div className="page-preview">
        <PreviewCard settings={shownSettings(fields, view.settings)} now={view.now} onSeen={seen} />
      </div>
    </InlineGrid>
  );
}

/** What can be shown of the typed values: a field that holds nonsense shows what is stored. */
function shownSettings(typed: PageFields, stored: PageSettings): PageSettings {
  const parsed = parsePageForm(typed);
  if (parsed.kind === "parsed") return parsed.settings;
  const sound = Object.entries(typed).filter(([field]) => !Object.hasOwn(parsed.problems, field));
  const mended = parsePageForm({ ...pageFields(stored), ...Object.fromEntries(sound) });
  return mended.kind === "parsed" ? mended.settings : stored;
}
