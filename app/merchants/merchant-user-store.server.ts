/** The people of a shop who have signed in. */
import type { Queryable } from "#app/lib/database.server.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import type { ShopDomain } from "#app/shopify/shop-domain.ts";

export interface MerchantPerson {
  id: string;
  name: string;
  email: string | null;
}

export interface KnownMerchant {
  shopId: string;
  storeName: string;
  isInstalled: boolean;
  /** What the person chose; null follows Shopify. */
  language: string | null;
  /** Null: never seen in this shop. */
  lastSeenAt: Date | null;
  /** When somebody last worked with this session; null: not yet. */
  sessionSeenAt: Date | null;
}

/** What is known of a person in a shop; null when nobody ever installed the app there. */
export async function findMerchant(
  db: Queryable,
  input: { shop: ShopDomain; userId: string; sessionId: string },
): Promise<KnownMerchant | null> {
  const { rows } = await db.query<KnownMerchant>({
    name: "find-merchant",
    text: `
      select s.id as "shopId", s.display_name as "storeName", s.uninstalled_at is null as "isInstalled",
        u.language, u.last_seen_at as "lastSeenAt", x.seen_at as "sessionSeenAt"
      from shops s left join merchant_users u on u.shop_id = s.id and u.user_id = $2
        left join shopify_sessions x on x.id = $3
      where s.domain = $1`,
    values: [input.shop, input.userId, input.sessionId],
  });
  return rows[0] ?? null;
}

/** Somebody works with this session now. */
export async function noteSessionSeen(db: Queryable, sessionId: string, now: Date): Promise<void> {
  await db.query({
    name: "note-session-seen",
    text: "update shopify_sessions set seen_at = $2 where id = $1",
    values: [sessionId, now],
  });
}

/** Keeps the name and address that Shopify gives now; the chosen language stays. Nothing when the shop is unknown. */
export async function savePerson(
  db: Queryable,
  input: { shop: ShopDomain; person: MerchantPerson; now: Date },
): Promise<void> {
  const { id, name, email } = input.person;
  await db.query({
    name: "save-person",
    text: `
      insert into merchant_users (shop_id, user_id, name, email, last_seen_at)
      select id, $2, $3, $4, $5 from shops where domain = $1
      on conflict (shop_id, user_id) do update
        set name = excluded.name, email = excluded.email, last_seen_at = excluded.last_seen_at`,
    values: [input.shop, id, name, email, input.now],
  });
}

/** The person's own language from now on. */
export async function saveLanguage(
  db: Queryable,
  input: { shopId: string; userId: string; language: MerchantLanguage },
): Promise<void> {
  await db.query({
    text: "update merchant_users set language = $3 where shop_id = $1 and user_id = $2",
    values: [input.shopId, input.userId, input.language],
  });
}
