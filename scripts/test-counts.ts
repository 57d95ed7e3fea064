import path from "node:path";
import { playwrightReport, vitestReport } from "./test-reports.ts";

/** How a suite ended. A skipped test counts as failed: a claim that nobody checks is not a claim. */
export interface Counts {
  passed: number;
  failed: number;
}

/** Vitest's projects, told apart by where their files are (`vitest.config.ts`). */
export type VitestProject = "unit" | "integration" | "faults";

/**
 * Counts per project from vitest's JSON report. A file that failed outside its tests (it does not load, or its
 * clean-up failed) counts as one failed test.
 */
export function countVitest(json: string, root: string): Record<VitestProject, Counts> {
  const counts = { unit: none(), integration: none(), faults: none() };
  for (const file of vitestReport.parse(JSON.parse(json)).testResults) {
    const count = counts[projectOf(path.relative(root, file.name))];
    const passed = file.assertionResults.filter((test) => test.status === "passed").length;
    const failed = file.assertionResults.length - passed;
    count.passed += passed;
    count.failed += failed === 0 && file.status !== "passed" ? 1 : failed;
  }
  return counts;
}

function projectOf(file: string): VitestProject {
  const folder = /^tests[\\/](integration|faults)[\\/]/.exec(file)?.[1];
  return folder === "integration" || folder === "faults" ? folder : "unit";
}

/** Counts from Playwright's JSON report. An error outside the tests counts as one failed test. */
export function countPlaywright(json: string): Counts {
  const { stats, errors } = playwrightReport.parse(JSON.parse(json));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}

/** Counts of `npm run test:faults`, from its last line; none when it has none. */
export function countStorms(output: string): Counts {
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  return passed === undefined ? none() : { passed: Number(passed), failed: Number(failed) };
}

/**
 * The counts to believe when the runner's exit code is known: a suite that ran nothing has failed, and so
 * has one whose runner says so although every test passed.
 */
export function judged(counts: Counts, runnerOk: boolean): Counts {
  const silent = counts.passed + counts.failed === 0 || (!runnerOk && counts.failed === 0);
  return silent ? { ...counts, failed: counts.failed + 1 } : counts;
}

export function none(): Counts {
  return { passed: 0, failed: 0 };
}
