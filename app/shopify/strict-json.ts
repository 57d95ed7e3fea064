/**
 * JSON from a sender whose words become money: the usual parser keeps the last of two equal keys,
 * so two readers of one body could see two amounts. Such a body is refused instead.
 */

/** The value, or null when the text is not JSON, begins with a byte order mark, or repeats a key. */
export function parseStrictJson(text: string): { value: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    // Of equal keys only one is kept, however they are spelled.
    return writtenKeys(text) === keptKeys(value) ? { value } : null;
  } catch {
    return null;
  }
}

const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** `text` is valid JSON: a string that a colon follows is a key. */
function writtenKeys(text: string): number {
  let count = 0;
  let start = text.indexOf('"');
  while (start >= 0) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let after = end + 1;
    while (isSpace(text.charCodeAt(after))) after += 1;
    if (text.charCodeAt(after) === COLON) count += 1;
    start = text.indexOf('"', after);
  }
  return count;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
  return slashes % 2 === 1;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function keptKeys(value: unknown): number {
  let count = 0;
  // Grows while it is read: a body may be nested deeper than calls may be.
  const found = [value];
  for (const one of found) {
    if (typeof one !== "object" || one === null) continue;
    const inside: unknown[] = Object.values(one);
    if (!Array.isArray(one)) count += inside.length;
    for (const part of inside) if (typeof part === "object") found.push(part);
  }
  return count;
}
