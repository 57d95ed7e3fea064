import { z } from "zod";

const accented = z.object({ view: z.object({ accentColor: z.string().regex(/^#[0-9a-f]{6}$/) }) });

/** The colour that a merchant chose for the page that these route matches make up; null where it keeps its own. */
export function accentOfPage(matches: readonly { data: unknown }[]): string | null {
  const found = matches.map(({ data }) => accented.safeParse(data)).findLast(({ success }) => success);
  return found?.data?.view.accentColor ?? null;
}

/**
 * The colour as a rule of its own, in the document's head. Inline, so that it costs no request and no flash of the other
 * colour; the policy lets it in by the document's nonce. The text holds nothing that HTML would escape.
 */
export function AccentStyle(props: { color: string | null; nonce?: string | undefined }) {
  if (props.color === null) return null;
  const rule = `:root{--action:${props.color}}`;
  return <style nonce={props.nonce}>{rule}</style>;
}
