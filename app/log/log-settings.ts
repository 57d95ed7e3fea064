/** How long a shop keeps its log. Pure. */
export const KEEP_CHOICES = [30, 60, 90, 180, 365] as const;
export type KeepDays = (typeof KEEP_CHOICES)[number];

export function readKeepDays(text: unknown): KeepDays | null {
  return KEEP_CHOICES.find((days) => String(days) === text) ?? null;
}

export interface KeepAnswer {
  kind: "saved" | "conflict" | "refused";
}
