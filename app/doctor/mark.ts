/** How much what was found matters. `skipped`: another check stands in the way of looking. */
export type Mark = "ok" | "warning" | "failure" | "skipped";

export const SIGNS: Record<Mark, string> = { ok: "✓", warning: "!", failure: "✗", skipped: "–" };
