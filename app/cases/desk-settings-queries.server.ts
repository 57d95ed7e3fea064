/** Reads how a shop's desk works. A shop that has never saved anything has the defaults. */
import type { Queryable } from "#app/lib/database.server.ts";

/** A case that nobody has looked at for so long needs attention, unless the shop says otherwise. */
export const ATTENTION_HOURS = 24;

export async function attentionHours(db: Queryable, shopId: string): Promise<number> {
  const { rows } = await db.query<{ hours: number }>({
    name: "attention-hours",
    text: `select attention_hours as hours from desk_settings where shop_id = $1`,
    values: [shopId],
  });
  return rows[0]?.hours ?? ATTENTION_HOURS;
}
