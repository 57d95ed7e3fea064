/**
 * Writes one shop's whole history into files: `npm run shop:export -- --shop x.myshopify.com --out DIR` (`--json` prints the manifest).
 * docs/export-format.md says what stands in them. They hold people's names and addresses: hand them over encrypted, and delete them.
 */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { exportShop } from "#app/shop-export/export-shop.server.ts";
import { buildDependencies } from "../server/dependencies.ts";

const { values: options } = parseArgs({
  options: { shop: { type: "string" }, out: { type: "string" }, json: { type: "boolean", default: false } },
});
const { shop, out } = options;
if (!shop || !out) {
  process.stderr.write("Usage: npm run shop:export -- --shop x.myshopify.com --out DIR [--json]\n");
  process.exit(1);
}
const deps = buildDependencies(readConfig(), createLogger("warn", pino.destination(2)));
try {
  const outcome = await exportShop(deps, { shop, folder: out });
  if (outcome.kind === "refused") {
    const why = {
      "unknown-shop": `No shop ${shop} is known here. Nothing was written.`,
      "folder-not-empty": `${out} is not empty. Name a folder that is, or one that does not exist.`,
    };
    process.stderr.write(`${why[outcome.reason]}\n`);
    process.exitCode = 1;
  } else if (options.json) {
    process.stdout.write(`${JSON.stringify(outcome.export)}\n`);
  } else {
    const { tables, takenAt } = outcome.export;
    for (const { file, rows } of tables) if (rows > 0) process.stdout.write(`  ${file}: ${rows}\n`);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(
      `${rows} rows of ${shop} as of ${takenAt} in ${out}, with ${tables.length} hashes.\n`,
    );
  }
} finally {
  await deps.close();
}
