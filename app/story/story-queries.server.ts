/** Reads what the story of one payment needs besides the payment and its timeline. Every statement asks for one shop. */
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Currency } from "#app/lib/money.ts";
import { isCaseKind, type CaseKind } from "#app/payments/case-kind.ts";
import { isEnding, type Ending } from "#app/payments/case-desk.ts";
import type { ToldReport } from "#app/story/story-facts.ts";

interface Key {
  shopId: string;
  paymentId: string;
}

export interface CaseOfStory {
  id: string;
  kind: CaseKind;
  isOpen: boolean;
  held: { centimos: number; currency: Currency } | null;
  ending: Ending | null;
}

/** Oldest first; those of an outage that ask about a code of this payment among many too. */
export async function findCasesOfStory(db: Queryable, key: Key): Promise<CaseOfStory[]> {
  const { rows } = await db.query<{
    id: string;
    kind: string;
    state: string;
    heldCentimos: number;
    currency: Currency | null;
    resolution: string | null;
  }>({
    name: "find-cases-of-story",
    text: `
      select id, kind, state, held_centimos as "heldCentimos", currency, resolution from cases
      where shop_id = $1 and (payment_id = $2 or state = 'open' and evidence ? 'unanswered'
        and evidence -> 'unanswered' ?| array(select m.id::text from codes m where m.payment_id = $2 and m.shop_id = $1))
      order by opened_at, id limit 200`,
    values: [key.shopId, key.paymentId],
  });
  return rows.map(({ id, kind, state, heldCentimos, currency, resolution }) => {
    invariant(isCaseKind(kind), `case kind ${kind} is known`);
    return {
      ...{ id, kind },
      isOpen: state === "open",
      held: currency && heldCentimos > 0 ? { centimos: heldCentimos, currency } : null,
      ending: isEnding(resolution) ? resolution : null,
    };
  });
}

/** What Shopify was told of the payment itself, in the order of the decisions; what was dropped was never sent. */
export async function findToldReports(db: Queryable, key: Key): Promise<ToldReport[]> {
  const { rows } = await db.query<ToldReport>({
    name: "find-told-reports",
    text: `
      select r.kind, r.state from reports r join payments p on p.id = r.payment_id
      where r.payment_id = $2 and p.shop_id = $1 and r.refund_id is null and r.state <> 'dropped'
      order by r.decided_at, r.id`,
    values: [key.shopId, key.paymentId],
  });
  return rows;
}
