/**
 * Addresses of the page's two static files. The `v` is the first eight hex digits of a SHA-256, of the style as it is
 * written and of the script as it is bundled, so that a phone never mixes a new page with an old cached file; a test
 * fails until it is brought up to date.
 */
export const STYLE_HREF = "/voucher.css?v=2e18b6a1";
export const SCRIPT_HREF = "/voucher.js?v=428f4ff8";

/** For the `links` export of a route that shows voucher pages. */
export function voucherLinks(): { rel: "stylesheet"; href: string }[] {
  return [{ rel: "stylesheet", href: STYLE_HREF }];
}
