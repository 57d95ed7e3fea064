/**
 * A person has signed in through Shopify: the shop has the app, and the person is known by name from now on.
 */
import type { Session } from "@shopify/shopify-api";
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { newId } from "#app/lib/ids.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { recordInstallation } from "#app/merchants/installation-store.server.ts";
import { savePerson, type MerchantPerson } from "#app/merchants/merchant-user-store.server.ts";
import { parseShopDomain } from "#app/shopify/shop-domain.ts";

export interface RecordSignInDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
}

/** Installs the shop, or brings it back, and keeps and logs who it was. Throws for a session that is of no shop. */
export async function recordSignIn(deps: RecordSignInDeps, session: Session): Promise<void> {
  const shop = parseShopDomain(session.shop);
  if (!shop) throw new Error("Shopify's library signed somebody in to what is no shop");
  const now = deps.clock.now();
  // The merchant gives the store its name later; until then its handle is one that they know.
  const displayName = shop.replace(/\.myshopify\.com$/, "");
  await recordInstallation(deps.db, { id: newId(deps.clock), shop, displayName, now });
  const person = personOf(session);
  if (!person) return;
  await savePerson(deps.db, { shop, person, now });
  deps.log.info({ shop, userId: person.id, event: "signed-in" }, "a person signed in");
}

/** Whose session it is; null for an offline session, which is nobody's. */
export function personOf(session: Session): (MerchantPerson & { locale: string | null }) | null {
  const user = session.onlineAccessInfo?.associated_user;
  if (!session.isOnline || !user || !Number.isSafeInteger(user.id)) return null;
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ").slice(0, 255);
  const email = user.email || null;
  return {
    id: String(user.id),
    name: name || email || String(user.id),
    email,
    locale: user.locale || null,
  };
}
