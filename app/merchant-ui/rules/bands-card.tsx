import { BlockStack, Button, InlineGrid, InlineStack, Select, Text, TextField } from "@shopify/polaris";
import { CURRENCIES } from "#app/lib/money.ts";
import { RULE_BOUNDS } from "#app/payments/expiry-rules.ts";
import { readBands, type BandFields } from "#app/payments/rules-form.ts";
import { useWords } from "../words.tsx";
import { RuleCard } from "./rule-card.tsx";
import { useDay, type RuleInputs } from "./rule-inputs.ts";

/** Other lives for smaller amounts. */
export function BandsCard({ inputs }: { inputs: RuleInputs }) {
  const { say } = useWords();
  const lines = readBands(inputs.fields.bands);
  const isUsed = inputs.fields.ending !== "day-end";
  const write = (changed: BandFields[]) => inputs.set("bands", JSON.stringify(changed));
  const change = (line: number, part: Partial<BandFields>) =>
    write(lines.map((band, index) => (index === line ? { ...band, ...part } : band)));
  return (
    <RuleCard
      title={say("rules.bands.title")}
      body={say(isUsed ? "rules.bands.body" : "rules.bands.unused")}
      effects={useEffects(inputs, isUsed)}
    >
      {isUsed && (
        <BlockStack gap="400">
          {lines.map((band, line) => (
            <BandLine
              key={line}
              band={band}
              line={line}
              problems={inputs.problems}
              onChange={(part) => change(line, part)}
              onRemove={() => write(lines.filter((_, index) => index !== line))}
            />
          ))}
          <InlineStack>
            <Button
              onClick={() => write([...lines, { currency: "PEN", upTo: "", hours: "24" }])}
              disabled={lines.length >= RULE_BOUNDS.amountBands}
            >
              {say("rules.bands.add")}
            </Button>
          </InlineStack>
        </BlockStack>
      )}
    </RuleCard>
  );
}

function BandLine(props: {
  band: BandFields;
  line: number;
  problems: RuleInputs["problems"];
  onChange: (part: Partial<BandFields>) => void;
  onRemove: () => void;
}) {
  const { say } = useWords();
  const { band, line, problems } = props;
  const number = String(line + 1);
  const part = (name: "upTo" | "hours") => {
    const field = `bands.${line}.${name}` as const;
    return {
      label: say(`rules.bands.${name}`),
      value: band[name],
      inputMode: "decimal" as const,
      autoComplete: "off",
      onChange: (value: string) => {
        problems.changed(field);
        props.onChange({ [name]: value });
      },
      onBlur: () => problems.left(field),
      error: problems.of(field),
    };
  };
  return (
    <div role="group" aria-label={say("rules.bands.line", { number })}>
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {say("rules.bands.line", { number })}
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
          <Select
            label={say("rules.bands.currency")}
            options={CURRENCIES.map((value) => ({ value, label: say(`rules.bands.currency.${value}`) }))}
            value={band.currency}
            onChange={(chosen) =>
              props.onChange({ currency: CURRENCIES.find((each) => each === chosen) ?? band.currency })
            }
          />
          <TextField {...part("upTo")} />
          <TextField {...part("hours")} />
        </InlineGrid>
        <InlineStack>
          <Button variant="plain" onClick={props.onRemove}>
            {say("rules.bands.remove", { number })}
          </Button>
        </InlineStack>
      </BlockStack>
    </div>
  );
}

function useEffects({ preview }: RuleInputs, isUsed: boolean): string[] | null {
  const { money, say } = useWords();
  const day = useDay();
  if (!isUsed) return [];
  if (!preview) return null;
  const made = day(preview.friday.made);
  if (preview.bands.length === 0) return [say("rules.bands.none")];
  return preview.bands.map(({ amount, expires }) =>
    expires === null
      ? say("rules.life.none", { made })
      : say("rules.bands.effect", { amount: money(amount), made, expires: day(expires) }),
  );
}
