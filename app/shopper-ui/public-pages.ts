/** The pages that anybody may open without a code: what is done with their data, on which terms, and who helps. */
import type { MessageId } from "#app/messages/message.ts";
import type { ShopperLanguage } from "#app/payments/voucher-view.ts";

export const PUBLIC_PAGES = ["privacy", "terms", "support"] as const;
export type PublicPage = (typeof PUBLIC_PAGES)[number];

export function publicPath(page: PublicPage, language: ShopperLanguage): string {
  return `/${page}?lang=${language}`;
}

export interface PublicSection {
  title: MessageId;
  lines: readonly MessageId[];
}

/** Every sentence of docs/privacy.md that concerns a shopper, in its words; a change there is a change here. */
const PRIVACY: readonly PublicSection[] = [
  {
    title: "public.privacy.who.title",
    lines: [
      "public.privacy.who.store",
      "public.privacy.who.us",
      "public.privacy.who.provider",
      "public.privacy.who.shopify",
    ],
  },
  {
    title: "public.privacy.kept.title",
    lines: [
      "public.privacy.kept.email",
      "public.privacy.kept.phone",
      "public.privacy.kept.name",
      "public.privacy.kept.language",
      "public.privacy.kept.payment",
      "public.privacy.kept.slip",
      "public.privacy.kept.refund",
      "public.privacy.kept.notes",
      "public.privacy.kept.find",
    ],
  },
  {
    title: "public.privacy.never.title",
    lines: ["public.privacy.never.list", "public.privacy.never.tracking"],
  },
  {
    title: "public.privacy.long.title",
    lines: [
      "public.privacy.long.contact",
      "public.privacy.long.waiting",
      "public.privacy.long.refund",
      "public.privacy.long.export",
      "public.privacy.long.books",
    ],
  },
  {
    title: "public.privacy.sees.title",
    lines: ["public.privacy.sees.store", "public.privacy.sees.refund", "public.privacy.sees.operator"],
  },
  {
    title: "public.privacy.safe.title",
    lines: ["public.privacy.safe.sealed", "public.privacy.safe.address"],
  },
  {
    title: "public.privacy.rights.title",
    lines: ["public.privacy.rights.which", "public.privacy.rights.how", "public.privacy.rights.authority"],
  },
];

const TERMS: readonly PublicSection[] = [
  {
    title: "public.terms.shopper.title",
    lines: [
      "public.terms.shopper.seller",
      "public.terms.shopper.money",
      "public.terms.shopper.exact",
      "public.terms.shopper.price",
      "public.terms.shopper.proof",
      "public.terms.shopper.twice",
      "public.terms.shopper.back",
    ],
  },
  {
    title: "public.terms.merchant.title",
    lines: [
      "public.terms.merchant.keys",
      "public.terms.merchant.does",
      "public.terms.merchant.ship",
      "public.terms.merchant.shopper",
      "public.terms.merchant.leave",
      "public.terms.merchant.price",
    ],
  },
  {
    title: "public.terms.law.title",
    lines: ["public.terms.law.which", "public.terms.law.data", "public.terms.law.book"],
  },
];

const SUPPORT: readonly PublicSection[] = [
  {
    title: "public.support.shopper.title",
    lines: ["public.support.shopper.page", "public.support.shopper.paid", "public.support.shopper.never"],
  },
  {
    title: "public.support.merchant.title",
    lines: ["public.support.merchant.app", "public.support.merchant.write"],
  },
];

export const PUBLIC_TEXTS: Record<
  PublicPage,
  { link: MessageId; title: MessageId; leads: readonly MessageId[]; sections: readonly PublicSection[] }
> = {
  privacy: {
    link: "public.privacy.link",
    title: "public.privacy.title",
    leads: ["public.privacy.lead", "public.privacy.law"],
    sections: PRIVACY,
  },
  terms: {
    link: "public.terms.link",
    title: "public.terms.title",
    leads: ["public.terms.lead"],
    sections: TERMS,
  },
  support: {
    link: "public.support.link",
    title: "public.support.title",
    leads: ["public.support.lead"],
    sections: SUPPORT,
  },
};
