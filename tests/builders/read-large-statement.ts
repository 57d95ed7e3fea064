/**
 * A process of its own that reads a large statement, and prints what it held of it from the first lot of rows to the last, all garbage
 * taken away: `node --expose-gc read-large-statement.ts csv|xlsx <rows>`
 */
import { readStatement } from "../../app/books/read-statement.server.ts";
import { findCandidates } from "../../app/books/statement-layout.server.ts";
import { headingsOf, recogniseReport } from "../../app/books/statement-mapping.ts";
import { scanFile } from "../../app/books/statement-scan.server.ts";
import { largeCsv, largeWorkbook } from "./large-statement.ts";
import { fileOf } from "./workbook.ts";

const [kind, count] = process.argv.slice(2);
const rows = Number(count);
const file = fileOf(kind === "csv" ? largeCsv(rows) : await largeWorkbook(rows));

const startedAt = performance.now();
const [best] = await findCandidates(file, await scanFile(file));
const mapping = best && recogniseReport(headingsOf(best.heading));
if (!mapping || !globalThis.gc) throw new Error("needs the report's heading, and --expose-gc");

const before = process.memoryUsage.rss();
let peak = before;
const live: number[] = [];
const reading = await readStatement(file, { layout: best.layout, mapping }, async () => {
  peak = Math.max(peak, process.memoryUsage.rss());
  globalThis.gc?.();
  live.push(process.memoryUsage().heapUsed);
});
const mb = (bytes: number) => Math.round(bytes / 104_857.6) / 10;
const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
// With the first lot what reads it is there for good.
const [, second = 0] = live;
const held = {
  heldMb: mb(Math.max(...live.slice(1)) - second),
  residentMb: mb(peak - before),
  fileMb: mb(file.size),
};
process.stdout.write(JSON.stringify({ ...reading, ...held, lots: live.length, seconds }));
