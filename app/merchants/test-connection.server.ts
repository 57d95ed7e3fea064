/**
 * *Test connection*: tries keys at PagoEfectivo, stored or just typed, and says which step failed. No code is ever made.
 */
import type { Database, Queryable } from "#app/lib/database.server.ts";
import type { Clock } from "#app/lib/clock.ts";

import { newId } from "#app/lib/ids.server.ts";
import type { Secret } from "#app/lib/secret.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { parseSetForm, type Fields, type SetForm } from "#app/merchants/connect-form.ts";
import { loadConnection, type StoredSet } from "#app/merchants/connect-queries.server.ts";
import { beginCheck, endCheck } from "#app/merchants/connection-check-store.server.ts";
import { judgeProbe, type ConnectionReport } from "#app/merchants/connection-steps.ts";
import type { ConnectAnswer } from "#app/merchants/connection-view.ts";
import { acceptKeysOfSet } from "#app/merchants/credential-health-store.server.ts";
import type {
  Environment,
  PagoEfectivoClient,
  ProbedCredentials,
} from "#app/pagoefectivo/pagoefectivo-client.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export interface TestDeps {
  clock: Clock;
  prisma: Database["prisma"];
  db: Queryable;
  vault: Vault;
  pagoefectivo: PagoEfectivoClient;
}

/** A person of a shop, as signed in. */
export interface Actor {
  shop: { id: string; domain: ShopDomain };
  userId: string;
}

const TIMEOUT_MS = 10_000;

export type TestOutcome = { kind: "limited" } | { kind: "tested"; report: ConnectionReport };

/** Tries keys once and writes the steps down. `limited`: the shop has had its tests of this minute; nothing was asked. */
export async function tryKeys(
  deps: TestDeps,
  actor: Actor,
  credentials: ProbedCredentials,
): Promise<TestOutcome> {
  const at = deps.clock.now();
  const press = {
    id: newId(deps.clock),
    shopId: actor.shop.id,
    mode: credentials.environment,
    userId: actor.userId,
    at,
  };
  if (!(await beginCheck(deps.prisma, press))) return { kind: "limited" };
  const probe = await deps.pagoefectivo.probe(credentials, { timeoutMs: TIMEOUT_MS });
  const totalMs = Math.max(0, deps.clock.now().getTime() - at.getTime());
  const report = { mode: credentials.environment, at: at.toISOString(), totalMs, ...judgeProbe(probe) };
  await endCheck(deps.prisma, { id: press.id, report });
  return { kind: "tested", report };
}

/**
 * The button: with what is typed in the form, and with the stored keys where nothing is typed. Accepted keys that are the
 * stored ones count as verified from now on.
 */
export async function testConnection(
  deps: TestDeps,
  actor: Actor,
  input: { mode: Environment; setId: string | null; fields: Fields },
): Promise<ConnectAnswer> {
  const { sets } = await loadConnection(deps.db, actor.shop.id);
  const stored = input.setId === null ? null : (sets.find((set) => set.id === input.setId) ?? null);
  if (input.setId !== null && stored?.mode !== input.mode) return { kind: "conflict" };
  const parsed = parseSetForm(input.fields, stored, "test");
  if (parsed.kind === "refused") return parsed;
  const form = parsed.value;
  const outcome = await tryKeys(
    deps,
    actor,
    keysOf(deps.vault, actor.shop.domain, input.mode, form, stored),
  );
  const areStored = stored?.serviceId === form.serviceId && !form.accessKey && !form.secretKey;
  if (areStored && outcome.kind === "tested" && outcome.report.ok) {
    const version = { setId: stored.id, number: stored.versionNumber };
    await acceptKeysOfSet(deps.db, { ...version, at: deps.clock.now() });
  }
  return outcome;
}

/** The keys that a form stands for: what was typed, else what is stored. Throws where neither is. */
export function keysOf(
  vault: Vault,
  shop: ShopDomain,
  mode: Environment,
  form: Pick<SetForm, "serviceId" | "accessKey" | "secretKey">,
  stored: StoredSet | null,
): ProbedCredentials {
  const open = (sealed: string | undefined, field: "access-key" | "secret-key"): Secret => {
    if (sealed === undefined) throw new Error("a new account needs both keys");
    return vault.open(sealed, { shop, field });
  };
  return {
    environment: mode,
    serviceId: form.serviceId,
    accessKey: form.accessKey ?? open(stored?.sealedAccessKey, "access-key"),
    secretKey: form.secretKey ?? open(stored?.sealedSecretKey, "secret-key"),
  };
}
