import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkSteps } from "./check.ts";
import { ensureChromium, playwrightCommand } from "./chromium.ts";
import { ensureGeneratedClient } from "./generated-client.ts";
import { installNginx } from "./nginx.ts";
import { installPdftotext } from "./pdftotext.ts";
import { commandOf, root, runStep, runSteps, type Step, tellStep } from "./run-step.ts";
import {
  type Counts,
  countPlaywright,
  countStorms,
  countVitest,
  judged,
  none,
  type VitestProject,
} from "./test-counts.ts";
import {
  type Failure,
  playwrightFailures,
  stepFailure,
  toldFailures,
  vitestFailures,
} from "./test-failures.ts";

const SUITES = ["check", "build", "unit", "integration", "faults", "storm", "browser"] as const;
type Suite = (typeof SUITES)[number];
const VITEST_PROJECTS = ["unit", "integration", "faults"] as const satisfies readonly VitestProject[];
/** These start the web process, which serves the built pages. */
const NEEDS_BUILD: readonly Suite[] = ["build", "integration", "browser"];

interface Results {
  counts: Map<string, Counts>;
  failures: Failure[];
  /** "storm 87 s", in the order in which they ran. */
  took: string[];
}

/** `--only unit,browser`; without it, every suite. `null`: not understood. */
function chosenSuites(words: readonly string[]): Suite[] | null {
  const [flag, list] = words;
  if (flag === undefined) return [...SUITES];
  const names = flag === "--only" ? (list ?? "").split(",") : [];
  const suites = SUITES.filter((suite) => names.includes(suite));
  if (suites.length > 0 && suites.length === names.length && words.length === 2) return suites;
  return null;
}

/** The judging steps and the build, two at a time; each counts as one test. */
async function runCheckSteps(suites: readonly Suite[], results: Results): Promise<void> {
  const steps: Step[] = suites.includes("check") ? checkSteps() : [];
  if (suites.some((suite) => NEEDS_BUILD.includes(suite))) {
    steps.unshift({ name: "build", script: path.join(root, "scripts", "build-pages.ts"), words: [] });
  }
  for (const result of await runSteps(steps, 2, tellStep)) {
    results.counts.set(result.name, { passed: result.ok ? 1 : 0, failed: result.ok ? 0 : 1 });
    if (!result.ok) results.failures.push(stepFailure(result.name, result.output));
  }
}

/** One vitest for all its projects: it keeps both cores busy by itself. */
async function runVitest(suites: readonly Suite[], reports: string, results: Results): Promise<void> {
  const projects = VITEST_PROJECTS.filter((project) => suites.includes(project));
  if (projects.length === 0) return;
  if (projects.includes("integration")) {
    installPdftotext();
    installNginx();
  }
  const report = path.join(reports, "vitest.json");
  const step: Step = {
    name: "vitest",
    script: commandOf("vitest", "vitest"),
    words: [
      "run",
      ...projects.map((project) => `--project=${project}`),
      ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    ],
  };
  const { ok } = await runStep(step, "show");
  const json = existsSync(report) ? readFileSync(report, "utf8") : null;
  const counts = json === null ? null : countVitest(json, root);
  if (json !== null) results.failures.push(...vitestFailures(json, root));
  const anyFailed = counts !== null && projects.some((project) => counts[project].failed > 0);
  for (const project of projects) {
    // The exit code speaks for all projects together: a failed test explains it.
    results.counts.set(project, judged(counts?.[project] ?? none(), ok || anyFailed));
  }
}

/** The same each time, so that a red run is the doing of a change: `npm run test:faults` is for storms nobody has seen. */
const FIRST_STORM = 1;

/** As many storms as meet every trouble: each counts as one test. */
async function runStorms(suites: readonly Suite[], results: Results): Promise<void> {
  if (!suites.includes("storm")) return;
  const result = await runStep(
    {
      name: "storm",
      script: path.join(root, "scripts", "test-faults.ts"),
      words: ["--seed", String(FIRST_STORM)],
    },
    "collect",
  );
  console.log(result.output.trimEnd());
  results.counts.set("storm", judged(countStorms(result.output), result.ok));
  if (!result.ok) results.failures.push(stepFailure("storm", result.output));
}

/** Alone, after everything else: a page that waits for a busy machine looks like a slow page. */
async function runBrowser(suites: readonly Suite[], reports: string, results: Results): Promise<void> {
  if (!suites.includes("browser")) return;
  const report = path.join(reports, "playwright.json");
  const step: Step = {
    name: "browser",
    script: playwrightCommand(),
    words: ["test", "--reporter=list,json"],
    env: { CHROMIUM_PATH: await ensureChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  };
  const { ok } = await runStep(step, "show");
  const json = existsSync(report) ? readFileSync(report, "utf8") : null;
  results.counts.set("browser", judged(json === null ? none() : countPlaywright(json), ok));
  if (json !== null) results.failures.push(...playwrightFailures(json));
}

async function timed(name: string, results: Results, run: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  const before = results.counts.size;
  await run();
  if (results.counts.size > before)
    results.took.push(`${name} ${Math.round((performance.now() - begun) / 1_000)} s`);
}

function total(results: Results): Counts {
  const sum = none();
  for (const counts of results.counts.values()) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
  }
  return sum;
}

async function main(suites: readonly Suite[]): Promise<void> {
  const reports = mkdtempSync(path.join(tmpdir(), "ventanilla-reports-"));
  const results: Results = { counts: new Map(), failures: [], took: [] };
  try {
    await ensureGeneratedClient();
    await timed("check", results, () => runCheckSteps(suites, results));
    await timed("vitest", results, () => runVitest(suites, reports, results));
    await timed("storm", results, () => runStorms(suites, results));
    await timed("browser", results, () => runBrowser(suites, reports, results));
  } catch (error) {
    // The summary still comes, so that whoever reads only the last line learns of the failure.
    console.error(error);
    results.failures.push(stepFailure("run", String(error)));
    results.counts.set("run", { passed: 0, failed: 1 });
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  // Again, below everything else: what is kept of a long run is often its end alone.
  console.log(`\n${toldFailures(results.failures)}\ntook: ${results.took.join(", ")}`);
  for (const [suite, counts] of results.counts) {
    console.log(`${suite.padEnd(14)} ${counts.passed} passed, ${counts.failed} failed`);
  }
  const sum = total(results);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
}

const suites = chosenSuites(process.argv.slice(2));
if (suites) {
  await main(suites);
} else {
  console.error(`Usage: npm test -- --only ${SUITES.join(",")}`);
  process.exitCode = 2;
}
