/** Written by `npm run messages` from the Spanish catalogues; `npm run check` compares. Not for editing. */
export interface RulesPlaceholders {
  "rules.life.now": { date: string };
  "rules.life.friday": { made: string; expires: string };
  "rules.life.none": { made: string };
  "rules.bands.line": { number: string };
  "rules.bands.remove": { number: string };
  "rules.bands.effect": { amount: string; made: string; expires: string };
  "rules.quiet.effect": { made: string; would: string; expires: string };
  "rules.grace.effect": { expires: string; released: string };
  "rules.grace.restDay": { released: string; rejected: string };
  "rules.end.effect.reject": { made: string; released: string };
  "rules.end.effect.lapse": { made: string; released: string };
  "rules.limits.effect.none": { currency: string };
  "rules.limits.effect.min": { min: string };
  "rules.limits.effect.max": { max: string };
  "rules.limits.effect.both": { min: string; max: string };
  "rules.confirm.effect": { seen: string; seconds: string };
}
