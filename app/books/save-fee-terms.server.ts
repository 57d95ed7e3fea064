/** The page of fees: what it shows, and what a person saves on it. */
import { findPaidByAmount, loadFeeTerms } from "#app/books/fee-terms-queries.server.ts";
import { parseFeeForm, type FeesAnswer } from "#app/books/fee-terms-form.ts";
import { storeFeeTerms } from "#app/books/fee-terms-store.server.ts";
import { monthOfFees } from "#app/books/fee-month.ts";
import type { FeeTerms } from "#app/books/fee-terms.ts";
import type { FeesView, ShownTerms } from "#app/books/fees-view.ts";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { versionOf } from "#app/merchants/settings-answer.ts";
import { limaDayStart } from "#app/payments/payment-list-filter.ts";
import { limaDayOf } from "#app/payments/peru-holidays.ts";

interface FeeDeps {
  db: Queryable;
  clock: Clock;
}

export async function readFees(deps: FeeDeps, shopId: string): Promise<FeesView> {
  const now = deps.clock.now();
  const today = limaDayOf(now);
  const monthStart = limaDayStart(`${today.slice(0, 7)}-01`);
  const [{ version, terms }, groups] = await Promise.all([
    loadFeeTerms(deps.db, shopId),
    findPaidByAmount(deps.db, { shopId, from: monthStart, to: now }),
  ]);
  return { version, now: now.toISOString(), terms, month: monthOfFees(terms, groups, today) };
}

/**
 * Saves the typed terms, in place of those of the same currency and day, or withdraws those that `intent` names. `fields` holds the
 * version that the page was read at.
 */
export async function saveFeeTerms(
  deps: FeeDeps,
  actor: { shopId: string; userId: string },
  fields: Readonly<Record<string, string>>,
): Promise<FeesAnswer> {
  const version = versionOf(fields);
  const stored = await loadFeeTerms(deps.db, actor.shopId);
  if (stored.version !== version) return { kind: "conflict" };
  const save = { ...actor, at: deps.clock.now(), version };
  if (fields["intent"] === "withdraw") {
    const { currency, validFrom } = fields;
    const before = stored.terms.find((one) => one.currency === currency && one.validFrom === validFrom);
    // Not on the page of this version: somebody's own form.
    if (!before) return { kind: "refused", problems: { validFrom: "fees.problem.choice" } };
    const terms = termsOf(before);
    return { kind: await storeFeeTerms(deps.db, { ...save, terms, before: terms, isWithdrawn: true }) };
  }
  const parsed = parseFeeForm(fields);
  if (parsed.kind === "refused") return parsed;
  const { terms } = parsed;
  const same = ({ currency, validFrom }: ShownTerms) =>
    currency === terms.currency && validFrom === terms.validFrom;
  const replaced = stored.terms.find(same);
  const before = replaced ? termsOf(replaced) : null;
  return { kind: await storeFeeTerms(deps.db, { ...save, terms, before, isWithdrawn: false }) };
}

function termsOf({ savedAt: _, savedBy: __, ...terms }: ShownTerms): FeeTerms {
  return terms;
}
