/** The part of the configuration that is about telling merchants of cases. Pure: `config.server.ts` reads the environment. */
import { z } from "zod";
import { Secret } from "#app/lib/secret.ts";

/** How merchants are told of cases. */
export interface AlertConfig {
  /** Null: no e-mail is sent. */
  smtp: { url: Secret; from: string } | null;
  /** Where a merchant's webhook may be. `allowsLoopback`: also on this machine, by plain HTTP and on any port. */
  webhook: { ports: readonly number[]; allowsLoopback: boolean };
}

export const ALERT_VARIABLES = {
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^\s]+$/, "must be smtp://… or smtps://…")
    .refine((text) => URL.canParse(text), "must be smtp://… or smtps://…")
    .optional(),
  ALERT_FROM: z
    .string()
    .regex(
      /^(?:[^<>\r\n"]{1,80} <[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/,
      "must be an address, or Name <address>",
    )
    .optional(),
  ALERT_WEBHOOK_PORTS: z
    .string()
    .regex(/^\d{1,5}(,\d{1,5}){0,9}$/, "must be port numbers, separated by commas")
    .default("443"),
  ALERT_WEBHOOK_LOOPBACK: z.enum(["true", "false"]).default("false"),
};

/** What one variable says about another, on the raw texts. */
export function alertProblems(
  env: Readonly<Record<string, string | undefined>>,
  isProduction: boolean,
): string[] {
  const problems: string[] = [];
  if (!env["SMTP_URL"] !== !env["ALERT_FROM"]) {
    const missing = env["SMTP_URL"] ? "ALERT_FROM" : "SMTP_URL";
    problems.push(`${missing}: e-mail needs SMTP_URL and ALERT_FROM both`);
  }
  if (isProduction && env["ALERT_WEBHOOK_LOOPBACK"] === "true") {
    problems.push("ALERT_WEBHOOK_LOOPBACK: a merchant's webhook must not reach this machine in production");
  }
  return problems;
}

export function alertConfig(values: {
  SMTP_URL?: string | undefined;
  ALERT_FROM?: string | undefined;
  ALERT_WEBHOOK_PORTS: string;
  ALERT_WEBHOOK_LOOPBACK: "true" | "false";
}): AlertConfig {
  const { SMTP_URL: url, ALERT_FROM: from } = values;
  return {
    smtp: url && from ? { url: new Secret(url), from } : null,
    webhook: {
      ports: values.ALERT_WEBHOOK_PORTS.split(",").map(Number),
      allowsLoopback: values.ALERT_WEBHOOK_LOOPBACK === "true",
    },
  };
}
