import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { playwrightReport, type StorySuite, vitestReport } from "./test-reports.ts";

/** A test that failed, named so that somebody who has only the last lines of a run can find it and read why. */
export interface Failure {
  suite: string;
  /** The file and the test in it. */
  name: string;
  /** What the runner said of it; colours are taken out. */
  why: string;
}

const LINES_OF_WHY = 12;
const FAILURES_TOLD = 20;
/** A line of a stack in a runner's own code, of which there are ten for each of ours. */
const RUNNERS_OWN = /^\s+at .*\bnode_modules\b/;

/** Failures of vitest's JSON report. A file that failed outside its tests is one failure with the file's own message. */
export function vitestFailures(json: string, root: string): Failure[] {
  return vitestReport.parse(JSON.parse(json)).testResults.flatMap((file) => {
    const name = path.relative(root, file.name);
    const failed = file.assertionResults.filter((test) => test.status !== "passed");
    if (failed.length === 0 && file.status !== "passed") {
      return [{ suite: "vitest", name, why: file.message ?? "" }];
    }
    return failed.map((test) => ({
      suite: "vitest",
      name: `${name} › ${test.fullName}`,
      why: test.failureMessages.join("\n") || `it is ${test.status}`,
    }));
  });
}

/** Failures of Playwright's JSON report: stories that failed or were skipped, and errors outside of them. */
export function playwrightFailures(json: string): Failure[] {
  const { suites, errors } = playwrightReport.parse(JSON.parse(json));
  const outside = errors.map(({ message }) => ({
    suite: "browser",
    name: "outside of the stories",
    why: message ?? "",
  }));
  return [...suites.flatMap((suite) => storiesOf(suite, [])), ...outside];
}

function storiesOf(suite: StorySuite, above: readonly string[]): Failure[] {
  const titles = [...above, suite.title];
  const failed = suite.specs.filter(
    ({ ok, tests }) => !ok || tests.some(({ status }) => status !== "expected"),
  );
  return [
    ...failed.map(({ title, tests }) => ({
      suite: "browser",
      name: [...titles, title].join(" › "),
      why:
        tests
          .flatMap(({ results }) => results.flatMap(({ errors }) => errors))
          .map(({ message }) => message ?? "")
          .join("\n") || `it is ${tests.map(({ status }) => status).join(", ")}`,
    })),
    ...(suite.suites ?? []).flatMap((inner) => storiesOf(inner, titles)),
  ];
}

/** The last lines of a step that failed and whose tests have no names of their own. */
export function stepFailure(suite: string, output: string): Failure {
  const lines = stripVTControlCharacters(output).trimEnd().split("\n");
  return { suite, name: "its last lines", why: lines.slice(-LINES_OF_WHY).join("\n") };
}

/** One paragraph for each failure; of many failures, the first, and how many more there are. */
export function toldFailures(failures: readonly Failure[]): string {
  const told = failures.slice(0, FAILURES_TOLD).map(({ suite, name, why }) => {
    const lines = stripVTControlCharacters(why)
      .trim()
      .split("\n")
      .filter((line) => !RUNNERS_OWN.test(line))
      .slice(0, LINES_OF_WHY);
    return [`FAIL  ${suite}: ${name}`, ...lines.map((line) => `      ${line}`)].join("\n");
  });
  const more = failures.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
