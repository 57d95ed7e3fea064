import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureGeneratedClient } from "./generated-client.ts";
import { commandOf, root, runSteps, type Step, tellStep } from "./run-step.ts";

const SOURCE_FOLDERS = ["app", "server", "simulators", "scripts", "tests", "bench"];

/** Everything that is judged without running the product; slowest first. */
export function checkSteps(): Step[] {
  const folders = SOURCE_FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const typesMemory = "node_modules/.cache/types.tsbuildinfo";
  return [
    { name: "lint", script: commandOf("eslint", "eslint"), words: [".", "--max-warnings", "0"] },
    {
      name: "types",
      script: commandOf("typescript", "tsc"),
      words: ["-p", ".", "--noEmit", "--incremental", "--tsBuildInfoFile", typesMemory],
    },
    {
      name: "dependencies",
      script: commandOf("dependency-cruiser", "depcruise"),
      words: ["--config", "dependency-rules.cjs", ...folders],
    },
    { name: "dead code", script: commandOf("knip", "knip"), words: ["--no-config-hints"] },
    { name: "messages", script: path.join(root, "scripts", "merchant-messages.ts"), words: ["--check"] },
    { name: "lifecycle page", script: path.join(root, "scripts", "lifecycle-page.ts"), words: ["--check"] },
    { name: "env example", script: path.join(root, "scripts", "env-example.ts"), words: ["--check"] },
    { name: "migrations", script: path.join(root, "scripts", "migration-check.ts"), words: [] },
    { name: "shopify files", script: path.join(root, "scripts", "shopify-files.ts"), words: [] },
    {
      name: "format",
      script: commandOf("prettier", "prettier"),
      words: ["--check", ".", "--log-level", "warn", "--cache", "--cache-strategy", "content"],
    },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureGeneratedClient();
  const results = await runSteps(checkSteps(), 2, tellStep);
  process.exitCode = results.every((result) => result.ok) ? 0 : 1;
}
