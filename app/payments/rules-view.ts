/** What the rules page shows and what saving it is answered, in plain values. */
import type { SettingsAnswer } from "#app/merchants/settings-answer.ts";
import type { MerchantRules, RuleProblem, RuleProblemField } from "#app/payments/rules-form.ts";

export interface RulesView {
  version: number;
  rules: MerchantRules;
  /** The server's instant (ISO, UTC), from which the page counts its examples. */
  now: string;
}

export type RulesAnswer = SettingsAnswer<RuleProblemField, RuleProblem>;
