import { createHash } from "node:crypto";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { chooseLanguage, type LanguageWishes } from "#app/payments/shopper-language.ts";
import type { ClaimView, RefusedForm } from "#app/refunds/claim.ts";
import { loadOpenClaim } from "#app/refunds/claim-queries.server.ts";
import { countOpening } from "#app/refunds/claim-store.server.ts";

/** What stands in the table instead of the token. The token is 192 random bits: it needs no salt and no slow hash. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/**
 * What the page behind this token shows. Null for every link that cannot be used, whatever the reason: used, expired, replaced, opened
 * too often, guessed. An opening counts, unless it is the answer to a form (`refused`) or nobody's look (`isPageView`).
 */
export async function seeClaim(
  deps: { clock: Clock; db: Queryable },
  visit: {
    token: string;
    isPageView: boolean;
    language: Omit<LanguageWishes, "shopper">;
    refused: RefusedForm | null;
  },
): Promise<ClaimView | null> {
  const tokenHash = hashToken(visit.token);
  const claim = await loadOpenClaim(deps.db, { tokenHash, at: deps.clock.now() });
  if (!claim) return null;
  const counts = visit.isPageView && visit.refused === null;
  if (counts && !(await countOpening(deps.db, tokenHash))) return null;
  return {
    ...claim.page,
    language: chooseLanguage({ ...visit.language, shopper: claim.shopperLocale }, claim.page.languages),
    storeName: claim.storeName,
    amount: { centimos: claim.amountCentimos, currency: claim.currency },
    test: claim.test,
    expiresAt: claim.expiresAt.toISOString(),
    refused: visit.refused,
  };
}
