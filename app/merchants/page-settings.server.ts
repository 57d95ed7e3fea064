/** The page on which a merchant shapes the shopper's page: what it shows, and what a person does on it. */
import { parsePageForm } from "#app/merchants/page-settings-form.ts";
import {
  loadPageSettings,
  recordPreview,
  storePageSettings,
  type PageStoreDeps,
} from "#app/merchants/page-settings-store.server.ts";
import type { PageAnswer, PageSettingsView } from "#app/merchants/page-settings-view.ts";
import { versionOf } from "#app/merchants/settings-answer.ts";

export async function readPageSettings(deps: PageStoreDeps, shopId: string): Promise<PageSettingsView> {
  return { ...(await loadPageSettings(deps, shopId)), now: deps.clock.now().toISOString() };
}

/** Saves what was typed; the shopper's page shows it from its next view on. `fields` holds the version read. */
export async function savePageSettings(
  deps: PageStoreDeps,
  actor: { shopId: string; userId: string },
  fields: Readonly<Record<string, string>>,
): Promise<PageAnswer> {
  const version = versionOf(fields);
  const stored = await loadPageSettings(deps, actor.shopId);
  if (stored.version !== version) return { kind: "conflict" };
  const parsed = parsePageForm(fields);
  if (parsed.kind === "refused") return parsed;
  return { kind: await storePageSettings(deps, { ...actor, version, settings: parsed.settings }) };
}

/** The preview was on somebody's screen: a step of setting up. */
export async function seePreview(deps: PageStoreDeps, shopId: string): Promise<PageAnswer> {
  await recordPreview(deps, shopId);
  return { kind: "saved" };
}
