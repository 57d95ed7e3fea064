import { Checkbox, InlineGrid, TextField } from "@shopify/polaris";
import { useWords } from "../words.tsx";
import { RuleCard } from "./rule-card.tsx";
import { textField, useDay, type RuleInputs } from "./rule-inputs.ts";

/** The hours in which no code ends. */
export function QuietCard({ inputs }: { inputs: RuleInputs }) {
  const { say } = useWords();
  const isOn = inputs.fields.quiet === "on";
  return (
    <RuleCard
      title={say("rules.quiet.title")}
      body={say("rules.quiet.body")}
      effects={useEffects(inputs, isOn)}
    >
      <Checkbox
        label={say("rules.quiet.on")}
        checked={isOn}
        onChange={(checked) => inputs.set("quiet", checked ? "on" : "off")}
      />
      {isOn && (
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <TextField label={say("rules.quiet.from")} type="time" {...textField(inputs, "quietFrom")} />
          <TextField label={say("rules.quiet.to")} type="time" {...textField(inputs, "quietTo")} />
        </InlineGrid>
      )}
    </RuleCard>
  );
}

function useEffects({ preview }: RuleInputs, isOn: boolean): string[] | null {
  const { say } = useWords();
  const day = useDay();
  if (!isOn) return [];
  if (!preview) return null;
  const { quiet } = preview;
  if (!quiet) return [say("rules.quiet.noEffect")];
  const made = day(quiet.made);
  if (quiet.expires === null) return [say("rules.life.none", { made })];
  return [say("rules.quiet.effect", { made, would: day(quiet.would), expires: day(quiet.expires) })];
}
