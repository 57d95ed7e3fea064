import { ChoiceList, TextField } from "@shopify/polaris";
import { useWords } from "../words.tsx";
import { RuleCard } from "./rule-card.tsx";
import { textField, useDay, type RuleInputs } from "./rule-inputs.ts";

const ENDINGS = ["life", "day-end"] as const;

/** How long a code lives, or until which hour. */
export function LifeCard({ inputs }: { inputs: RuleInputs }) {
  const { say } = useWords();
  const { ending } = inputs.fields;
  const problem = inputs.problems.of("ending");
  return (
    <RuleCard title={say("rules.life.title")} body={say("rules.life.body")} effects={useEffects(inputs)}>
      <ChoiceList
        title={say("rules.life.ending")}
        choices={ENDINGS.map((value) => ({
          value,
          label: say(`rules.life.ending.${value}`),
          ...(value === "day-end" && { helpText: say("rules.life.ending.dayEndHelp") }),
        }))}
        selected={[ending]}
        onChange={([chosen = ""]) => inputs.set("ending", chosen)}
        {...(problem !== false && { error: problem })}
      />
      {ending !== "day-end" && (
        <TextField
          label={say("rules.life.hours")}
          helpText={say("rules.life.hoursHelp")}
          inputMode="decimal"
          {...textField(inputs, "lifeHours")}
        />
      )}
    </RuleCard>
  );
}

function useEffects({ preview }: RuleInputs): string[] | null {
  const { say } = useWords();
  const day = useDay();
  if (!preview) return null;
  const { now, friday } = preview;
  const made = day(friday.made);
  const lines: string[] = [];
  if (now.expires) lines.push(say("rules.life.now", { date: day(now.expires) }));
  lines.push(
    friday.expires
      ? say("rules.life.friday", { made, expires: day(friday.expires) })
      : say("rules.life.none", { made }),
  );
  if (preview.isShortened) lines.push(say("rules.life.shortened"));
  return lines;
}
