import { readFileSync } from "node:fs";
import ts from "typescript";

/** Full titles of the tests of one file as they stand in its text: `describe it`, placeholders and all. */
export function testTitles(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const titles: string[] = [];
  const visit = (node: ts.Node, chapter: string): void => {
    const [title] = ts.isCallExpression(node) ? node.arguments : [];
    const word = ts.isCallExpression(node) ? calledWord(node.expression) : null;
    if (!title || !ts.isStringLiteralLike(title) || (word !== "it" && word !== "describe")) {
      ts.forEachChild(node, (child) => visit(child, chapter));
      return;
    }
    const full = `${chapter} ${title.text}`.trim();
    if (word === "it") titles.push(full);
    else ts.forEachChild(node, (child) => visit(child, full));
  };
  visit(source, "");
  return titles;
}

/** `it` of `it(…)`, `it.each(…)(…)` and `it.concurrent(…)` alike. */
function calledWord(callee: ts.Expression): string | null {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee)) return calledWord(callee.expression);
  return ts.isCallExpression(callee) ? calledWord(callee.expression) : null;
}
