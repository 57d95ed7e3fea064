/** Reads what a person typed about an account at PagoEfectivo. Pure; keys leave it wrapped and never in a problem. */
import { CURRENCIES, type Currency } from "#app/lib/money.ts";
import { Secret } from "#app/lib/secret.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";

/** Message ids of the catalogue. */
export type ConnectProblem =
  | "connect.problem.serviceId"
  | "connect.problem.keyMissing"
  | "connect.problem.keyShape"
  | "connect.problem.keysEqual"
  | "connect.problem.keysOfNewService"
  | "connect.problem.currencies"
  | "connect.problem.currencyTaken"
  | "connect.problem.confirm"
  | "connect.problem.accountState"
  | "connect.problem.note";

export type ConnectField =
  "serviceId" | "accessKey" | "secretKey" | "currencies" | "confirm" | "state" | "note";
export type ConnectProblems = Partial<Record<ConnectField, ConnectProblem>>;

/** What becomes of codes that can still be paid when their service goes. */
export type LiveCodes = "finish" | "void";

export interface SetForm {
  serviceId: number;
  /** Null keeps the stored one. */
  accessKey: Secret | null;
  secretKey: Secret | null;
  currencies: Currency[];
  /** Null: not asked yet. */
  liveCodes: LiveCodes | null;
  /** Save although the test failed; counts in sandbox only. */
  force: boolean;
}

export type Fields = Readonly<Record<string, string>>;

export type Parsed<Value> =
  { kind: "parsed"; value: Value } | { kind: "refused"; problems: ConnectProblems };

/** Issued keys have 20 and 40 characters (Integración API CIP v1.1); other lengths are for PagoEfectivo to judge. */
const KEY = /^[\x21-\x7e]{8,200}$/;

/** Reads the form of a set; `stored` is the set it changes, null for a new one. For a test currencies do not matter. */
export function parseSetForm(
  fields: Fields,
  stored: { serviceId: number } | null,
  purpose: "save" | "test",
): Parsed<SetForm> {
  const problems: ConnectProblems = {};
  const serviceText = (fields["serviceId"] ?? "").trim();
  const serviceId = /^\d{1,6}$/.test(serviceText) ? Number(serviceText) : 0;
  if (serviceId === 0) problems.serviceId = "connect.problem.serviceId";

  const access = (fields["accessKey"] ?? "").trim();
  const secret = (fields["secretKey"] ?? "").trim();
  const keep = stored === null ? "connect.problem.keyMissing" : keepsKeys(stored, serviceId);
  const accessProblem = keyProblem(access, keep);
  if (accessProblem) problems.accessKey = accessProblem;
  const secretProblem = keyProblem(secret, keep);
  if (secretProblem) problems.secretKey = secretProblem;
  if (access !== "" && access === secret) problems.secretKey ??= "connect.problem.keysEqual";

  const named = (fields["currencies"] ?? "").split(",");
  const currencies = CURRENCIES.filter((currency) => named.includes(currency));
  if (purpose === "save" && currencies.length === 0) problems.currencies = "connect.problem.currencies";

  if (Object.keys(problems).length > 0) return { kind: "refused", problems };
  return {
    kind: "parsed",
    value: {
      serviceId,
      accessKey: access === "" ? null : new Secret(access),
      secretKey: secret === "" ? null : new Secret(secret),
      currencies,
      liveCodes: parseLiveCodes(fields),
      force: fields["force"] === "yes",
    },
  };
}

/** Another service has other keys; the stored ones cannot be meant. */
function keepsKeys(stored: { serviceId: number }, serviceId: number): ConnectProblem | null {
  return serviceId === 0 || stored.serviceId === serviceId ? null : "connect.problem.keysOfNewService";
}

function keyProblem(typed: string, whenEmpty: ConnectProblem | null): ConnectProblem | null {
  if (typed === "") return whenEmpty;
  return KEY.test(typed) ? null : "connect.problem.keyShape";
}

export function parseLiveCodes(fields: Fields): LiveCodes | null {
  const chosen = fields["liveCodes"];
  return chosen === "finish" || chosen === "void" ? chosen : null;
}

export function parseMode(text: string | undefined): Environment | null {
  return text === "sandbox" || text === "live" ? text : null;
}

export const ACCOUNT_STATES = ["unknown", "none", "gathering", "applied", "approved"] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

export const NOTE_LENGTH = 500;

export interface AccountForm {
  state: AccountState;
  /** Null when nothing was written. */
  note: string | null;
}

/** Reads where the merchant stands with PagoEfectivo. */
export function parseAccountForm(fields: Fields): Parsed<AccountForm> {
  const problems: ConnectProblems = {};
  const state = ACCOUNT_STATES.find((each) => each === fields["state"]);
  const note = (fields["note"] ?? "").trim();
  if (!state) problems.state = "connect.problem.accountState";
  if ([...note].length > NOTE_LENGTH) problems.note = "connect.problem.note";
  if (!state || problems.note) return { kind: "refused", problems };
  return { kind: "parsed", value: { state, note: note === "" ? null : note } };
}

/** A form as plain text fields; files, and all but the first of a name, are not looked at. */
export function textFields(entries: Iterable<[string, unknown]>): Fields {
  const fields: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (typeof value === "string") fields[name] ??= value;
  }
  return fields;
}
