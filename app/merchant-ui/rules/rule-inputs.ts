import type { MerchantRules, RuleField, RuleFields, RuleProblemField } from "#app/payments/rules-form.ts";
import type { RulesPreview } from "#app/payments/rules-preview.ts";
import { limaWeekdayMoment } from "#app/messages/merchant-moment.ts";
import type { FieldProblems } from "../field-problems.ts";
import { useWords } from "../words.tsx";

/** What every card of the rules works on: one form, checked as it is typed. */
export interface RuleInputs {
  fields: RuleFields;
  set: (field: RuleField, value: string) => void;
  problems: FieldProblems<RuleProblemField>;
  /** Null while a field holds what is no rule. */
  rules: MerchantRules | null;
  preview: RulesPreview | null;
}

/** For Polaris' text fields: value, change, what is wrong. */
export function textField(inputs: RuleInputs, field: RuleField) {
  return {
    value: inputs.fields[field],
    onChange: (value: string) => inputs.set(field, value),
    onBlur: () => inputs.problems.left(field),
    error: inputs.problems.of(field),
    autoComplete: "off",
  };
}

/** Names a moment by its day of the week, as the examples do. */
export function useDay(): (instant: string) => string {
  const { language } = useWords();
  return (instant) => limaWeekdayMoment(instant, language);
}
