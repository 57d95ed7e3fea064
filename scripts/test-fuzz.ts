/**
 * `npm run test:fuzz -- --seed N --inputs M`: sends M damaged messages through every parser of outside text, and M damaged requests to every
 * door and page of a running system. The last line is `N passed, N failed`: parsers and doors.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { createLogger } from "#app/lib/logger.server.ts";
import { fuzzDoors, type FuzzedDoors } from "../tests/fuzz/fuzz-doors.ts";
import { tellFinding } from "../tests/fuzz/fuzz-parsers.ts";
import { fuzzedSystem } from "../tests/fuzz/fuzzed-system.ts";
import { FUZZED_PARSERS } from "../tests/fuzz/parser-table.ts";
import { fuzzParsersWatched, type FuzzRun } from "../tests/fuzz/watched-parsers.ts";
import { MANY_FROM_HERE } from "../tests/setup/many-from-here.ts";
import { buildPages } from "./build-pages.ts";
import { openDemoDatabase } from "./demo/database.ts";
import { startWorld } from "./demo/world.ts";

const { values } = parseArgs({
  options: { seed: { type: "string" }, inputs: { type: "string", default: "100000" } },
});
const run: FuzzRun = {
  seed: values.seed === undefined ? randomInt(1_000_000) : Number(values.seed),
  inputs: Number(values.inputs),
};
if (!Number.isSafeInteger(run.seed) || !Number.isSafeInteger(run.inputs) || run.inputs < 1) {
  console.error("Usage: npm run test:fuzz -- --seed 1 --inputs 100000");
  process.exit(2);
}

const seconds = (sinceMs: number) => `${Math.round((performance.now() - sinceMs) / 1_000)} s`;

async function parsers(): Promise<{ passed: number; failed: number }> {
  const began = performance.now();
  const { inputs, slowestMs, findings } = await fuzzParsersWatched(run);
  for (const finding of findings) console.log(`\n${tellFinding(finding)}`);
  const failed = new Set(findings.map(({ parser }) => parser)).size;
  const slowest = `the slowest input took ${Math.round(slowestMs)} ms`;
  console.log(`parsers: ${inputs} inputs from seed ${run.seed} in ${seconds(began)}; ${slowest}`);
  return { passed: FUZZED_PARSERS.length - failed, failed };
}

async function doors(): Promise<{ passed: number; failed: number }> {
  await buildPages();
  const database = await openDemoDatabase();
  const errors: string[] = [];
  const log = createLogger("error", {
    // What contradicts what is known alerts somebody, as it should; what failed brings its stack.
    write: (line) => (line.includes('"stack"') ? void errors.push(line.trim()) : undefined),
  });
  const environment = MANY_FROM_HERE;
  const world = await startWorld({ databaseUrl: database.url, log, tls: "off", environment });
  try {
    const began = performance.now();
    const outcome = await fuzzDoors(await fuzzedSystem(world), run);
    tellDoors(outcome, seconds(began));
    for (const line of errors.slice(0, 20)) console.log(`logged: ${line}`);
    const broken = new Set(outcome.findings.map(({ door }) => door)).size;
    return { passed: outcome.answers.size - broken, failed: broken + (errors.length > 0 ? 1 : 0) };
  } finally {
    await world.stop();
    await database.close();
  }
}

function tellDoors({ requests, slowestMs, answers, findings }: FuzzedDoors, took: string): void {
  for (const { door, number, sent, what } of findings)
    console.log(`\n${door} ${what}\n  seed ${run.seed}, request ${number}: ${sent}`);
  for (const [door, counts] of answers) {
    const each = [...counts].sort(([one], [other]) => one - other).map(([status, n]) => `${status} × ${n}`);
    console.log(`  ${door.padEnd(40)} ${each.join(", ")}`);
  }
  const slowest = `the slowest answer took ${Math.round(slowestMs)} ms`;
  console.log(`doors: ${requests} requests from seed ${run.seed} in ${took}; ${slowest}`);
}

const sums = [await parsers(), await doors()];
const passed = sums.reduce((sum, one) => sum + one.passed, 0);
const failed = sums.reduce((sum, one) => sum + one.failed, 0);
process.exitCode = failed > 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
