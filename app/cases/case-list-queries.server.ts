/**
 * Reads one page of the desk's list by the indexes of its views; the pages before it are never read. The statements have no
 * name: the best plan depends on the shop.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Currency } from "#app/lib/money.ts";
import type { CaseCursor, CaseFilter, CaseView, ListedCase } from "#app/cases/case-list.ts";
import { isEnding } from "#app/payments/case-desk.ts";
import { isCaseKind } from "#app/payments/case-kind.ts";

interface Row {
  id: string;
  kind: string;
  heldCentimos: number;
  currency: Currency | null;
  openedAt: Date;
  closedAt: Date | null;
  resolution: string | null;
  times: number;
  owner: string | null;
  sessionId: string | null;
  test: boolean | null;
}

const VIEW_IS: Record<CaseView, string> = {
  open: "k.state = 'open' and $2::text is not null",
  mine: "k.state = 'open' and k.owner_id = $2",
  late: "k.state = 'open' and k.attended_at is null and k.opened_at <= $3 and $2::text is not null",
  closed: "k.state = 'closed' and $2::text is not null",
};

/** Oldest first; closed ones the latest first. */
export async function loadCasePage(
  db: Queryable,
  input: {
    shopId: string;
    userId: string;
    filter: CaseFilter;
    after: CaseCursor | null;
    /** Cases opened by then have waited too long. */
    lateSince: Date;
    size: number;
  },
): Promise<ListedCase[]> {
  const { filter, after } = input;
  const isClosed = filter.view === "closed";
  const [column, order, beyond] = isClosed ? ["closed_at", "desc", "<"] : ["opened_at", "asc", ">"];
  const { rows } = await db.query<Row>({
    text: `
      select k.id, k.kind, k.held_centimos as "heldCentimos", k.currency, k.opened_at as "openedAt",
        k.closed_at as "closedAt", k.resolution, k.times, coalesce(u.name, k.owner_id) as owner,
        p.session_id as "sessionId", p.test
      from cases k
        left join payments p on p.id = k.payment_id
        left join merchant_users u on u.shop_id = k.shop_id and u.user_id = k.owner_id
      where k.shop_id = $1 and ${VIEW_IS[filter.view]} and $3::timestamptz is not null
        and ($4::text is null or k.kind = $4)
        and ($5::timestamptz is null or (k.${column}, k.id) ${beyond} ($5::timestamptz, $6::uuid))
      order by k.${column} ${order}, k.id ${order} limit $7`,
    values: [
      input.shopId,
      input.userId,
      input.lateSince,
      filter.kind,
      after ? new Date(after.atMs) : null,
      after?.id ?? null,
      input.size,
    ],
  });
  return rows.map(listed);
}

function listed(row: Row): ListedCase {
  const { id, kind, heldCentimos, currency, resolution } = row;
  invariant(isCaseKind(kind), `case kind ${kind} is known`);
  return {
    ...{ id, kind, times: row.times, owner: row.owner, sessionId: row.sessionId },
    held: currency && heldCentimos > 0 ? { centimos: heldCentimos, currency } : null,
    openedAt: row.openedAt.toISOString(),
    test: row.test ?? false,
    closed: row.closedAt && {
      at: row.closedAt.toISOString(),
      ending: isEnding(resolution) ? resolution : null,
    },
  };
}
