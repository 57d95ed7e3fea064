/**
 * Seals everything anew with the first key of VAULT_KEYS, while the app runs: `npm run keys:rotate`. `-- --dry-run` opens every value and
 * writes none; `--json` prints one JSON object. May be stopped anywhere and started again. Exit codes: 0 nothing is left under
 * another key, or it was a dry run and everything opens; 1 something is left, or does not open. docs/keys.md says in which order.
 */
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { rotateKeys, type Rotation } from "#app/keys/rotate-keys.server.ts";
import { buildDependencies } from "../server/dependencies.ts";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, "dry-run": { type: "boolean", default: false } },
});

const isDryRun = options["dry-run"];
const deps = buildDependencies(readConfig(), createLogger("warn", pino.destination(2)));
try {
  const rotation = await rotateKeys({ ...deps, pause: (ms) => pause(ms) }, { isDryRun });
  const lines = options.json ? [JSON.stringify(rotation)] : linesOf(rotation);
  for (const line of lines) process.stdout.write(`${line}\n`);
  const isLeft = rotation.columns.some(({ left, shut }) => shut > 0 || (!isDryRun && left > 0));
  process.exitCode = isLeft ? 1 : 0;
} finally {
  await deps.close();
}

function linesOf({ sealsWith, columns, byKey }: Rotation): string[] {
  const others = Object.entries(byKey).filter(([id]) => id !== sealsWith);
  return [
    `The key "${sealsWith}" seals.${isDryRun ? " Nothing is written." : ""}`,
    ...columns
      .filter(({ resealed, left, shut }) => resealed + left + shut > 0)
      .map(
        ({ table, column, resealed, left, shut }) =>
          `  ${table}.${column}: ${resealed} ${isDryRun ? "to be sealed anew" : "sealed anew"}, ${left} under another key` +
          (shut > 0 ? `, ${shut} that no key opens` : ""),
      ),
    ...others.map(([id, count]) => `The key "${id}" still seals ${count} values: keep it in VAULT_KEYS.`),
    ...(others.length === 0
      ? ["No other key seals anything: once no process runs that seals with one, it can be taken away."]
      : []),
  ];
}
