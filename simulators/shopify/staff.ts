import { steadyNumber } from "./identifiers.ts";

export type AdminLocale = "es" | "en" | "zh-CN";
export const ADMIN_LOCALES: readonly AdminLocale[] = ["es", "en", "zh-CN"];

/** A person who works in a shop's admin. */
export interface StaffMember {
  /** Shopify's number of this person; the same at every start for the same shop. */
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  /** The language of this person's admin. */
  locale: AdminLocale;
  accountOwner: boolean;
}

interface ShopStaff {
  members: StaffMember[];
  signedIn: number;
}

function usualStaff(shop: string): [StaffMember, StaffMember] {
  return [
    {
      id: steadyNumber(`${shop} owner`),
      firstName: "Rosa",
      lastName: "Quispe",
      email: `rosa@${shop.replace(".myshopify.com", "")}.example`,
      locale: "es",
      accountOwner: true,
    },
    {
      id: steadyNumber(`${shop} staff`),
      firstName: "Daniel",
      lastName: "Park",
      email: `daniel@${shop.replace(".myshopify.com", "")}.example`,
      locale: "en",
      accountOwner: false,
    },
  ];
}

/** Who works in each shop, and which of them sits at the browser. The owner does until someone else is chosen. */
export class Staff {
  readonly #shops = new Map<string, ShopStaff>();

  members(shop: string): StaffMember[] {
    return this.#of(shop).members.map((member) => ({ ...member }));
  }

  signedIn(shop: string): StaffMember {
    const { members, signedIn } = this.#of(shop);
    const member = members.find((one) => one.id === signedIn);
    if (member === undefined) throw new Error(`nobody is signed in to ${shop}`);
    return { ...member };
  }

  member(shop: string, id: number): StaffMember | undefined {
    return this.members(shop).find((one) => one.id === id);
  }

  /** Throws for a person who does not work there. */
  signInAs(shop: string, id: number): void {
    this.#known(shop, id);
    this.#of(shop).signedIn = id;
  }

  setLocale(shop: string, id: number, locale: AdminLocale): void {
    this.#known(shop, id).locale = locale;
  }

  #known(shop: string, id: number): StaffMember {
    const member = this.#of(shop).members.find((one) => one.id === id);
    if (member === undefined) throw new Error(`no person ${id} works in ${shop}`);
    return member;
  }

  #of(shop: string): ShopStaff {
    let staff = this.#shops.get(shop);
    if (staff === undefined) {
      const members = usualStaff(shop);
      staff = { members, signedIn: members[0].id };
      this.#shops.set(shop, staff);
    }
    return staff;
  }
}

/** A language of the admin, or null for any other text. */
export function readLocale(text: string | undefined): AdminLocale | null {
  return ADMIN_LOCALES.find((locale) => locale === text) ?? null;
}
