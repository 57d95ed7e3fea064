import type { ExpiryRules } from "#app/payments/expiry-rules.ts";

/** A day of life and an hour of grace, and nothing else. */
export const PLAIN_RULES: ExpiryRules = {
  codeLifeMinutes: 1_440,
  endsAtDayEnd: false,
  amountBands: [],
  quietFromMinute: null,
  quietToMinute: null,
  graceMinutes: 60,
  businessDayGrace: false,
};
