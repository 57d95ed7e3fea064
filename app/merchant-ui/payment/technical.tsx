import { useWords } from "../words.tsx";

type Value = string | number | boolean | null;

/** What only support needs, behind a word: names and values as they are stored, in no language. */
export function Technical(props: { label: string; facts: Readonly<Record<string, Value>> }) {
  const { say } = useWords();
  const facts = Object.entries(props.facts).filter(([, value]) => value !== null);
  return (
    <details className="admin-technical">
      <summary aria-label={props.label}>{say("detail.technical.title")}</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              <code>{String(value)}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
