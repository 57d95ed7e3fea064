import type { MerchantSide } from "./merchant-side.ts";
import { readLocale } from "./staff.ts";

/** `?user=` and `?locale=` on any page of the admin: who sits at the browser from now on, and in which language. */
export function chooseStaff(side: MerchantSide, shop: string, query: Record<string, unknown>): void {
  const id = Number(query["user"]);
  if (side.staff.member(shop, id) !== undefined) side.staff.signInAs(shop, id);
  const locale = readLocale(typeof query["locale"] === "string" ? query["locale"] : undefined);
  if (locale !== null) side.staff.setLocale(shop, side.staff.signedIn(shop).id, locale);
}
