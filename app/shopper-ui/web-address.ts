/**
 * An address that may become a link: absolute http(s), nothing else. React 18 renders `javascript:`
 * addresses as they are, and these arrive from outside. `null` means: show no link.
 */
export function webAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "https:" || protocol === "http:" ? href : null;
}

/** The page of one voucher on this app, and the doors under it. */
export function voucherPath(slug: string, leaf?: "kept" | "status" | "continue" | "retry"): string {
  const page = `/v/${encodeURIComponent(slug)}`;
  return leaf ? `${page}/${leaf}` : page;
}
