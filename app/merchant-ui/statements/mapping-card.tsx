import { BlockStack, Button, Card, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { FIELDS_OF, type StatementField } from "#app/books/statement-fields.ts";
import {
  mappingProblems,
  proposeMapping,
  type MappingProblem,
  type StatementMapping,
} from "#app/books/statement-mapping.ts";
import { STATEMENT_KINDS } from "#app/books/statement-row.ts";
import { cellText } from "#app/books/statement-table.ts";
import type { UploadPreview } from "#app/books/statement-upload.ts";
import { CURRENCIES } from "#app/lib/money.ts";
import { useWords } from "../words.tsx";

interface MappingProps {
  preview: UploadPreview;
  mapping: StatementMapping;
  onChange: (mapping: StatementMapping) => void;
}

function problemsOf({ preview, mapping }: Pick<MappingProps, "preview" | "mapping">): MappingProblem[] {
  const names = preview.headings.map(({ name }) => name);
  return mappingProblems(mapping, names);
}

/** Whether the file can be read by it. */
export function isComplete(mapping: StatementMapping, preview: UploadPreview): boolean {
  return problemsOf({ preview, mapping }).length === 0;
}

/** What the file is, and which column holds what; the columns are folded away where they are known. */
export function MappingCard(props: MappingProps & { isOpen: boolean }) {
  const { say } = useWords();
  const { preview, mapping, onChange } = props;
  const [isOpen, setOpen] = useState(props.isOpen);
  const names = preview.headings.map(({ name }) => name);
  const problems = problemsOf(props);
  const missing = problems.filter(({ reason }) => reason === "missing");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("statements.columns.title")}
        </Text>
        <div className="statement-fields">
          <Select
            label={say("statements.kind")}
            options={STATEMENT_KINDS.map((value) => ({ value, label: say(`statements.kind.${value}`) }))}
            value={mapping.kind}
            onChange={(value) => {
              const kind = STATEMENT_KINDS.find((known) => known === value);
              // What another kind calls its columns is looked for anew.
              if (kind) onChange({ ...proposeMapping(names, kind), currency: mapping.currency });
            }}
            {...(mapping.kind === "bank" && { helpText: say("statements.kind.bankHelp") })}
          />
          <Select
            label={say("statements.currency")}
            options={CURRENCIES.map((value) => ({ value, label: say(`statements.currency.${value}`) }))}
            value={mapping.currency}
            onChange={(value) => {
              const currency = CURRENCIES.find((known) => known === value);
              if (currency) onChange({ ...mapping, currency });
            }}
          />
        </div>
        {isOpen ? (
          <FieldSelects {...props} problems={problems} />
        ) : (
          <div>
            <Button onClick={() => setOpen(true)}>{say("statements.columns.change")}</Button>
          </div>
        )}
        {missing.length > 0 && (
          <Text as="p" tone="critical">
            {say("statements.columns.incomplete", {
              fields: missing.map(({ field }) => say(`statements.field.${field}`)).join(", "),
            })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function FieldSelects(props: MappingProps & { problems: readonly MappingProblem[] }) {
  const { say } = useWords();
  const { preview, mapping, onChange, problems } = props;
  const options = [{ value: "", label: say("statements.columns.none") }, ...useColumnOptions(preview)];
  const choose = (field: StatementField, value: string) => {
    const { [field]: _, ...others } = mapping.columns;
    onChange({ ...mapping, columns: value === "" ? others : { ...others, [field]: Number(value) } });
  };
  return (
    <BlockStack gap="300">
      <div className="statement-fields">
        {FIELDS_OF[mapping.kind].map((field) => {
          const wrong = problems.find((one) => one.field === field && one.reason !== "missing");
          return (
            <Select
              key={field}
              label={say(`statements.field.${field}`)}
              options={options}
              value={String(mapping.columns[field] ?? "")}
              onChange={(value) => choose(field, value)}
              {...(wrong && {
                error: say(
                  wrong.reason === "twice" ? "statements.columns.twice" : "statements.columns.wrong",
                ),
              })}
            />
          );
        })}
      </div>
      {preview.headings.some(({ isPersonal }) => isPersonal) && (
        <Text as="p" tone="subdued" variant="bodySm">
          {say("statements.columns.personal")}
        </Text>
      )}
    </BlockStack>
  );
}

/** The file's columns but those of people, each with what stands in it. */
function useColumnOptions(preview: UploadPreview): { value: string; label: string }[] {
  const { say } = useWords();
  return preview.headings.flatMap(({ name, isPersonal }, index) => {
    if (isPersonal) return [];
    const shown = name === "" ? say("statements.columns.unnamed", { number: String(index + 1) }) : name;
    const example = preview.rows.map(({ cells }) => cellText(cells[index])).find((text) => text !== "");
    const label =
      example === undefined
        ? shown
        : say("statements.columns.example", { name: shown, example: example.slice(0, 30) });
    return [{ value: String(index), label }];
  });
}
