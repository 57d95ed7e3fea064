import type { Queryable } from "#app/lib/database.server.ts";

/** The guide is put aside from now on, or with null shown again. */
export async function saveSetupDismissal(
  db: Queryable,
  input: { shopId: string; dismissedAt: Date | null },
): Promise<void> {
  await db.query({
    text: "update shops set setup_dismissed_at = $2 where id = $1",
    values: [input.shopId, input.dismissedAt],
  });
}
