import type { ReactNode } from "react";

/** What a field must carry so that its hint and its problem belong to it, also for who does not see them. */
interface FieldMarks {
  id: string;
  name: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  autoFocus?: true;
}

/** One question: its label, its hint, what was wrong with the last answer, and the field, which has the focus then. */
export function LabelledField(props: {
  name: string;
  label: string;
  hint?: string;
  problem: string | null;
  children: (marks: FieldMarks) => ReactNode;
}) {
  const { name, label, hint, problem, children } = props;
  const described = [hint === undefined ? "" : `${name}-hint`, problem === null ? "" : `${name}-error`];
  const ids = described.filter((id) => id !== "").join(" ");
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {hint !== undefined && (
        <p className="note" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem !== null && (
        <p className="field-error" id={`${name}-error`}>
          {problem}
        </p>
      )}
      {children({
        ...{ id: name, name },
        ...(ids !== "" && { "aria-describedby": ids }),
        ...(problem !== null && { "aria-invalid": true, autoFocus: true }),
      })}
    </div>
  );
}
