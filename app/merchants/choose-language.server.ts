import type { Queryable } from "#app/lib/database.server.ts";
import type { MerchantLanguage, MerchantLogin } from "#app/merchants/merchant-login.ts";
import { saveLanguage } from "#app/merchants/merchant-user-store.server.ts";

/** The person reads the admin in this language from now on, whatever Shopify says. */
export async function chooseMerchantLanguage(
  deps: { db: Queryable },
  input: { login: MerchantLogin; language: MerchantLanguage },
): Promise<void> {
  const { login, language } = input;
  await saveLanguage(deps.db, { shopId: login.shop.id, userId: login.user.id, language });
}
