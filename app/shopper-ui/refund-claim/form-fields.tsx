import type { ReactNode } from "react";
import { useWords } from "#app/shopper-ui/words.tsx";
import {
  DESTINATION_FIELDS,
  type DestinationField,
  type DestinationProblem,
} from "#app/refunds/destination/destination-form.ts";
import type { RefusedForm } from "#app/refunds/claim.ts";

interface FieldProps {
  name: DestinationField;
  label: string;
  hint?: string | undefined;
  refused: RefusedForm | null;
}

export function TextField(props: FieldProps & { inputMode?: "numeric" | "tel"; autoComplete?: string }) {
  const { name, refused, inputMode, autoComplete = "off" } = props;
  return (
    <FieldFrame {...props}>
      <input
        id={name}
        name={name}
        type="text"
        maxLength={120}
        autoComplete={autoComplete}
        defaultValue={refused?.typed[name] ?? ""}
        {...(inputMode ? { inputMode } : {})}
        {...described(props)}
      />
    </FieldFrame>
  );
}

export interface Choice {
  value: string;
  text: string;
}

export function SelectField(props: FieldProps & { empty: string; choices: readonly Choice[] }) {
  const { name, refused, empty, choices } = props;
  return (
    <FieldFrame {...props}>
      <select id={name} name={name} defaultValue={refused?.typed[name] ?? ""} {...described(props)}>
        <option value="">{empty}</option>
        {choices.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** Radio buttons of one question. The first one takes the focus when the question was left open. */
export function ChoiceField({
  name,
  label,
  refused,
  choices,
}: FieldProps & { choices: readonly Choice[] }) {
  const problem = refused?.problems[name];
  return (
    <fieldset className="choices" {...(problem ? { "aria-describedby": `${name}-error` } : {})}>
      <legend>{label}</legend>
      {problem && <Problem name={name} problem={problem} />}
      {choices.map(({ value, text }, index) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={refused?.typed[name] === value}
            {...(index === 0 && firstWrong(refused) === name ? { autoFocus: true } : {})}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

function FieldFrame({ name, label, hint, refused, children }: FieldProps & { children: ReactNode }) {
  const problem = refused?.problems[name];
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {hint !== undefined && (
        <p className="note" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem && <Problem name={name} problem={problem} />}
      {children}
    </div>
  );
}

function Problem({ name, problem }: { name: DestinationField; problem: DestinationProblem }) {
  const { say } = useWords();
  return (
    <p className="field-error" id={`${name}-error`}>
      {say(`refund.problem.${problem}`)}
    </p>
  );
}

/** What is said beside a field belongs to it for who does not see it; the first wrong one has the focus. */
function described({ name, hint, refused }: FieldProps) {
  const isWrong = refused?.problems[name] !== undefined;
  const ids = [hint === undefined ? null : `${name}-hint`, isWrong ? `${name}-error` : null].filter(
    Boolean,
  );
  return {
    ...(ids.length > 0 ? { "aria-describedby": ids.join(" ") } : {}),
    ...(isWrong ? { "aria-invalid": true } : {}),
    ...(firstWrong(refused) === name ? { autoFocus: true } : {}),
  };
}

function firstWrong(refused: RefusedForm | null): DestinationField | undefined {
  return DESTINATION_FIELDS.find((field) => refused?.problems[field] !== undefined);
}
