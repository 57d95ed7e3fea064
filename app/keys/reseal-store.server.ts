/**
 * Writes the same secret under another key. No fact changes, so that no lifecycle has a say; what may be relied on is the very text,
 * and that is compared.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import type { SealedColumn, SealedRow } from "#app/keys/sealed-columns-queries.server.ts";

/**
 * Puts `resealed` in the place of exactly the text that was read; false when somebody has written another meanwhile, or relies on it
 * now. Two triggers keep a payout's destination and a bank's file as they were made: they let pass what changes the key only and says
 * so. One row in each statement: it waits for nobody while it holds a row.
 */
export async function storeResealed(
  db: Queryable,
  of: SealedColumn,
  input: { row: SealedRow; resealed: string; now: Date },
): Promise<boolean> {
  const { key, sealed } = input.row;
  const isRow = of.key.map(({ column, type }, index) => `t.${column} = $${index + 4}::${type}`);
  const { rowCount } = await db.query({
    text: `update ${of.table} t set ${of.assign}
      where ${isRow.join(" and ")} and ${of.value} = $3 and $2::timestamptz is not null and not (${of.rests})
        and set_config('ventanilla.resealing', 'on', true) = 'on'`,
    values: [input.resealed, input.now, sealed, ...key],
  });
  return rowCount === 1;
}
