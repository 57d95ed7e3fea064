import { BlockStack, Card, Checkbox, InlineStack, Text, TextField } from "@shopify/polaris";
import type { ReactNode } from "react";
import { accentContrast, DEFAULT_ACCENT, LEAST_CONTRAST, readColor } from "#app/merchants/accent-color.ts";
import { STORE_NAME_LENGTH, type PageField, type PageFields } from "#app/merchants/page-settings-form.ts";
import type { FieldProblems } from "../field-problems.ts";
import { useWords } from "../words.tsx";

/** One form, checked as it is typed. */
export interface PageInputs {
  fields: PageFields;
  set: (field: PageField, value: string) => void;
  problems: FieldProblems<PageField>;
}

/** Everything that can be decided about the shopper's page. */
export function PageFieldCards({ inputs }: { inputs: PageInputs }) {
  const { say } = useWords();
  return (
    <BlockStack gap="400">
      <FieldCard title={say("page.store.title")}>
        <TextField
          label={say("page.store.name")}
          helpText={say("page.store.nameHelp")}
          maxLength={STORE_NAME_LENGTH}
          {...textField(inputs, "storeName")}
        />
      </FieldCard>
      <SupportCard inputs={inputs} />
      <FieldCard title={say("page.language.title")} body={say("page.language.body")}>
        <Checkbox
          label={say("page.language.english")}
          checked={inputs.fields.english === "yes"}
          onChange={(checked) => inputs.set("english", checked ? "yes" : "no")}
        />
      </FieldCard>
      <AccentCard inputs={inputs} />
    </BlockStack>
  );
}

function SupportCard({ inputs }: { inputs: PageInputs }) {
  const { say } = useWords();
  return (
    <FieldCard title={say("page.support.title")} body={say("page.support.body")}>
      <TextField
        label={say("page.support.helpUrl")}
        helpText={say("page.support.helpUrlHelp")}
        type="url"
        {...textField(inputs, "helpUrl")}
      />
      <TextField
        label={say("page.support.whatsapp")}
        helpText={say("page.support.whatsappHelp")}
        type="tel"
        {...textField(inputs, "supportWhatsapp")}
      />
      <TextField
        label={say("page.support.phone")}
        helpText={say("page.support.phoneHelp")}
        type="tel"
        {...textField(inputs, "supportPhone")}
      />
      {/* As plain text: a browser would judge the address before we do, in words that are not ours. */}
      <TextField
        label={say("page.support.email")}
        inputMode="email"
        {...textField(inputs, "supportEmail")}
      />
    </FieldCard>
  );
}

function AccentCard({ inputs }: { inputs: PageInputs }) {
  const { number, say } = useWords();
  const color = readColor(inputs.fields.accentColor) ?? DEFAULT_ACCENT;
  // Rounded down: a figure that looks like enough must be enough.
  const ratio = number(Math.floor(accentContrast(color) * 10) / 10);
  return (
    <FieldCard title={say("page.accent.title")} body={say("page.accent.body")}>
      <InlineStack gap="300" blockAlign="center" wrap={false}>
        <input
          type="color"
          className="page-color"
          aria-label={say("page.accent.pick")}
          value={color}
          onChange={(event) => {
            inputs.set("accentColor", event.currentTarget.value);
            inputs.problems.left("accentColor");
          }}
        />
        <Text as="p" tone="subdued">
          {say("page.accent.ratio", { ratio, least: number(LEAST_CONTRAST) })}
        </Text>
      </InlineStack>
      <TextField
        label={say("page.accent.code")}
        helpText={say("page.accent.codeHelp")}
        spellCheck={false}
        {...textField(inputs, "accentColor")}
      />
    </FieldCard>
  );
}

function FieldCard(props: { title: string; body?: string; children: ReactNode }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {props.title}
        </Text>
        {props.body !== undefined && (
          <Text as="p" tone="subdued">
            {props.body}
          </Text>
        )}
        {props.children}
      </BlockStack>
    </Card>
  );
}

function textField(inputs: PageInputs, field: PageField) {
  return {
    value: inputs.fields[field],
    onChange: (value: string) => inputs.set(field, value),
    onBlur: () => inputs.problems.left(field),
    error: inputs.problems.of(field),
    autoComplete: "off",
  };
}
