/** The rules page: what it shows, and what a person saves on it. */
import { versionOf } from "#app/merchants/settings-answer.ts";
import { parseRulesForm } from "#app/payments/rules-form.ts";
import { loadRules, storeRules, type RulesStoreDeps } from "#app/payments/rules-store.server.ts";
import type { RulesAnswer, RulesView } from "#app/payments/rules-view.ts";

export async function readRules(deps: RulesStoreDeps, shopId: string): Promise<RulesView> {
  const { version, rules } = await loadRules(deps, shopId);
  return { version, rules, now: deps.clock.now().toISOString() };
}

/** Saves the typed rules for codes that are made from now on. `fields` holds the version that the page was read at. */
export async function saveRules(
  deps: RulesStoreDeps,
  actor: { shopId: string; userId: string },
  fields: Readonly<Record<string, string>>,
): Promise<RulesAnswer> {
  const version = versionOf(fields);
  const stored = await loadRules(deps, actor.shopId);
  if (stored.version !== version) return { kind: "conflict" };
  const parsed = parseRulesForm(fields, stored.rules);
  if (parsed.kind === "refused") return parsed;
  return { kind: await storeRules(deps, { ...actor, version, rules: parsed.rules }) };
}
