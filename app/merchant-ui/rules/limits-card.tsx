import { InlineGrid, TextField } from "@shopify/polaris";
import { CURRENCIES, type Currency } from "#app/lib/money.ts";
import type { AmountLimits } from "#app/payments/rules-form.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { RuleCard } from "./rule-card.tsx";
import { textField, type RuleInputs } from "./rule-inputs.ts";

/** Which amounts get a code at all. */
export function LimitsCard({ inputs }: { inputs: RuleInputs }) {
  const words = useWords();
  const { say } = words;
  const { rules } = inputs;
  return (
    <RuleCard
      title={say("rules.limits.title")}
      body={say("rules.limits.body")}
      effects={rules && CURRENCIES.map((currency) => limitsText(words, currency, rules.limits[currency]))}
    >
      {CURRENCIES.map((currency) => (
        <InlineGrid key={currency} columns={{ xs: 1, sm: 2 }} gap="300">
          <TextField
            label={say(`rules.limits.min.${currency}`)}
            inputMode="decimal"
            {...textField(inputs, `min${currency}`)}
          />
          <TextField
            label={say(`rules.limits.max.${currency}`)}
            inputMode="decimal"
            {...textField(inputs, `max${currency}`)}
          />
        </InlineGrid>
      ))}
    </RuleCard>
  );
}

function limitsText({ money, say }: MerchantWords, currency: Currency, limits: AmountLimits): string {
  const min = limits.min === null ? null : money({ centimos: limits.min, currency });
  const max = limits.max === null ? null : money({ centimos: limits.max, currency });
  if (min !== null && max !== null) return say("rules.limits.effect.both", { min, max });
  if (min !== null) return say("rules.limits.effect.min", { min });
  if (max !== null) return say("rules.limits.effect.max", { max });
  return say("rules.limits.effect.none", { currency });
}
