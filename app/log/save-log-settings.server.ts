/** A person of the shop chooses how long the log is kept. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { loadLogSettings } from "#app/log/log-health-queries.server.ts";
import { readKeepDays, type KeepAnswer } from "#app/log/log-settings.ts";
import { storeKeepDays } from "#app/log/log-store.server.ts";
import { versionOf } from "#app/merchants/settings-answer.ts";

/** What is older than the new choice goes with the next night's job. `fields` holds the version read. */
export async function saveLogSettings(
  deps: { db: Queryable; clock: Clock },
  actor: { shopId: string; userId: string },
  fields: Readonly<Record<string, string>>,
): Promise<KeepAnswer> {
  invariant(actor.userId !== "", "the log's settings are saved by a person");
  const keepDays = readKeepDays(fields["keepDays"]);
  if (keepDays === null) return { kind: "refused" };
  const stored = await loadLogSettings(deps.db, actor.shopId);
  const version = versionOf(fields);
  if (stored.version !== version) return { kind: "conflict" };
  const save = { ...actor, at: deps.clock.now(), version, before: stored.keepDays, keepDays };
  return { kind: await storeKeepDays(deps.db, save) };
}
