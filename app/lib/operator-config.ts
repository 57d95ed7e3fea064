/** The part of the configuration that says who operates this installation. Pure: `config.server.ts` reads the environment. */
import { z } from "zod";

/** Shown to everybody on the public pages, as it was written. */
export interface OperatorConfig {
  name: string;
  address: string;
  email: string;
  phone: string | null;
  /** Where the database stands: a place and whose machines. */
  dataPlace: string | null;
  /** Whom to tell of a failure or a leak, at any hour. */
  incidentContact: string | null;
}

const line = (most: number) =>
  z
    .string()
    .trim()
    .regex(/^[^\p{Cc}<>]+$/u, "must be one line without < and >")
    .max(most);

export const OPERATOR_VARIABLES = {
  OPERATOR_NAME: line(120).optional(),
  OPERATOR_ADDRESS: line(240).optional(),
  OPERATOR_EMAIL: z.email("must be an e-mail address").optional(),
  OPERATOR_PHONE: z
    .string()
    .regex(/^\+?[\d ()-]{6,24}$/, "must be a telephone number")
    .optional(),
  OPERATOR_DATA_PLACE: line(240).optional(),
  OPERATOR_INCIDENT_CONTACT: line(240).optional(),
};

const NEEDED = ["OPERATOR_NAME", "OPERATOR_ADDRESS", "OPERATOR_EMAIL"] as const;

/** What one variable says about another, on the raw texts: half a name is worse than none. */
export function operatorProblems(env: Readonly<Record<string, string | undefined>>): string[] {
  const given = Object.keys(OPERATOR_VARIABLES).filter((name) => env[name]);
  if (given.length === 0) return [];
  return NEEDED.filter((name) => !env[name]).map(
    (name) =>
      `${name}: is needed with ${given.join(", ")}: the public pages name the operator whole or not at all`,
  );
}

export function operatorConfig(values: {
  [Name in keyof typeof OPERATOR_VARIABLES]?: string | undefined;
}): OperatorConfig | null {
  const { OPERATOR_NAME: name, OPERATOR_ADDRESS: address, OPERATOR_EMAIL: email } = values;
  if (!name || !address || !email) return null;
  return {
    name,
    address,
    email,
    phone: values.OPERATOR_PHONE ?? null,
    dataPlace: values.OPERATOR_DATA_PLACE ?? null,
    incidentContact: values.OPERATOR_INCIDENT_CONTACT ?? null,
  };
}
