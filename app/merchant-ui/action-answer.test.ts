import { describe, expect, it } from "vitest";
import { readAnswer } from "./action-answer.ts";

describe("what a route answered", () => {
  it("is its kind, with the problems that are messages of ours", () => {
    const answer = readAnswer({
      kind: "refused",
      problems: { a: "shell.save.save", b: "no.such.message", c: "home.attention.cases", d: 7 },
    });

    // The third needs values, which a route does not send along.
    expect(answer).toEqual({ kind: "refused", problems: { a: "shell.save.save" } });
  });

  it.each([undefined, null, "saved", ["saved"], {}, { kind: 7 }])("is nothing where it is %j", (answer) => {
    expect(readAnswer(answer)).toBeUndefined();
  });
});
