/** What an operator does when somebody must be out of a shop's admin at once: a person left, a machine was stolen, a cookie leaked. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { recordAudit } from "#app/merchants/audit.server.ts";
import { endSessions, findSignedIn, type EndSessionsDeps } from "#app/merchants/end-sessions.server.ts";
import { findShop } from "#app/operator/operator-queries.server.ts";
import { EXIT, type Operator, type OperatorAnswer } from "#app/operator/operator.ts";
import { isShopDomain } from "#app/shopify/shop-domain.ts";

interface SignOutDeps extends EndSessionsDeps {
  clock: Clock;
  db: Queryable;
  shopifyApp: { embedded: boolean };
}

/**
 * `person` is Shopify's number of somebody, as the audit has it; null: everybody of the shop. `operator` null: a dry run. What the shop's jobs work
 * with stays: payments go on.
 */
export async function signOutPeople(
  deps: SignOutDeps,
  input: { domain: string; person: string | null; operator: Operator | null },
): Promise<OperatorAnswer> {
  const shop = await findShop(deps.db, input.domain);
  if (!shop || !isShopDomain(input.domain)) {
    const why =
      "No shop of this domain ever installed the app here. It is the permanent one: name.myshopify.com.";
    return { exitCode: EXIT.refused, outcome: "not-found", why, domain: input.domain };
  }
  if (deps.shopifyApp.embedded) {
    const why =
      "The admin lives inside Shopify's: who is signed in there is signed in here, for a minute at a time. Take the person away in Shopify's admin.";
    return { exitCode: EXIT.refused, outcome: "refused", why };
  }
  const open = await findSignedIn(deps, { shop: shop.shop, userId: input.person });
  const people = [...new Set(open.map(({ userId }) => userId))];
  const facts = { shop: shop.shop, sessions: open.length, people };
  if (!input.operator) {
    const why =
      "These sessions would end. Whom Shopify still lets into the shop can come in again through its admin.";
    return { exitCode: EXIT.good, outcome: "would", why, ...facts };
  }
  const { userId, reason } = input.operator;
  await recordAudit(deps.db, {
    ...{ shopId: shop.shopId, userId, at: deps.clock.now(), action: "operator-acted" },
    after: { act: "sign-out", people, sessions: open.length, reason },
  });
  await endSessions(
    deps,
    open.map(({ sessionId }) => sessionId),
  );
  const why = "They are over. Whom Shopify still lets into the shop can come in again through its admin.";
  return { exitCode: EXIT.good, outcome: "done", why, ...facts };
}
