import { describe, expect, it } from "vitest";
import { ExternalCallError, isExternalCallError } from "#app/lib/external-call-error.ts";

const failure = {
  service: "pagoefectivo",
  operation: "create-cip",
  outcome: "unknown",
  reason: "http-503",
} as const;

describe("a failed call to an outside party", () => {
  it("says in one line who failed at what, and whether it may have taken effect", () => {
    const error = new ExternalCallError({ ...failure, httpStatus: 503 });

    expect(error.message).toBe("pagoefectivo create-cip: http-503 (unknown)");
    expect(error).toMatchObject({ ...failure, httpStatus: 503, name: "ExternalCallError" });
  });

  it("has no status when there was no HTTP answer, and keeps its cause", () => {
    const cause = new Error("socket hang up");

    const error = new ExternalCallError({ ...failure, cause });

    expect(error.httpStatus).toBeNull();
    expect(error.cause).toBe(cause);
  });

  it("does not repeat its cause's words in its own message or JSON", () => {
    const error = new ExternalCallError({ ...failure, cause: new Error("canary") });

    expect(error.message + JSON.stringify(error)).not.toContain("canary");
  });
});

describe("recognising it", () => {
  it("works on an error of another copy of the class, as the page bundle has one", () => {
    const copy = Object.assign(new Error("x"), { kind: "external-call" });

    expect(isExternalCallError(new ExternalCallError(failure))).toBe(true);
    expect(isExternalCallError(copy)).toBe(true);
  });

  it("takes nothing else for one", () => {
    const others = [
      new Error("x"),
      Object.assign(new Error("x"), { kind: "other" }),
      { ...failure },
      null,
      "x",
    ];

    expect(others.filter(isExternalCallError)).toEqual([]);
  });
});
