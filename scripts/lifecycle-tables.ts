/** How the page of the lifecycles shows states and their moves. */
export const code = (word: string): string => `\`${word}\``;
export const codes = (words: readonly string[]): string => words.map(code).join(", ") || "—";

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

export function statesTable<S extends string>(
  states: readonly S[],
  meaning: Record<S, string>,
  moves: Record<S, readonly S[]>,
): string {
  const rows = states.map((state) => [code(state), meaning[state], codes(moves[state])]);
  return table(["state", "meaning", "may become"], rows);
}

export function diagram<S extends string>(
  states: readonly S[],
  moves: Record<S, readonly S[]>,
  first: S,
): string {
  const arrows = states.flatMap((from) =>
    moves[from].length === 0 ? [`${from} --> [*]`] : moves[from].map((to) => `${from} --> ${to}`),
  );
  const lines = [`[*] --> ${first}`, ...arrows].map((line) => `    ${line}`);
  return ["```mermaid", "stateDiagram-v2", ...lines, "```"].join("\n");
}
