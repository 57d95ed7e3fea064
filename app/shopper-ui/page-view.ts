/** A browser that prefetches, or a messenger that only asks for the headers, has shown a page to nobody. */
export function isPageView(request: {
  method: string;
  headers: { get(name: string): string | null };
}): boolean {
  const purpose = request.headers.get("Sec-Purpose") ?? request.headers.get("Purpose") ?? "";
  return request.method === "GET" && !/prefetch|preview/i.test(purpose);
}
