/** What of an answer to a browser is not as it must be on every surface; empty when all is well. */
export function plainGuards({ headers }: Response): string[] {
  const policy = headers.get("content-security-policy") ?? "";
  const checks: Record<string, boolean> = {
    "X-Content-Type-Options": headers.get("x-content-type-options") === "nosniff",
    "Strict-Transport-Security":
      headers.get("strict-transport-security") === "max-age=31536000; includeSubDomains",
    "Referrer-Policy": /^(?:no-referrer|same-origin)$/.test(headers.get("referrer-policy") ?? ""),
    "frame-ancestors": policy.includes("frame-ancestors "),
    "base-uri": policy.includes("base-uri 'none'"),
    "object-src": /(?:object-src|default-src) 'none'/.test(policy),
    "no unsafe script": !/script-src[^;]*(?:unsafe|\*|https?:(?!\/\/))/.test(policy),
    "no permission for other origins": !headers.has("access-control-allow-origin"),
    "no word of what runs here": !headers.has("server") && !headers.has("x-powered-by"),
    "a cache's leave": headers.has("cache-control"),
  };
  return Object.entries(checks).flatMap(([name, isMet]) => (isMet ? [] : [`${name}: ${policy}`]));
}
