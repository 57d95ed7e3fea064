/** Payments at every state and step there can be, for what counts them: which one is what is always the same. */
import { CODE_STATES, TOLD_STATES, type CodeState } from "#app/payments/lifecycle-moves.ts";
import { HOUR_MS, NOON, type ListedPayments, type ListedShopRows } from "./listed-payments.ts";
import type { Place, Row } from "./rows.ts";

const WITHOUT_CIP: readonly CodeState[] = ["issuing", "failed", "unknown", "lost"];
const CHANNELS = ["BCP - Banca Móvil", "Agente KasNet", "=cmd|' /C calc'!A0", "-", ""];
/** Of all shops of a database: PagoEfectivo gives each CIP once. */
let lastCip = 900_000_000;
const AMOUNTS = [100, 1_999, 2_000, 4_999, 5_000, 9_999, 10_000, 60_000, 123_456];

/** One for each told value, state of the code, and whether a person must decide; returns how many. */
export async function paymentsOfEveryKind(listed: ListedPayments, shop: ListedShopRows): Promise<number> {
  const statementId = await statementOf(listed, shop.shopId, NOON);
  let made = 0;
  for (const told of TOLD_STATES) {
    for (const state of [null, ...CODE_STATES]) {
      for (const needsPerson of [false, true]) {
        made += 1;
        const place = await paymentOf(listed, shop, made, { told });
        if (state) await codeOf(listed, place, { state, number: made, statementId });
        if (needsPerson) await listed.rows.newCase(place, { payment_id: place.paymentId });
      }
    }
  }
  return made;
}

/** A statement of the shop, without any row yet. */
export function statementOf(listed: ListedPayments, shopId: string, uploadedAt: Date): Promise<string> {
  const id = crypto.randomUUID();
  return listed.rows.insert("statements", {
    ...{ id, shop_id: shopId, kind: "report", file_name: "report.xlsx", row_count: 1, mapping: "{}" },
    // Two hex ids are as long as a SHA-256.
    content_hash: `\\x${id.replaceAll("-", "").repeat(2)}`,
    ...{ from_day: "2026-11-01", to_day: "2026-11-24", uploaded_by: "7001", uploaded_at: uploadedAt },
  });
}

/** Every third was seen and every fifth kept; every eleventh was renewed, and its page forgot both. */
async function paymentOf(
  listed: ListedPayments,
  shop: ListedShopRows,
  number: number,
  row: Row,
): Promise<Place> {
  const isRenewed = number % 11 === 0;
  const marks = ([3, 5] as const).map((each) => (number % each === 0 && !isRenewed ? NOON : null));
  const place = await listed.payment(shop, number * 1.7, {
    ...row,
    amount_centimos: AMOUNTS[number % AMOUNTS.length] ?? 1,
    currency: number % 7 === 0 ? "USD" : "PEN",
    test: number % 13 === 0,
    first_seen_at: marks[0] ?? null,
    kept_at: marks[1] ?? null,
    ...(isRenewed && { renewals: 1, renewed_at: NOON, renewed_code_id: crypto.randomUUID() }),
  });
  if (isRenewed && number % 2 === 0) {
    for (const event of ["code-seen", "code-kept"])
      await listed.rows.insert("timeline", {
        ...{ payment_id: place.paymentId, at: NOON, actor: "shopper", event },
      });
  }
  return place;
}

/** A paid one is paid some hours after it was made, and every second of all stands in the statement, with a channel or without. */
async function codeOf(
  listed: ListedPayments,
  place: Place,
  { state, number, statementId }: { state: CodeState; number: number; statementId: string },
): Promise<void> {
  const createdAt = new Date(NOON.getTime() - number * 1.7 * HOUR_MS);
  const isPaid = state === "paid" || state === "reversed";
  const cip = WITHOUT_CIP.includes(state) ? null : String((lastCip += 1));
  const codeId = await listed.rows.newCode(place, {
    ...{ state, cip, created_at: createdAt },
    ...(isPaid && { paid_at: new Date(createdAt.getTime() + (number % 60) * HOUR_MS) }),
  });
  if (number % 4 === 1) return;
  await listed.rows.insert("statement_rows", {
    ...{
      statement_id: statementId,
      line: number + 1,
      state: "paid",
      amount_centimos: 100,
      currency: "PEN",
    },
    // Some rows only name our own code, some name nothing of ours.
    cip: number % 6 === 0 ? null : (cip ?? "1"),
    transaction_code: number % 12 === 0 ? codeId.toUpperCase() : "no code of ours",
    channel: CHANNELS[number % CHANNELS.length] ?? null,
  });
}
