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

const SUITES = ["check", "build", "unit", "integration", "faults", "storm", "browser"] as const;
type Suite = (typeof SUITES)[number];
const VITEST_PROJECTS = ["unit", "integration", "faults"] as const satisfies readonly VitestProject[];
/** These start the web process, which serves the built pages. */
const NEEDS_BUILD: readonly Suite[] = ["build", "integration", "browser"];

type Results = Map<string, Counts>;

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
    results.set(result.name, { passed: result.ok ? 1 : 0, failed: result.ok ? 0 : 1 });
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
  const counts = existsSync(report) ? countVitest(readFileSync(report, "utf8"), root) : null;
  const anyFailed = counts !== null && projects.some((project) => counts[project].failed > 0);
  for (const project of projects) {
    // The exit code speaks for all projects together: a failed test explains it.
    results.set(project, judged(counts?.[project] ?? none(), ok || anyFailed));
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
  results.set("storm", judged(countStorms(result.output), result.ok));
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
  results.set(
    "browser",
    judged(existsSync(report) ? countPlaywright(readFileSync(report, "utf8")) : none(), ok),
  );
}

function total(results: Results): Counts {
  const sum = none();
  for (const counts of results.values()) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
  }
  return sum;
}

async function main(suites: readonly Suite[]): Promise<void> {
  const reports = mkdtempSync(path.join(tmpdir(), "ventanilla-reports-"));
  const results: Results = new Map();
  try {
    await ensureGeneratedClient();
    await runCheckSteps(suites, results);
    await runVitest(suites, reports, results);
    await runStorms(suites, results);
    await runBrowser(suites, reports, results);
  } catch (error) {
    // The summary still comes, so that whoever reads only the last line learns of the failure.
    console.error(error);
    results.set("run", { passed: 0, failed: 1 });
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log("");
  for (const [suite, counts] of results) {
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
