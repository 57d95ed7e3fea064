import { BlockStack } from "@shopify/polaris";
import { useEffect, useState } from "react";
import {
  emptyFeeFields,
  exampleFeeFields,
  feeFields,
  parseFeeForm,
  type FeesAnswer,
} from "#app/books/fee-terms-form.ts";
import type { FeesView, ShownTerms } from "#app/books/fees-view.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";
import { useFieldProblems } from "../field-problems.ts";
import { SettingsForm } from "../settings-form.tsx";
import { ChargeCard } from "./charge-card.tsx";
import { ConversionCard, CycleCard, MonthlyCard, RefundedCard } from "./contract-cards.tsx";
import type { FeeInputs } from "./fee-inputs.ts";
import { WhichCard } from "./which-card.tsx";
import { WorkedExample } from "./worked-example.tsx";

/** New terms, or those that were chosen, with what they do to a payment while they are typed. */
export function FeesForm(props: {
  view: FeesView;
  chosen: ShownTerms | null;
  answer: FeesAnswer | null;
  onDiscard: () => void;
  onDirty: (isDirty: boolean) => void;
}) {
  const { view, chosen } = props;
  const stored = chosen ? feeFields(chosen) : emptyFeeFields(limaDayOf(new Date(view.now)));
  const [fields, setFields] = useState(stored);
  const parsed = parseFeeForm(fields);
  const problems = useFieldProblems(parsed.kind === "refused" ? parsed.problems : {}, props.answer);
  const inputs: FeeInputs = {
    fields,
    set: (field, value) => {
      problems.changed(field);
      setFields((before) => ({ ...before, [field]: value }));
    },
    problems,
    terms: parsed.kind === "parsed" ? parsed.terms : null,
  };
  const isDirty = JSON.stringify(fields) !== JSON.stringify(stored);
  useEffect(() => props.onDirty(isDirty), [isDirty]);
  return (
    <SettingsForm isDirty={isDirty} onDiscard={props.onDiscard} version={view.version} fields={fields}>
      <BlockStack gap="400">
        <WhichCard inputs={inputs} isChange={chosen !== null} />
        <ChargeCard inputs={inputs} onExample={() => setFields(exampleFeeFields)} />
        <WorkedExample inputs={inputs} now={view.now} />
        <CycleCard inputs={inputs} />
        <ConversionCard inputs={inputs} />
        <RefundedCard inputs={inputs} />
        <MonthlyCard inputs={inputs} />
      </BlockStack>
    </SettingsForm>
  );
}
