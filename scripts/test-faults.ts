/**
 * `npm run test:faults -- --seed N --runs M`: lets so many storms happen, from this seed on, and tells which of the promises
 * about money any of them broke. The last line is `N passed, N failed`.
 */
import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { ENOUGH_RUNS, troublesMet } from "../tests/storm/faults-met.ts";
import type { SeedReport } from "../tests/storm/storm-process.ts";
import { runStorms } from "../tests/storm/storm-runner.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    runs: { type: "string", default: String(ENOUGH_RUNS) },
    processes: { type: "string", default: String(Math.max(2, availableParallelism())) },
  },
});
const first = values.seed === undefined ? randomInt(1_000_000_000) : Number(values.seed);
const runs = Number(values.runs);
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(runs) || runs < 1) {
  console.error("Usage: npm run test:faults -- --seed 1 --runs 150 [--processes 2]");
  process.exit(2);
}

function tell(report: SeedReport): void {
  if (report.complaints.length === 0) return;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  console.log(`\nseed ${report.seed} at ${commit} broke:`);
  for (const line of report.complaints) console.log(`  ${line}`);
  console.log(`the shortest list of events that still breaks something (${report.events.length}):`);
  for (const { atMs, happening } of report.events) console.log(`  ${atMs} ms ${JSON.stringify(happening)}`);
}

const began = performance.now();
console.log(`storms from seed ${first}, ${runs} of them`);
const { reports, lost } = await runStorms({
  first,
  runs,
  processes: Number(values.processes),
  shortens: true,
  stopsAtFailure: false,
  tell,
});

const counts = new Map<string, number>();
for (const [name, count] of reports.flatMap((report) => report.counts))
  counts.set(name, (counts.get(name) ?? 0) + count);
const met = troublesMet(counts);
const payments = reports.reduce((sum, report) => sum + report.payments, 0);
console.log(`\n${payments} payments; what befell them, and how often:`);
for (const [trouble, count] of met) console.log(`  ${String(count).padStart(7)} ${trouble}`);
const missed = runs < ENOUGH_RUNS ? [] : [...met].filter(([, count]) => count === 0);
for (const [trouble] of missed) console.log(`never met: ${trouble}`);
const thin = reports.filter(({ groups }) => groups < 2);
for (const { seed } of thin) console.log(`seed ${seed} had payments of one group only`);
const failed =
  reports.filter(({ complaints }) => complaints.length > 0).length + lost + missed.length + thin.length;
console.log(`in ${Math.round((performance.now() - began) / 1_000)} s`);
console.log(
  `${reports.length - reports.filter(({ complaints }) => complaints.length > 0).length} passed, ${failed} failed`,
);
process.exitCode = failed > 0 ? 1 : 0;
