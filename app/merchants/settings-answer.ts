/** What saving a page of settings is answered. Plain values: the page words them. */
export type SettingsAnswer<Field extends string, Problem extends string> =
  | { kind: "saved" }
  /** What is wrong beside which field; nothing was saved. */
  | { kind: "refused"; problems: Partial<Record<Field, Problem>> }
  /** Somebody else saved since the page was read; nothing was saved. */
  | { kind: "conflict" };

/** HTTP status of such an answer. */
export function statusOfSettings(answer: SettingsAnswer<string, string>): 200 | 409 | 422 {
  switch (answer.kind) {
    case "saved":
      return 200;
    case "refused":
      return 422;
    case "conflict":
      return 409;
  }
}

/** The version that a page was read at, out of its form; NaN, which fits no stored one, for anything else. */
export function versionOf(fields: Readonly<Record<string, string>>): number {
  const text = fields["version"] ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
