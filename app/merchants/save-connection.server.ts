/**
 * What a person saves on the connection page. Keys that PagoEfectivo does not accept are not saved, except in sandbox when
 * the person insists; a service with codes that can still be paid does not go before somebody has said what becomes of them.
 */
import {
  parseAccountForm,
  parseLiveCodes,
  parseSetForm,
  type ConnectProblems,
  type Fields,
  type SetForm,
} from "#app/merchants/connect-form.ts";
import {
  loadConnection,
  type StoredConnection,
  type StoredSet,
} from "#app/merchants/connect-queries.server.ts";
import {
  storeAccount,
  storeRemoval,
  storeSet,
  type StoreOutcome,
} from "#app/merchants/connection-store.server.ts";
import type { ConnectAnswer } from "#app/merchants/connection-view.ts";
import { keysOf, tryKeys, type Actor, type TestDeps } from "#app/merchants/test-connection.server.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";

export type SaveDeps = TestDeps;

export interface SaveInput {
  /** The version that the page was read at. */
  version: number;
  fields: Fields;
}

/** Saves an account: a new one without `setId`. Answers what the page must say; nothing is saved unless it says `saved`. */
export async function saveConnection(
  deps: SaveDeps,
  actor: Actor,
  input: SaveInput & { mode: Environment; setId: string | null },
): Promise<ConnectAnswer> {
  const { mode, setId } = input;
  const connection = await loadConnection(deps.db, actor.shop.id);
  const stored = connection.sets.find((set) => set.id === setId && set.mode === mode) ?? null;
  const isGone = setId !== null && stored === null;
  if (isGone || connection.version !== input.version) return { kind: "conflict" };
  const parsed = parseSetForm(input.fields, stored, "save");
  if (parsed.kind === "refused") return parsed;
  const form = parsed.value;
  const problems = takenCurrencies(connection, mode, stored, form);
  if (problems) return { kind: "refused", problems };

  const liveCodes = stored && stored.serviceId !== form.serviceId ? stored.liveCodes : 0;
  if (liveCodes > 0 && form.liveCodes === null) return { kind: "asks", liveCodes };

  const keys = hasNewKeys(form, stored) ? keysOf(deps.vault, actor.shop.domain, mode, form, stored) : null;
  const skipsTest = mode === "sandbox" && form.force;
  if (keys && !skipsTest) {
    const test = await tryKeys(deps, actor, keys);
    if (test.kind === "limited") return test;
    if (!test.report.ok) return { kind: "test-failed", report: test.report, mayForce: mode === "sandbox" };
  }
  const outcome = await storeSet(deps, {
    ...actor,
    version: input.version,
    mode,
    stored,
    currencies: form.currencies,
    keys,
    isTested: keys !== null && !skipsTest,
    liveCodes: liveCodes > 0 ? form.liveCodes : null,
  });
  return answerOf(outcome, "set");
}

function hasNewKeys(form: SetForm, stored: StoredSet | null): boolean {
  return stored?.serviceId !== form.serviceId || form.accessKey !== null || form.secretKey !== null;
}

/** One account of a mode per currency: else it were chance which of them makes a code. */
function takenCurrencies(
  connection: StoredConnection,
  mode: Environment,
  stored: StoredSet | null,
  form: SetForm,
): ConnectProblems | null {
  const others = connection.sets.filter((set) => set.mode === mode && set.id !== stored?.id);
  const isTaken = others.some((set) =>
    set.currencies.some((currency) => form.currencies.includes(currency)),
  );
  return isTaken ? { currencies: "connect.problem.currencyTaken" } : null;
}

/** Disconnects an account. In live its service id must be typed, and live codes need a word about them. */
export async function removeConnection(
  deps: SaveDeps,
  actor: Actor,
  input: SaveInput & { setId: string | null },
): Promise<ConnectAnswer> {
  const connection = await loadConnection(deps.db, actor.shop.id);
  const stored = connection.sets.find((set) => set.id === input.setId);
  if (!stored || connection.version !== input.version) return { kind: "conflict" };
  const typed = (input.fields["confirm"] ?? "").trim();
  if (stored.mode === "live" && typed !== String(stored.serviceId)) {
    return { kind: "refused", problems: { confirm: "connect.problem.confirm" } };
  }
  const liveCodes = parseLiveCodes(input.fields);
  if (stored.liveCodes > 0 && liveCodes === null) return { kind: "asks", liveCodes: stored.liveCodes };
  const outcome = await storeRemoval(deps, {
    ...actor,
    version: input.version,
    stored,
    liveCodes: stored.liveCodes > 0 ? liveCodes : null,
  });
  return answerOf(outcome, "removed");
}

/** Saves how far the merchant has got with opening an account at PagoEfectivo. */
export async function saveAccount(deps: SaveDeps, actor: Actor, input: SaveInput): Promise<ConnectAnswer> {
  const parsed = parseAccountForm(input.fields);
  if (parsed.kind === "refused") return parsed;
  const { version } = input;
  return answerOf(await storeAccount(deps, { ...actor, version, account: parsed.value }), "account");
}

function answerOf(outcome: StoreOutcome, what: "set" | "account" | "removed"): ConnectAnswer {
  return outcome === "conflict" ? { kind: "conflict" } : { kind: "saved", what };
}
