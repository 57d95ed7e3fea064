import { describe, expect, it } from "vitest";
import { countPlaywright, countStorms, countVitest, judged } from "./test-counts.ts";

function vitestFile(name: string, status: string, ...tests: string[]) {
  const assertionResults = tests.map((test) => ({
    status: test,
    fullName: "a claim",
    failureMessages: [],
  }));
  return { name: `/here/${name}`, status, assertionResults };
}

function vitestJson(...testResults: ReturnType<typeof vitestFile>[]): string {
  return JSON.stringify({ numTotalTests: 0, testResults });
}

describe("counting what vitest ran", () => {
  it("tells the projects apart by folder", () => {
    const json = vitestJson(
      vitestFile("app/lib/money.test.ts", "passed", "passed", "passed"),
      vitestFile("tests/integration/intake.test.ts", "failed", "passed", "failed"),
      vitestFile("tests/faults/storm.test.ts", "passed", "passed"),
    );

    const counts = countVitest(json, "/here");

    expect(counts).toEqual({
      unit: { passed: 2, failed: 0 },
      integration: { passed: 1, failed: 1 },
      faults: { passed: 1, failed: 0 },
    });
  });

  it("counts a file that does not load, or fails in its clean-up, as one failed test", () => {
    const json = vitestJson(vitestFile("a.test.ts", "failed"), vitestFile("b.test.ts", "failed", "passed"));

    const counts = countVitest(json, "/here");

    expect(counts.unit).toEqual({ passed: 1, failed: 2 });
  });

  it("counts a skipped test as failed", () => {
    const json = vitestJson(vitestFile("a.test.ts", "passed", "passed", "skipped", "todo"));

    const counts = countVitest(json, "/here");

    expect(counts.unit).toEqual({ passed: 1, failed: 2 });
  });
});

describe("counting what Playwright ran", () => {
  it("counts flaky, skipped and broken as failed", () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1, duration: 5 };

    const counts = countPlaywright(
      JSON.stringify({ stats, suites: [], errors: [{ message: "no tests found" }] }),
    );

    expect(counts).toEqual({ passed: 4, failed: 4 });
  });
});

describe("counting storms", () => {
  it("reads the last line, and nothing before it", () => {
    const output = "seed 7 broke:\n  9 passed, 9 failed?\nin 80 s\n149 passed, 1 failed\n";

    expect(countStorms(output)).toEqual({ passed: 149, failed: 1 });
    expect(countStorms("the server did not start")).toEqual({ passed: 0, failed: 0 });
  });
});

describe("the verdict on a suite", () => {
  it("is a failure when nothing ran", () => {
    expect(judged({ passed: 0, failed: 0 }, true)).toEqual({ passed: 0, failed: 1 });
  });

  it("is a failure when the runner failed although every test passed", () => {
    expect(judged({ passed: 3, failed: 0 }, false)).toEqual({ passed: 3, failed: 1 });
  });

  it("counts a failed test once when its runner fails because of it", () => {
    expect(judged({ passed: 3, failed: 2 }, false)).toEqual({ passed: 3, failed: 2 });
  });
});
