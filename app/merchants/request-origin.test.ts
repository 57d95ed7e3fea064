import { describe, expect, it } from "vitest";
import { isOwnRequest } from "./request-origin.ts";

const own = (headers: Record<string, string>) => isOwnRequest(new Headers(headers), "https://app.example");

describe("a request", () => {
  it("is our page's own when its origin is ours", () => {
    expect(own({ origin: "https://app.example" })).toBe(true);
    expect(own({ "sec-fetch-site": "same-origin" })).toBe(true);
  });

  it.each([
    [{}],
    [{ origin: "null" }],
    [{ origin: "" }],
    [{ origin: "http://app.example" }],
    [{ origin: "https://app.example:8443" }],
    [{ origin: "https://app.example.evil.example", "sec-fetch-site": "same-origin" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "none" }],
  ])("with %j is not", (headers) => {
    expect(own(headers)).toBe(false);
  });
});
