/** After the database was restored from a copy: what people had erased since the copy was made is erased again. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { Erasure } from "#app/privacy/erasure-journal.server.ts";
import { findKnownDeliveries } from "#app/privacy/privacy-queries.server.ts";
import { writeRequest } from "#app/privacy/receive-privacy-request.server.ts";

/** Those that this database has never heard of, in the order given. */
export async function findForgottenErasures(
  db: Queryable,
  erasures: readonly Erasure[],
): Promise<Erasure[]> {
  const known = await findKnownDeliveries(
    db,
    erasures.map(({ webhookId }) => webhookId),
  );
  return erasures.filter(({ webhookId }) => !known.has(webhookId));
}

/**
 * Writes the request down as it came then, with the job that works on it now. What it is about is what was there when it came: a shopper who
 * bought again afterwards keeps their new payment.
 */
export function eraseAgain(
  deps: { clock: Clock; db: Queryable; vault: Vault },
  erasure: Erasure,
): Promise<"stored" | "known"> {
  return writeRequest(deps, erasure, erasure.receivedAt);
}
