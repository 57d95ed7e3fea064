import type { AddressLanguage } from "#app/payments/voucher-view.ts";

/** Where a shopper who has lost the page of their code asks for it. */
export const FIND_PATH = "/find";

/** The doors under a voucher's page. */
export type VoucherLeaf =
  | ("kept" | "status" | "continue" | "retry" | "cancel" | "email" | "renew")
  | ("check" | "operation")
  | ("code.ics" | "code.pdf" | "page-qr.svg" | "provider-qr");

/**
 * An address that may become a link: absolute http(s), nothing else. React 18 renders `javascript:`
 * addresses as they are, and these arrive from outside. `null` means: show no link.
 */
export function webAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** The page of one voucher on this app, or a door under it; `language` is kept in the address where it is given. */
export function voucherPath(slug: string, leaf?: VoucherLeaf, language?: AddressLanguage | null): string {
  const page = `/v/${encodeURIComponent(slug)}${leaf ? `/${leaf}` : ""}`;
  return language ? `${page}?lang=${language}` : page;
}
