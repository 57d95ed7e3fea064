/**
 * Whether a page of our own sent this request, as far as the browser says. `Origin` comes with every POST of today's
 * browsers; where it is missing Sec-Fetch-Site must say so. Silence is not enough: cookies come along with a forged
 * request too.
 */
export function isOwnRequest(headers: Headers, publicOrigin: string): boolean {
  const origin = headers.get("origin");
  if (origin !== null) return origin === publicOrigin;
  return headers.get("sec-fetch-site") === "same-origin";
}
