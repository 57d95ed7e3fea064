import { describe, expect, it } from "vitest";
import { judgeDead, judgeWaiting, judgeWorkers } from "./judge-queue.ts";

describe("the workers", () => {
  it("are missing when none gives a sign of life, or none ever did", () => {
    expect(judgeWorkers({ alive: 0, silentMs: 41_000 }).code).toBe("workers-none");
    expect(judgeWorkers({ alive: 0, silentMs: null }).code).toBe("workers-none");
  });

  it("are there while one beats, whatever a moment its clock is ahead", () => {
    expect(judgeWorkers({ alive: 2, silentMs: -30 })).toMatchObject({
      code: "workers-good",
      values: { count: 2, seconds: 0 },
    });
  });
});

describe("waiting jobs", () => {
  it.each([
    [119_000, "jobs-good"],
    [120_000, "jobs-late"],
    [899_000, "jobs-late"],
    [900_000, "jobs-stuck"],
  ])("of which the oldest waited %i ms are %s", (waitedMs, code) => {
    expect(judgeWaiting({ due: 3, oldest: { job: "issue-code", waitedMs } }).code).toBe(code);
  });

  it("may be none", () => {
    expect(judgeWaiting({ due: 0, oldest: null }).code).toBe("jobs-good");
  });
});

describe("dead jobs", () => {
  it("are named each kind once, with their ids", () => {
    const some = [
      { id: "9", job: "issue-code" },
      { id: "8", job: "apply-notice" },
      { id: "7", job: "issue-code" },
    ];

    expect(judgeDead({ count: 3, some })).toMatchObject({
      code: "jobs-dead",
      values: { count: 3, jobs: "apply-notice, issue-code", ids: "9, 8, 7" },
    });
    expect(judgeDead({ count: 0, some: [] }).code).toBe("jobs-alive");
  });
});
