import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAccountForm, parseSetForm, textFields } from "./connect-form.ts";

const TYPED = {
  serviceId: "1202",
  accessKey: "accesskey-of-20-char",
  secretKey: "secretkey-that-has-forty-characters-0123",
  currencies: "PEN,USD",
};
const STORED = { serviceId: 1202 };

function problemsOf(more: Record<string, string>, stored: { serviceId: number } | null = null) {
  const parsed = parseSetForm({ ...TYPED, ...more }, stored, "save");
  return parsed.kind === "refused" ? parsed.problems : {};
}

describe("the form of an account", () => {
  it("is read with its keys wrapped, without the spaces that copying brings along", () => {
    const parsed = parseSetForm({ ...TYPED, secretKey: ` ${TYPED.secretKey}\n` }, null, "save");

    expect(parsed).toMatchObject({
      kind: "parsed",
      value: { serviceId: 1202, currencies: ["PEN", "USD"] },
    });
    expect(parsed.kind === "parsed" && parsed.value.secretKey?.reveal()).toBe(TYPED.secretKey);
    expect(JSON.stringify(parsed)).not.toContain(TYPED.secretKey);
  });

  it.each([
    [{ serviceId: "" }, { serviceId: "connect.problem.serviceId" }],
    [{ serviceId: "0" }, { serviceId: "connect.problem.serviceId" }],
    [{ serviceId: "12a" }, { serviceId: "connect.problem.serviceId" }],
    [{ serviceId: "1234567" }, { serviceId: "connect.problem.serviceId" }],
    [{ accessKey: "" }, { accessKey: "connect.problem.keyMissing" }],
    [{ accessKey: "two words of a key" }, { accessKey: "connect.problem.keyShape" }],
    [{ secretKey: "short" }, { secretKey: "connect.problem.keyShape" }],
    [{ secretKey: TYPED.accessKey }, { secretKey: "connect.problem.keysEqual" }],
    [{ currencies: "" }, { currencies: "connect.problem.currencies" }],
    [{ currencies: "EUR" }, { currencies: "connect.problem.currencies" }],
  ])("names what is wrong beside its field: %j", (typed, problems) => {
    expect(problemsOf(typed)).toEqual(problems);
  });

  it("keeps stored keys that nothing was typed over, and takes one new key alone", () => {
    expect(problemsOf({ accessKey: "", secretKey: "" }, STORED)).toEqual({});
    expect(problemsOf({ accessKey: "" }, STORED)).toEqual({});
  });

  it("asks for both keys of another service: the stored ones belong to the old one", () => {
    expect(problemsOf({ serviceId: "1303", accessKey: "", secretKey: "" }, STORED)).toEqual({
      accessKey: "connect.problem.keysOfNewService",
      secretKey: "connect.problem.keysOfNewService",
    });
  });

  it("can be tested before a currency is chosen", () => {
    expect(parseSetForm({ ...TYPED, currencies: "" }, null, "test").kind).toBe("parsed");
  });

  it("never answers with anything of what was typed as a key", () => {
    const key = fc.string({ minLength: 6, maxLength: 300 }).map((text) => `canary-${text}`);
    fc.assert(
      fc.property(key, key, fc.string(), (accessKey, secretKey, serviceId) => {
        const parsed = parseSetForm({ ...TYPED, accessKey, secretKey, serviceId }, null, "save");
        expect(JSON.stringify(parsed)).not.toContain("canary-");
      }),
    );
  });

  it("reads any text without throwing", () => {
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(TYPED), "liveCodes", "force"), fc.string());
    fc.assert(
      fc.property(fields, fc.boolean(), (typed, isStored) => {
        expect(["parsed", "refused"]).toContain(parseSetForm(typed, isStored ? STORED : null, "save").kind);
      }),
    );
  });
});

describe("where the merchant stands with PagoEfectivo", () => {
  it("is one of five words, with a note or none", () => {
    expect(parseAccountForm({ state: "applied", note: "  " })).toEqual({
      kind: "parsed",
      value: { state: "applied", note: null },
    });
    expect(parseAccountForm({ state: "rich", note: "" })).toEqual({
      kind: "refused",
      problems: { state: "connect.problem.accountState" },
    });
  });

  it("takes a note of 500 characters, counted as people count them", () => {
    expect(parseAccountForm({ state: "none", note: "🙂".repeat(500) }).kind).toBe("parsed");
    expect(parseAccountForm({ state: "none", note: "a".repeat(501) })).toEqual({
      kind: "refused",
      problems: { note: "connect.problem.note" },
    });
  });
});

it("takes the first of a repeated field, and no files", () => {
  const fields = textFields([
    ["mode", "live"],
    ["mode", "sandbox"],
    ["upload", new Blob(["x"])],
  ]);

  expect(fields).toEqual({ mode: "live" });
});
