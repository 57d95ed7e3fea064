/**
 * Seals everything anew with the key that stands first in the ring, while the app runs. It may stop anywhere and begin again: what is
 * done is known by its key's id. A value that does not open stays as it is and is counted.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { storeResealed } from "#app/keys/reseal-store.server.ts";
import {
  countByKey,
  findOtherwiseSealed,
  SEALED_COLUMNS,
  type SealedColumn,
  type SealedRow,
} from "#app/keys/sealed-columns-queries.server.ts";

export interface RotationDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  vault: Vault;
  pause: (ms: number) => Promise<void>;
}

export interface RotatedColumn {
  table: string;
  column: string;
  /** Values that this run has sealed anew; of a dry run, that it would. */
  resealed: number;
  /** Values that no key of the ring opens: they were left as they are. */
  shut: number;
  /** Values that stand under another key at the end. */
  left: number;
}

export interface Rotation {
  sealsWith: string;
  isDryRun: boolean;
  columns: readonly RotatedColumn[];
  /** How many values each key of the database seals at the end. */
  byKey: Readonly<Record<string, number>>;
}

/** Values that somebody relies on just now are waited for: a refresh of a token, a job. Together two minutes. */
const PASSES = 40;
const PAUSE_MS = 3_000;

/** So many values of a column that do not open are named: a key that is missing would name them all. */
const NAMED = 20;

/** One pass after the other until nothing is left that can be sealed anew. A dry run opens each value and writes none. */
export async function rotateKeys(deps: RotationDeps, input: { isDryRun: boolean }): Promise<Rotation> {
  const sums = SEALED_COLUMNS.map((of) => ({ of, resealed: 0, shut: 0, left: 0 }));
  for (let pass = 1; ; pass += 1) {
    for (const sum of sums) {
      const named = pass === 1 ? NAMED : 0;
      const { resealed, shut } = await passThrough(deps, sum.of, { ...input, named });
      Object.assign(sum, { resealed: sum.resealed + resealed, shut });
    }
    const byKey = await addUp(deps, sums);
    const isOver = sums.every(({ left, shut }) => left <= shut);
    if (input.isDryRun || isOver || pass === PASSES) {
      const columns = sums.map(({ of, ...sum }) => ({ table: of.table, column: of.column, ...sum }));
      return { sealsWith: deps.vault.sealsWith, isDryRun: input.isDryRun, columns, byKey };
    }
    await deps.pause(PAUSE_MS);
  }
}

/** Every row that another key has sealed, once. */
async function passThrough(
  deps: RotationDeps,
  of: SealedColumn,
  { isDryRun, named }: { isDryRun: boolean; named: number },
): Promise<{ resealed: number; shut: number }> {
  const sum = { resealed: 0, shut: 0 };
  let after: readonly string[] | null = null;
  for (;;) {
    const now = deps.clock.now();
    const rows: readonly SealedRow[] = await findOtherwiseSealed(deps.db, of, {
      ...{ keyId: deps.vault.sealsWith, now, after },
    });
    for (const row of rows) {
      const resealed = sealAnew(deps.vault, of, row);
      if (resealed === null) {
        sum.shut += 1;
        if (sum.shut <= named) nameShut(deps, of, row);
      } else if (isDryRun || (await storeResealed(deps.db, of, { row, resealed, now }))) sum.resealed += 1;
    }
    after = rows.at(-1)?.key ?? null;
    if (after === null) return sum;
  }
}

/** The same secret under the ring's first key; null when no key of the ring opens it. */
function sealAnew(vault: Vault, of: SealedColumn, row: SealedRow): string | null {
  const place = { shop: row.shop, field: of.field(row.key) };
  try {
    return vault.seal(vault.open(row.sealed, place), place);
  } catch {
    return null; // Whatever is wrong with it: it stays as it is, and is counted.
  }
}

/** Which row it is helps to find out why; nothing of the text itself. */
function nameShut(deps: RotationDeps, of: SealedColumn, { shop, key }: SealedRow): void {
  deps.log.error({ shop }, `a sealed value does not open: ${of.table}.${of.column} ${key.join(" ")}`);
}

/** Counts what is under other keys, column by column, and answers how many values each key seals in all of them. */
async function addUp(
  deps: RotationDeps,
  sums: readonly { of: SealedColumn; left: number }[],
): Promise<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const sum of sums) {
    sum.left = 0;
    for (const [keyId, count] of await countByKey(deps.db, sum.of)) {
      total[keyId] = (total[keyId] ?? 0) + count;
      if (keyId !== deps.vault.sealsWith) sum.left += count;
    }
  }
  return total;
}
