import { describe, expect, it } from "vitest";
import { playwrightFailures, stepFailure, toldFailures, vitestFailures } from "./test-failures.ts";

const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 0 };

function vitestTest(fullName: string, status: string, ...failureMessages: string[]) {
  return { fullName, status, failureMessages };
}

describe("naming what failed in vitest", () => {
  it("says the file, the test and why, and nothing of the tests that passed", () => {
    const tests = [
      vitestTest("doors answer", "passed"),
      vitestTest("doors close", "failed", "expected 1 to be 2"),
    ];
    const file = { name: "/here/tests/doors.test.ts", status: "failed", assertionResults: tests };

    const failures = vitestFailures(JSON.stringify({ testResults: [file] }), "/here");

    expect(failures).toEqual([
      { suite: "vitest", name: "tests/doors.test.ts › doors close", why: "expected 1 to be 2" },
    ]);
  });

  it("names a file that does not load, and a test that was skipped", () => {
    const broken = { name: "/here/a.test.ts", status: "failed", message: "no such module" };
    const files = [
      { ...broken, assertionResults: [] },
      { name: "/here/b.test.ts", status: "passed", assertionResults: [vitestTest("waits", "skipped")] },
    ];

    const told = toldFailures(vitestFailures(JSON.stringify({ testResults: files }), "/here"));

    expect(told).toBe(
      "FAIL  vitest: a.test.ts\n      no such module\nFAIL  vitest: b.test.ts › waits\n      it is skipped",
    );
  });
});

describe("naming what failed in the browser", () => {
  const passed = { title: "pays", ok: true, tests: [{ status: "expected", results: [{ errors: [] }] }] };
  const failed = {
    title: "waits",
    ok: false,
    tests: [
      { status: "unexpected", results: [{ errors: [{ message: "\u001B[31mno code\u001B[39m came" }] }] },
    ],
  };

  it("says the file, the groups, the story and why", () => {
    const suites = [
      { title: "code.test.ts", specs: [passed], suites: [{ title: "at night", specs: [failed] }] },
    ];

    const told = toldFailures(playwrightFailures(JSON.stringify({ stats, suites, errors: [] })));

    expect(told).toBe("FAIL  browser: code.test.ts › at night › waits\n      no code came");
  });

  it("names what passed only when tried again, and what failed outside of the stories", () => {
    const flaky = { ...passed, tests: [{ status: "flaky", results: [{ errors: [] }] }] };
    const suites = [{ title: "code.test.ts", specs: [flaky] }];
    const json = JSON.stringify({ stats, suites, errors: [{ message: "no tests found" }] });

    const failures = playwrightFailures(json);

    expect(failures.map(({ name, why }) => `${name}: ${why}`)).toEqual([
      "code.test.ts › pays: it is flaky",
      "outside of the stories: no tests found",
    ]);
  });
});

describe("telling failures", () => {
  it("keeps the first twelve lines of a reason, and the last twelve of a step's output", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join("\n");

    const first = toldFailures([{ suite: "vitest", name: "x", why: lines }]).split("\n");
    const last = toldFailures([stepFailure("lint", `${lines}\n`)]).split("\n");

    expect(first.slice(1)).toEqual(lines.split("\n", 12).map((line) => `      ${line}`));
    expect([last.length, last[1], last.at(-1)]).toEqual([13, "      line 19", "      line 30"]);
  });

  it("leaves out where the runner's own code was", () => {
    const why = [
      "Error: no",
      "    at /here/a.test.ts:1:2",
      "    at run (file:///here/node_modules/vitest/x.js:1:2)",
    ];

    const told = toldFailures([{ suite: "vitest", name: "x", why: why.join("\n") }]);

    expect(told).toBe("FAIL  vitest: x\n      Error: no\n          at /here/a.test.ts:1:2");
  });

  it("says how many more there are when there are many", () => {
    const many = Array.from({ length: 25 }, (_, index) => ({ suite: "vitest", name: `${index}`, why: "" }));

    const told = toldFailures(many).split("\n");

    expect(told.at(-1)).toBe("and 5 more");
  });

  it("says nothing when nothing failed", () => {
    expect(toldFailures([])).toBe("");
  });
});
