/**
 * Takes out of a free text what looks like a secret, an address of a page, a person's e-mail or number, or a CIP. For texts that nobody of
 * ours has written: the messages of errors. It knows forms only; a person's name has none. Pure.
 */

const TAKEN_OUT = "[…]";
/** What comes after this says nothing new of an error, and may be a whole answer. */
const MOST_CHARACTERS = 8_000;

/** The first is kept: our own ids are what a line is found by. Each of the others is taken out. */
const FORMS = new RegExp(
  [
    String.raw`(?<id>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)`,
    // A name and a password before a host.
    String.raw`(?<=:\/\/)[^\s/@]+(?=@)`,
    String.raw`(?<=https?:\/\/[^\s?#]*)[?#][^\s"'<>]*`,
    String.raw`\b[Bb]earer\s+[^\s"',]+`,
    String.raw`\beyJ[\w-]+(?:\.[\w-]+)*`,
    String.raw`\bshp[a-z]{2,3}_\w+`,
    String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b`,
    // What an address of a shopper's page, a notice URL, a key or a token is made of.
    String.raw`\b(?=[\w+=-]*\d)(?=[\w+=-]*[A-Z])(?=[\w+=-]*[a-z])[\w+=-]{20,}`,
    String.raw`(?<=\/(?:v|r|notices)\/)[\w-]{16,}`,
    String.raw`\b[0-9a-f]{24,}\b`,
    // A CIP, a document, a telephone number: from seven digits on.
    String.raw`\+?\d(?:[\s().]?\d){6,}`,
    // V8 quotes what it could not parse: `Unexpected token 'a', ..."ab@example"... is not valid JSON`.
    String.raw`(?:\.\.\.)?"[\s\S]*(?= is not valid JSON)`,
  ].join("|"),
  "g",
);

/** The text with what it should not hold replaced by `[…]`. */
export function scrubText(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replaceAll(FORMS, (_found: string, id: string | undefined) => id ?? TAKEN_OUT);
}
