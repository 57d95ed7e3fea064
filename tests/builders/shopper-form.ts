/** A shopper's form, as their browser sends it: without a referrer, and therefore without an origin. */
export async function sendForm(
  address: string,
  fields: Record<string, string> = {},
): Promise<{ status: number; location: string | null; html: string; headers: Headers }> {
  const answer = await fetch(address, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: "null" },
    body: new URLSearchParams(fields),
  });
  return {
    status: answer.status,
    location: answer.headers.get("Location"),
    html: await answer.text(),
    headers: answer.headers,
  };
}

/** What can be read of a page. */
export function readable(html: string): string {
  return html
    .replace(/<(template|script|style).*?<\/\1>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#x27;", "'")
    .replace(/[\s\u00a0]+/g, " ");
}
