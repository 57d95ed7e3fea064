/** Who a line of the timeline is about, and what it may carry. */
export const ACTORS = ["shopify", "shopper", "pagoefectivo", "ventanilla", "merchant"] as const;
export type Actor = (typeof ACTORS)[number];

/** Words and numbers, never personal data, never a CIP. */
export type Detail = Record<string, string | number | boolean | null>;

export function isActor(text: string): text is Actor {
  return ACTORS.some((actor) => actor === text);
}
