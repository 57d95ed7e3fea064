import { describe, expect, it } from "vitest";
import { addressOf } from "./merchant-link.tsx";

describe("an address of the admin", () => {
  it("holds its own query, what is added and what must be kept", () => {
    expect(addressOf("/app/payments?view=paid", { from: "2026-11-24" }, { shop: "a.myshopify.com" })).toBe(
      "/app/payments?view=paid&shop=a.myshopify.com&from=2026-11-24",
    );
  });

  it("leaves out what has no value", () => {
    expect(addressOf("/app", { q: "", currency: null, mode: undefined })).toBe("/app");
  });
});
