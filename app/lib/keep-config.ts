/** The part of the configuration that says how long records are kept. Pure: `config.server.ts` reads the environment. */
import { z } from "zod";

export interface KeepConfig {
  /** Who a payer is: contact, ways back, notes about them. Counted from the payment. */
  payersDays: number;
  /** Messages: Shopify's webhooks, attempts at telling Shopify, alerts, tests of a connection. */
  messagesDays: number;
  /** Afterwards the timeline of an ended payment stands in the archive. */
  timelineDays: number;
}

/** Under a quarter of a year a refund, a dispute of the payer or a close of the books may still need it. */
const LEAST_DAYS = 90;
const MOST_DAYS = 3_650;

/** A shop's own log reaches back a year at most: what its list reads must not end before. */
const YEAR_AND_A_MONTH = 400;

function days(byDefault: number, least = LEAST_DAYS) {
  return z.coerce.number().int().min(least).max(MOST_DAYS).default(byDefault);
}

export const KEEP_VARIABLES = {
  KEEP_PAYERS_DAYS: days(730),
  KEEP_MESSAGES_DAYS: days(YEAR_AND_A_MONTH, YEAR_AND_A_MONTH),
  KEEP_TIMELINE_DAYS: days(YEAR_AND_A_MONTH),
};

export function keepConfig(values: z.infer<z.ZodObject<typeof KEEP_VARIABLES>>): KeepConfig {
  return {
    payersDays: values.KEEP_PAYERS_DAYS,
    messagesDays: values.KEEP_MESSAGES_DAYS,
    timelineDays: values.KEEP_TIMELINE_DAYS,
  };
}
