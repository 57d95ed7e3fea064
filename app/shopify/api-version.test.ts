import { ApiVersion } from "@shopify/shopify-api";
import { expect, it } from "vitest";
import { PAYMENTS_API_VERSION } from "./api-version.ts";

it("the version we speak is a stable one that Shopify's own library knows", () => {
  expect(PAYMENTS_API_VERSION).toBe(ApiVersion.October26);
});
