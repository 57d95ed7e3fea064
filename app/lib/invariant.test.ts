import { describe, expect, it } from "vitest";
import { assertNever, invariant } from "#app/lib/invariant.ts";

describe("a broken promise of our own code", () => {
  it("stops whoever relies on it, and says which", () => {
    for (const broken of [false, null, undefined, 0, ""]) {
      expect(() => invariant(broken, "the payment exists")).toThrow("invariant broken: the payment exists");
    }
  });

  it("is not thrown while the promise holds", () => {
    expect(() => invariant({}, "the payment exists")).not.toThrow();
  });
});

describe("a case that no branch handles", () => {
  const messageFor = (unexpected: unknown): string => {
    try {
      return assertNever(unexpected as never);
    } catch (error) {
      return error instanceof Error ? error.message : "not an error";
    }
  };

  it("throws and names an unexpected word", () => {
    expect(messageFor("new-state")).toBe("invariant broken: unexpected new-state");
  });

  it("shows nothing of what an unexpected object holds", () => {
    const whole = { kind: "new", shopperEmail: "canary@example.com", cip: "123456789" };

    expect(messageFor(whole)).toBe("invariant broken: unexpected object");
    expect(messageFor([whole])).toBe("invariant broken: unexpected object");
  });
});
