import { describe, expect, it } from "vitest";
import { voucherPath, webAddress } from "./web-address.ts";

describe("webAddress", () => {
  it.each([null, "", "javascript:alert(1)", "data:text/html,x", "//a.example", "/v/x", "no address"])(
    "links to nothing for %j",
    (address) => {
      expect(webAddress(address)).toBeNull();
    },
  );

  it("keeps an https address as it is", () => {
    expect(webAddress("https://a.example/x?y=1")).toBe("https://a.example/x?y=1");
  });
});

describe("voucherPath", () => {
  it("never lets a slug leave its folder", () => {
    expect(voucherPath("../admin?x", "status")).toBe("/v/..%2Fadmin%3Fx/status");
  });
});
