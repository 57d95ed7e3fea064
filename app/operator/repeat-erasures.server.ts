/** What an operator does once the database was restored from a copy: people who had themselves erased since are erased again. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { findShop } from "#app/operator/operator-queries.server.ts";
import { EXIT, type Operator, type OperatorAnswer } from "#app/operator/operator.ts";
import { eraseAgain, findForgottenErasures } from "#app/privacy/erase-again.server.ts";
import type { Erasure, ErasureJournal } from "#app/privacy/erasure-journal.server.ts";

interface ErasureDeps {
  clock: Clock;
  db: Queryable;
  vault: Vault;
  erasureJournal: ErasureJournal | null;
}

/** `operator` null: a dry run. Nobody is named: only shops, and how many of their people. */
export async function repeatErasures(
  deps: ErasureDeps,
  operator: Operator | null,
): Promise<OperatorAnswer> {
  if (!deps.erasureJournal) {
    return refused("No journal of erasures is kept: ERASURE_JOURNAL is not set (docs/backup.md).");
  }
  const { erasures, unreadable } = await deps.erasureJournal.read();
  if (unreadable.length > 0) {
    const why =
      "Some files of the journal cannot be read. Put the key that sealed them back into VAULT_KEYS, behind the one that seals now, or move files away that are broken; then try again.";
    return { ...refused(why), unreadable };
  }
  const forgotten = await findForgottenErasures(deps.db, erasures);
  const facts = { inTheJournal: erasures.length, unknownHere: forgotten.length, shops: byShop(forgotten) };
  if (forgotten.length === 0) {
    const why = "This database knows every erasure of the journal: there is nothing to repeat.";
    return { exitCode: EXIT.good, outcome: operator ? "done" : "would", why, ...facts };
  }
  if (!operator) {
    const why = "These erasures are not known here: whom they are about would be forgotten again.";
    return { exitCode: EXIT.good, outcome: "would", why, ...facts };
  }
  for (const { shop, erasures: count } of byShop(forgotten)) await note(deps, operator, shop, count);
  for (const erasure of forgotten) await eraseAgain(deps, erasure);
  const why = "They are worked on now, as when they came; payments that are under way are waited for.";
  return { exitCode: EXIT.waiting, outcome: "asked", why, ...facts };
}

function byShop(erasures: readonly Erasure[]): { shop: string; erasures: number }[] {
  const counts = new Map<string, number>();
  for (const { shop } of erasures) counts.set(shop, (counts.get(shop) ?? 0) + 1);
  return [...counts].map(([shop, count]) => ({ shop, erasures: count }));
}

/** A shop that came after the copy is unknown: there is nothing of it to write into, and nothing to erase. */
async function note(deps: ErasureDeps, operator: Operator, domain: string, count: number): Promise<void> {
  const shop = await findShop(deps.db, domain);
  if (!shop) return;
  await recordAudit(deps.db, {
    shopId: shop.shopId,
    userId: operator.userId,
    at: deps.clock.now(),
    action: "operator-acted",
    after: { act: "erase-again", erasures: count, reason: operator.reason },
  });
}

function refused(why: string): OperatorAnswer {
  return { exitCode: EXIT.refused, outcome: "refused", why };
}
