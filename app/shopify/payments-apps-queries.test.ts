import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { CONFIGURE_MUTATION, PAYMENTS_APPS_QUERIES } from "./payments-apps-queries.ts";

const schema = buildSchema(readFileSync(new URL("payments-apps-2026-10.graphql", import.meta.url), "utf8"));

describe("the mutations we send", () => {
  it.each(Object.entries({ ...PAYMENTS_APPS_QUERIES, configure: CONFIGURE_MUTATION }))(
    "include %s, valid in Shopify's 2026-10 schema",
    (_kind, text) => {
      expect(validate(schema, parse(text))).toEqual([]);
    },
  );

  it("would be refused by that schema if they asked for a code that resolve does not have", () => {
    const wrong = PAYMENTS_APPS_QUERIES.resolve.replace("field message", "code field message");

    expect(validate(schema, parse(wrong))).not.toEqual([]);
  });
});
