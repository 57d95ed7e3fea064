/**
 * JSON from a sender whose words become money: the usual parser keeps the last of two equal keys,
 * so two readers of one body could see two amounts. Such a body is refused instead.
 */

/** The value, or null when the text is not JSON, begins with a byte order mark, or repeats a key. */
export function parseStrictJson(text: string): { value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return repeatsKey(text) ? null : { value };
  } catch {
    return null;
  }
}

/** `text` is valid JSON. Only a string followed by a colon is a key, and only objects have them. */
function repeatsKey(text: string): boolean {
  const open: Set<string>[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;
  for (const [token, colon] of text.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (colon !== undefined) {
      const text = token.slice(0, -colon.length);
      // Two spellings of one key differ only by escapes, which are rare.
      const name: unknown = text.includes("\\") ? JSON.parse(text) : text.slice(1, -1);
      const names = open.at(-1);
      if (names === undefined || typeof name !== "string") continue;
      if (names.has(name)) return true;
      names.add(name);
    }
  }
  return false;
}
