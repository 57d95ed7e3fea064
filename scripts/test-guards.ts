/**
 * `npm run test:guards`: takes the guards of the money away, one at a time, in a copy of the tree, and wants the storm to break
 * a promise each time. The last line is `N passed, N failed`.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { GUARDS, type Guard } from "../tests/storm/guards.ts";
import { runStorms } from "../tests/storm/storm-runner.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** A guard that so many storms do not miss might as well not be there. */
const MOST_SEEDS = 500;
const FIRST_SEED = 1;
const COPIED = [
  "app",
  "server",
  "simulators",
  "scripts",
  "tests",
  "prisma",
  "package.json",
  "package-lock.json",
  "prisma.config.ts",
];

/** A copy of the tree without this guard. */
function treeWithout({ file, guard, without, name }: Guard): string {
  const tree = mkdtempSync(path.join(tmpdir(), "ventanilla-guard-"));
  for (const entry of COPIED) cpSync(path.join(root, entry), path.join(tree, entry), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(tree, "node_modules"));
  const text = readFileSync(path.join(tree, file), "utf8");
  if (text.split(guard).length !== 2) throw new Error(`${name}: the guard stands not once in ${file}`);
  writeFileSync(path.join(tree, file), text.replace(guard, without));
  return tree;
}

/** What was put in the guard's place does not run: that the storm stops then says nothing of the guard. */
const isMistake = (complaint: string) => /^threw: .*(Reference|Syntax|Type)Error/.test(complaint);

let failed = 0;
for (const guard of GUARDS) {
  const tree = treeWithout(guard);
  try {
    const { reports, lost } = await runStorms({
      first: FIRST_SEED,
      runs: MOST_SEEDS,
      processes: Math.max(2, availableParallelism()),
      shortens: false,
      stopsAtFailure: true,
      tree,
      tell: () => undefined,
    });
    const missed = reports.find(({ complaints }) => complaints.length > 0);
    const isMissed = missed !== undefined && !missed.complaints.some(isMistake);
    if (!isMissed || lost > 0) failed += 1;
    console.log(`${isMissed ? "ok  " : "FAIL"}  without "${guard.name}": ${reports.length} storms`);
    if (missed) console.log(`        seed ${missed.seed}: ${missed.complaints[0]}`);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
console.log(`${GUARDS.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
