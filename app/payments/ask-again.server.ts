/** Others who want to know about codes have the sweep ask sooner: nobody but it and a person's press asks PagoEfectivo. */
import { job } from "#app/jobs/queue.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { askAllSoon, countUnanswered } from "#app/payments/payment-store-asks.server.ts";
import { enqueue } from "#app/payments/payment-store-jobs.server.ts";

interface Asked {
  shopId: string;
  codeIds: readonly string[];
  /** When they were asked for. */
  at: Date;
}

/** The sweep asks about these codes of the shop as soon as its limits allow. */
export async function askAgainAbout(db: Queryable, asked: Asked): Promise<void> {
  if (asked.codeIds.length === 0) return;
  await askAllSoon(db, asked);
  // Its schedule comes once a minute; whoever asked is looking at a progress bar.
  await enqueue(db, [job("sweep-codes", {}, asked.at, "asked-again")]);
}

/** How many of them PagoEfectivo has not been asked about since. */
export async function stillUnanswered(db: Queryable, asked: Asked): Promise<number> {
  return asked.codeIds.length === 0 ? 0 : countUnanswered(db, asked);
}
