import { describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { formToken, isFormToken } from "./form-token.server.ts";

const secret = new Secret("shpss_0123456789abcdef");

describe("a form's token", () => {
  it("is good for its own sign-in", () => {
    expect(isFormToken(secret, "session-1", formToken(secret, "session-1"))).toBe(true);
  });

  it("is worth nothing to another sign-in, or under another secret of the app", () => {
    const token = formToken(secret, "session-1");

    expect(isFormToken(secret, "session-2", token)).toBe(false);
    expect(isFormToken(new Secret("shpss_fedcba9876543210"), "session-1", token)).toBe(false);
  });

  it.each([[null], [""], ["x"], [new Blob(["file"])], [formToken(secret, "session-1").slice(0, -1)]])(
    "is not %s",
    (given) => {
      expect(isFormToken(secret, "session-1", given)).toBe(false);
    },
  );
});
