import { z } from "zod";

const accented = z.object({ view: z.object({ accentColor: z.string().regex(/^#[0-9a-f]{6}$/) }) });

/** The colour that a merchant chose for the page that these route matches make up; null where it keeps its own. */
export function accentOfPage(matches: readonly { data: unknown }[]): string | null {
  const found = matches.map(({ data }) => accented.safeParse(data)).findLast(({ success }) => success);
  return found?.data?.view.accentColor ?? null;
}

/** The one rule that gives a page its store's colour. It holds nothing that HTML would escape. */
export function accentRule(color: string): string {
  return `:root{--action:${color}}`;
}

/**
 * The rule in the document's head. Inline, so that it costs no request and no flash of the other colour. The document's
 * policy names it by its hash, not by a nonce: the page's script reads later versions of the page, and the browser judges
 * their styles by the policy of the first.
 */
export function AccentStyle({ color }: { color: string | null }) {
  return color === null ? null : <style>{accentRule(color)}</style>;
}
