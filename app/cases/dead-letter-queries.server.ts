/** Reads the reports of a shop that Shopify refused for good, or did not answer until their attempts were used up. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { Currency } from "#app/lib/money.ts";
import { answerWord, type DeadLetter } from "#app/cases/dead-letters.ts";
import type { ReportKind } from "#app/shopify/payments-apps-client.ts";

interface Row {
  id: string;
  kind: ReportKind;
  state: "dead" | "refused";
  paymentId: string;
  sessionId: string;
  amountCentimos: number;
  currency: Currency;
  test: boolean;
  decidedAt: Date;
  attempts: number;
  answer: string | null;
  why: string | null;
}

/** Oldest first. A pending that the payment's end has overtaken is not listed: it must not be sent any more. */
export async function findDeadLetters(
  db: Queryable,
  input: { shopId: string; limit: number },
): Promise<DeadLetter[]> {
  const { rows } = await db.query<Row>({
    text: `
      select r.id, r.kind, r.state, p.id as "paymentId", p.session_id as "sessionId", p.amount_centimos as "amountCentimos",
        p.currency, p.test, r.decided_at as "decidedAt", r.attempts, a.answer, a.detail ->> 'why' as why
      from reports r join payments p on p.id = r.payment_id
        left join lateral (
          select answer, detail from report_attempts where report_id = r.id order by id desc limit 1
        ) a on true
      where p.shop_id = $1 and r.state in ('dead', 'refused') and (r.kind <> 'pending' or p.told = 'pending')
      order by r.decided_at, r.id limit $2`,
    values: [input.shopId, input.limit],
  });
  return rows.map(({ amountCentimos, currency, decidedAt, answer, ...row }) => ({
    ...row,
    amount: { centimos: amountCentimos, currency },
    decidedAt: decidedAt.toISOString(),
    answer: answerWord(answer),
    why: answer === "refused" ? row.why : null,
  }));
}
