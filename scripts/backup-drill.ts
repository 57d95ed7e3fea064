/**
 * `npm run backup:drill`: makes an encrypted copy of a database that is written to, loses the database, restores the copy into a new one and
 * proves that the app finishes there what was open, with both parties simulated. It touches no database but two of its own, which it
 * removes. `-- --json` prints one JSON object on the last line; `-- --lose end|byte|key|rows` spoils the copy first, to see the drill fail. Exit
 * codes: 0 everything ended as it must, 1 something did not, 2 the words were not understood.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { pino } from "pino";
import { createLogger } from "#app/lib/logger.server.ts";
import { buildPages } from "./build-pages.ts";
import { runDrill, type DrillReport } from "./backup/drill.ts";
import { LOSSES } from "./backup/spoil-copy.ts";
import { startEmbeddedDatabase } from "./embedded-database.ts";
import { createDatabaseIfMissing, migrateDeploy } from "./migrate.ts";

const { values: options } = parseArgs({
  options: { json: { type: "boolean", default: false }, lose: { type: "string" } },
});
const lose = LOSSES.find((loss) => loss === options.lose);
if (options.lose !== undefined && !lose) {
  process.stderr.write(`--lose takes one of: ${LOSSES.join(", ")}\n`);
  process.exit(2);
}
const root = fileURLToPath(new URL("..", import.meta.url));

await buildPages();
const server = await startEmbeddedDatabase({ folder: path.join(root, ".data", "drill-postgres") });
const names = ["source", "restored"].map((name) => `drill_${process.pid}_${name}`);
const folder = mkdtempSync(path.join(tmpdir(), "ventanilla-drill-"));
try {
  for (const name of names) await createDatabaseIfMissing(server.adminUrl, name);
  const [sourceUrl = "", restoredUrl = ""] = names.map((name) => server.urlFor(name));
  await migrateDeploy(sourceUrl);
  const log = createLogger("error", pino.destination(2));
  const file = path.join(folder, "backup");
  const report = await runDrill({ sourceUrl, restoredUrl, file, log, ...(lose && { lose }) });
  const lines = options.json ? [JSON.stringify(report)] : linesOf(report);
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.exitCode = report.exitCode;
} finally {
  rmSync(folder, { recursive: true, force: true });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  for (const name of names)
    await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`);
  await admin.end();
  await server.leave();
}

function linesOf({
  copy,
  restoredMs,
  paidToldMs,
  payments,
  whileCopying,
  problems,
}: DrillReport): string[] {
  const kinds = Object.entries(payments).map(([kind, count]) => `${count} ${kind}`);
  return [
    `copied    ${copy.rows} rows of ${copy.tables} tables in ${copy.ms} ms, ${copy.fileBytes} bytes sealed, while ${whileCopying.accepted} sessions arrived`,
    `lost      the database and the app; shoppers paid meanwhile; ${whileCopying.accepted - whileCopying.inTheCopy} sessions were not in the copy`,
    ...(restoredMs === null ? [] : [`restored  in ${restoredMs} ms: ${kinds.join(", ")}`]),
    ...(paidToldMs === null
      ? []
      : [`finished  what was paid was told to Shopify ${paidToldMs} ms after the start`]),
    ...problems.map((problem) => `✗ ${problem}`),
    ...(problems.length === 0 ? ["Both parties' books agree: nothing lost, nothing told twice."] : []),
  ];
}
