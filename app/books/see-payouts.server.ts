/** The page of payouts: the settlements, and what a person says of their money. */
import { gatherPayouts, type PayoutDeps } from "#app/books/gather-payouts.server.ts";
import { readPayout, type PayoutAnswer } from "#app/books/payout-form.ts";
import { findSettlements, hasMoneyStatements } from "#app/books/payout-queries.server.ts";
import { storePersonsPayout, withdrawPayout } from "#app/books/payout-store.server.ts";
import type { PayoutsView } from "#app/books/payouts-view.ts";
import { isId } from "#app/lib/ids.server.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";

/** More open settlements than anybody works through; of those that were paid out the newest. */
const MOST_SHOWN = 100;

export async function seePayouts(deps: PayoutDeps, shopId: string): Promise<PayoutsView> {
  const [found, hasStatements] = await Promise.all([
    findSettlements(deps.db, { shopId, limit: MOST_SHOWN }),
    hasMoneyStatements(deps.db, shopId),
  ]);
  return {
    now: deps.clock.now().toISOString(),
    settlements: found.slice(0, MOST_SHOWN),
    hasMore: found.length > MOST_SHOWN,
    hasStatements,
  };
}

/** Answers a form of the page: `look` for the bank's credits now, `paid-out` with day and number, `withdraw`. Null for any other. */
export async function answerPayoutForm(
  deps: PayoutDeps,
  actor: { shopId: string; userId: string },
  fields: Readonly<Record<string, string>>,
): Promise<PayoutAnswer | null> {
  const { intent, settlementId = "" } = fields;
  if (intent === "look") return { kind: "looked", found: await gatherPayouts(deps, actor.shopId) };
  if (!isId(settlementId)) return null;
  if (intent === "withdraw") {
    const kind = await withdrawPayout(deps, { ...actor, settlementId });
    return kind === "withdrawn" ? { kind } : { kind: "refused", reason: kind };
  }
  if (intent !== "paid-out") return null;
  const read = readPayout(fields, limaDayOf(deps.clock.now()));
  if (read.kind === "refused") return { kind: "fields", settlementId, problems: read.problems };
  const { paidOutOn, bankReference } = read;
  const kind = await storePersonsPayout(deps, { ...actor, settlementId, paidOutOn, bankReference });
  return kind === "recorded" ? { kind } : { kind: "refused", reason: kind };
}
