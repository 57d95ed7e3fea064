/** Opens cases that no change of a payment opens. Equal questions merge while they are open. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Money } from "#app/lib/money.ts";
import type { CaseKind } from "#app/payments/case-kind.ts";
import { notDecided, type Detail } from "#app/payments/payment-store.server.ts";

export async function openNoticeCase(
  db: Queryable,
  input: {
    id: string;
    kind: CaseKind;
    notice: { id: string; shopId: string };
    codeId: string | null;
    at: Date;
    held: Money | null;
    evidence: Detail;
  },
): Promise<void> {
  await db.query({
    name: "open-notice-case",
    text: `
      insert into cases (id, shop_id, payment_id, code_id, notice_id, kind, merge_key, evidence, opened_at, last_seen_at,
        held_centimos, currency)
      select $1, $2, (select payment_id from codes where id = $3), $3, $4, $5, $8, $6::jsonb, $7, $7, $9, $10
      where ${notDecided("$8")}
      on conflict (merge_key) where state = 'open'
        do update set times = cases.times + 1, last_seen_at = excluded.last_seen_at`,
    values: [
      input.id,
      input.notice.shopId,
      input.codeId,
      input.notice.id,
      input.kind,
      JSON.stringify(input.evidence),
      input.at,
      `${input.kind}:${input.notice.id}`,
      input.held?.centimos ?? 0,
      input.held?.currency ?? null,
    ],
  });
}
