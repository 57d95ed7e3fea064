/**
 * What becomes of the payments of a shop that removed the app and stays away. Nobody would ship: what can still be paid is taken
 * back, and money that Shopify cannot be told of goes to a person. When the shop comes back its held reports are sent
 * (`releaseHeldReports`), which closes those cases.
 */
import { newId } from "#app/lib/ids.server.ts";
import { job } from "#app/jobs/queue.server.ts";
import type { PaymentDeps } from "#app/payments/payment-deps.server.ts";
import { enqueue, enqueueAgain } from "#app/payments/payment-store-jobs.server.ts";
import {
  awaySince,
  findHeldResolves,
  findLiveCodes,
  openAwayCases,
} from "#app/payments/shop-left-store.server.ts";
import { voidJob } from "#app/payments/void-jobs.server.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A code lives 72 hours at most and is asked about for three more days; after that nothing of the shop can change. */
const WATCHED_MS = 7 * DAY_MS;

/**
 * The job, an hour after the shop left and then daily for a week: voids its live codes, and opens a case for each payment that
 * was paid and of which Shopify cannot be told. Does nothing once the shop is back.
 */
export async function settleShopAway(
  deps: Pick<PaymentDeps, "clock" | "db" | "log">,
  shopId: string,
): Promise<void> {
  const away = await awaySince(deps.db, shopId);
  if (!away) return;
  const now = deps.clock.now();
  const awayMs = now.getTime() - away.since.getTime();
  const again = (at: Date) =>
    enqueueAgain(deps.db, job("shop-still-away", { shopId }, at, `away:${shopId}`));
  // It came back and left again meanwhile: its hour begins anew.
  if (awayMs < HOUR_MS) return again(new Date(away.since.getTime() + HOUR_MS));
  const codes = await findLiveCodes(deps.db, shopId);
  if (codes.length > 0)
    await enqueue(
      deps.db,
      codes.map((codeId) => voidJob(codeId, now)),
    );
  const held = await findHeldResolves(deps.db, shopId);
  const opened = await openAwayCases(deps.db, {
    shopId,
    at: now,
    cases: held.map((reportId) => ({ id: newId(deps.clock), reportId })),
  });
  if (opened > 0) {
    deps.log.error(
      { alert: true, shop: away.shop, caseKind: "paid-shop-away" },
      `a shop is away and Shopify cannot be told of money that was paid: ${opened} new cases`,
    );
  }
  if (awayMs < WATCHED_MS) await again(new Date(now.getTime() + DAY_MS));
}
