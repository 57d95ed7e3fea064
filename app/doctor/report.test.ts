import { describe, expect, it } from "vitest";
import { said, type Finding } from "./finding.ts";
import { SAYINGS } from "./operator-words.ts";
import { reportLines, reportOf, shopWord } from "./report.ts";

const ABOUT = {
  ...{ appVersion: "0.1.0", nodeVersion: "24.21.0", platform: "linux x64" },
  at: new Date("2026-11-29T12:00:00Z"),
};
const GOOD: Finding = { check: "runtime", ...said("node-good", { version: "24.21.0" }) };
const LATE: Finding = {
  check: "waiting-jobs",
  ...said("jobs-late", { job: "issue-code", minutes: 3, count: 2 }),
};
const REFUSED: Finding = {
  check: "credentials",
  ...said("keys-refused", {}, ["rosa-quispe.myshopify.com"]),
};

describe("the list of what can be found", () => {
  it.each(Object.entries(SAYINGS))(
    "%s has something to do exactly where something is wrong",
    (_, saying) => {
      const isWrong = saying.mark === "warning" || saying.mark === "failure";

      expect(saying.fix !== null).toBe(isWrong);
      expect(saying.found).toMatch(/\.$/);
      expect(saying.fix ?? "Nothing.").toMatch(/\.$/);
    },
  );
});

describe("a report", () => {
  it("ends with 0 only if every check is ✓", () => {
    expect(reportOf([GOOD], ABOUT)).toMatchObject({ ok: true, exitCode: 0 });
    expect(reportOf([GOOD, LATE], ABOUT)).toMatchObject({ ok: false, exitCode: 1 });
    expect(reportOf([LATE, REFUSED], ABOUT)).toMatchObject({ ok: false, exitCode: 2 });
  });

  it("is not whole while a check was not looked at", () => {
    const skipped: Finding = { check: "vault", ...said("skipped", { first: "database" }) };

    expect(reportOf([GOOD, skipped], ABOUT)).toMatchObject({ ok: false, exitCode: 1 });
  });

  it("says what to do beneath what was found", () => {
    const lines = reportLines(reportOf([GOOD, LATE], ABOUT));

    expect(lines[0]).toBe("✓ runtime       Node 24.21.0.");
    expect(lines[1]).toBe("! waiting-jobs  Job issue-code has been due for 3 min; 2 job(s) are due.");
    expect(lines[2]?.trim()).toBe("→ Start another worker, or raise WORKER_CONCURRENCY.");
    expect(lines).toContain("1 ✓  1 !");
  });

  it("names a shop to the operator, and to nobody else", () => {
    const { checks, support } = reportOf([REFUSED], ABOUT);

    expect(checks[0]?.found).toContain("rosa-quispe.myshopify.com");
    expect(support).not.toContain("rosa");
    expect(support).toContain(shopWord("rosa-quispe.myshopify.com"));
  });

  it("never leaves a value out", () => {
    const forgotten: Finding = { check: "waiting-jobs", ...said("jobs-late", { job: "issue-code" }) };

    expect(() => reportOf([forgotten], ABOUT)).toThrow("jobs-late was not given its minutes");
  });
});
