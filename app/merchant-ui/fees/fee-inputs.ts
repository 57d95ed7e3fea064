import type { FeeField, FeeFields } from "#app/books/fee-terms-form.ts";
import type { FeeTerms } from "#app/books/fee-terms.ts";
import type { FieldProblems } from "../field-problems.ts";

/** What every card of the form works on. */
export interface FeeInputs {
  fields: FeeFields;
  set: (field: FeeField, value: string) => void;
  problems: FieldProblems<FeeField>;
  /** Null while a field holds what is no term. */
  terms: FeeTerms | null;
}

/** For Polaris' text fields: value, change, what is wrong. */
export function feeField({ fields, set, problems }: FeeInputs, field: FeeField) {
  return {
    value: fields[field],
    onChange: (value: string) => set(field, value),
    onBlur: () => problems.left(field),
    error: problems.of(field),
    autoComplete: "off",
  };
}
