/**
 * What the standard fonts of PDF can write: WinAnsiEncoding (ISO 32000-1:2008, annex D.2). It has every letter of Spanish; a store's
 * name may have others. Pure.
 */

/** Those beyond Latin-1 that it has, from 80 to 9F. */
const BEYOND_LATIN_1 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";

/** The text with a letter's plain form, or a question mark, where the letter cannot be written; no line ends, no controls. */
export function winAnsiText(text: string): string {
  return [...text.normalize("NFC").replace(/[\s\p{Cc}]+/gu, (gap) => (gap === "\u00a0" ? gap : " "))]
    .map((letter) => (isWritable(letter) ? letter : plainForm(letter)))
    .join("");
}

function isWritable(letter: string): boolean {
  return /^[\x20-\x7e\xa0-\xff]$/.test(letter) || BEYOND_LATIN_1.includes(letter);
}

function plainForm(letter: string): string {
  const base = letter.normalize("NFKD").replace(/\p{M}/gu, "");
  return base !== "" && [...base].every(isWritable) ? base : "?";
}
