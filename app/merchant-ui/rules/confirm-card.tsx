import { TextField } from "@shopify/polaris";
import { useWords } from "../words.tsx";
import { RuleCard } from "./rule-card.tsx";
import { textField, useDay, type RuleInputs } from "./rule-inputs.ts";

/** When an order is made for a shopper who has seen the code and touches nothing. */
export function ConfirmCard({ inputs }: { inputs: RuleInputs }) {
  const { number, say } = useWords();
  const day = useDay();
  const { preview, rules } = inputs;
  const effects: string[] = [];
  if (preview && rules) {
    const values = { seen: day(preview.friday.made), seconds: number(rules.confirmTimerSeconds) };
    effects.push(say("rules.confirm.effect", values));
  }
  return (
    <RuleCard title={say("rules.confirm.title")} effects={preview ? effects : null}>
      <TextField
        label={say("rules.confirm.seconds")}
        helpText={say("rules.confirm.secondsHelp")}
        inputMode="numeric"
        {...textField(inputs, "confirmSeconds")}
      />
    </RuleCard>
  );
}
