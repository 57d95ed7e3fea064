/** How a shop wants refunds handled: as tasks of its people, or refused at once; and when a second person has to agree. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { versionOf } from "#app/merchants/settings-answer.ts";
import {
  loadRefundSettings,
  type StoredRefundSettings,
} from "#app/refunds/refund-settings-queries.server.ts";
import {
  parseRefundSettings,
  type RefundSettings,
  type RefundSettingsAnswer,
  type RefundSettingsView,
} from "#app/refunds/refund-settings-form.ts";
import { storeRefundSettings } from "#app/refunds/refund-settings-store.server.ts";

export async function readRefundSettings(
  deps: { db: Queryable },
  shopId: string,
): Promise<RefundSettingsView> {
  const stored = await loadRefundSettings(deps.db, shopId);
  const { version, manualSince, manualBy, open } = stored;
  const accepted = manualSince && { at: manualSince.toISOString(), by: manualBy ?? "" };
  return { ...{ version, open, accepted }, settings: settingsOf(stored) };
}

/** Saves what was typed. `fields` holds the version read. */
export async function saveRefundSettings(
  deps: { db: Queryable; clock: Clock },
  actor: { shopId: string; userId: string },
  fields: Readonly<Record<string, string>>,
): Promise<RefundSettingsAnswer> {
  const version = versionOf(fields);
  const stored = await loadRefundSettings(deps.db, actor.shopId);
  if (stored.version !== version) return { kind: "conflict" };
  const before = settingsOf(stored);
  const parsed = parseRefundSettings(fields, before);
  if (parsed.kind === "refused") return parsed;
  const save = { ...actor, at: deps.clock.now(), version, before, settings: parsed.settings };
  return { kind: await storeRefundSettings(deps.db, save) };
}

function settingsOf(stored: StoredRefundSettings): RefundSettings {
  return {
    isManual: stored.manualSince !== null,
    approvalAbove: { PEN: stored.approvalAbovePen, USD: stored.approvalAboveUsd },
  };
}
