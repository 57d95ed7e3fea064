import { Checkbox, ChoiceList, TextField } from "@shopify/polaris";
import { useWords } from "../words.tsx";
import { RuleCard } from "./rule-card.tsx";
import { textField, useDay, type RuleInputs } from "./rule-inputs.ts";

/** How long we wait for news of money that was paid in time. */
export function GraceCard({ inputs }: { inputs: RuleInputs }) {
  const { say } = useWords();
  return (
    <RuleCard title={say("rules.grace.title")} body={say("rules.grace.body")} effects={useGrace(inputs)}>
      <TextField
        label={say("rules.grace.minutes")}
        helpText={say("rules.grace.minutesHelp")}
        inputMode="numeric"
        {...textField(inputs, "graceMinutes")}
      />
      <Checkbox
        label={say("rules.grace.businessDays")}
        helpText={say("rules.grace.businessDaysHelp")}
        checked={inputs.fields.businessDays === "yes"}
        onChange={(checked) => inputs.set("businessDays", checked ? "yes" : "no")}
      />
    </RuleCard>
  );
}

function useGrace({ preview }: RuleInputs): string[] | null {
  const { say } = useWords();
  const day = useDay();
  if (!preview) return null;
  const { friday, released, restDay } = preview;
  const lines: string[] = [];
  if (friday.expires && released) {
    lines.push(say("rules.grace.effect", { expires: day(friday.expires), released: day(released) }));
  }
  if (restDay) {
    const values = { released: day(restDay.released), rejected: day(restDay.rejected) };
    lines.push(say("rules.grace.restDay", values));
  }
  return lines;
}

const CHOICES = ["reject", "lapse"] as const;

/** Whether we end an unpaid payment, or Shopify does. */
export function EndCard({ inputs }: { inputs: RuleInputs }) {
  const { say } = useWords();
  const day = useDay();
  const { preview, rules } = inputs;
  const problem = inputs.problems.of("atExpiry");
  const effects: string[] = [];
  if (preview?.released && rules) {
    const values = { made: day(preview.friday.made), released: day(preview.released) };
    effects.push(say(`rules.end.effect.${rules.atExpiry}`, values));
  }
  return (
    <RuleCard title={say("rules.end.title")} effects={preview ? effects : null}>
      <ChoiceList
        title={say("rules.end.choice")}
        choices={CHOICES.map((value) => ({
          value,
          label: say(`rules.end.${value}`),
          helpText: say(`rules.end.${value}Help`),
        }))}
        selected={[inputs.fields.atExpiry]}
        onChange={([chosen = ""]) => inputs.set("atExpiry", chosen)}
        {...(problem !== false && { error: problem })}
      />
    </RuleCard>
  );
}
