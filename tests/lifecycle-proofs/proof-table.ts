import { readFileSync } from "node:fs";

/** One row of `docs/lifecycle-proofs.md`. */
export interface Proof {
  chapter: string;
  sentence: string;
  file: string;
  title: string;
}

/** The rows of every chapter's table, in their order. Throws at a row that is not of three cells. */
export function readProofs(path: string): Proof[] {
  const proofs: Proof[] = [];
  let chapter = "";
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.startsWith("## ")) chapter = line.slice(3);
    if (!line.startsWith("| ") || /^\| (sentence|-+) /.test(line)) continue;
    const [sentence, file, title, ...rest] = line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim());
    if (!sentence || !file || !title || rest.length > 0)
      throw new Error(`not a row of three cells: ${line}`);
    proofs.push({ chapter, sentence, file: file.replaceAll("`", ""), title });
  }
  return proofs;
}
