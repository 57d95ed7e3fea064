import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStrictJson } from "./strict-json.ts";

describe("a body that repeats a key", () => {
  it.each([
    '{"amount":"1.00","amount":"2.00"}',
    '{"amount" : "1.00" ,\n\t"amount"\r\n:"2.00"}',
    String.raw`{"amount":"1.00","\u0061mount":"2.00"}`,
    String.raw`{"a\"b":1,"a\u0022b":2}`,
    String.raw`{"a\\":1,"a\\":2}`,
    '{"a":{"b":1},"c":[{"d":1},{"e":{"f":1,"f":1}}]}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"0":1,"0":2}',
  ])("is refused: %s", (text) => {
    expect(JSON.parse(text)).toBeTypeOf("object");

    expect(parseStrictJson(text)).toBeNull();
  });
});

describe("a body that repeats none", () => {
  it.each([
    '{"a":{"b":1},"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a\\":","c":"{\\"a\\":1,\\"a\\":2}"}',
    String.raw`{"a\\":1,"a\"":"\\\\"}`,
    '{"__proto__":{"a":1},"a":1}',
    '" : "',
    "null",
    "[]",
  ])("is read: %s", (text) => {
    expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) as unknown });
  });

  it("is read however deep it is nested", () => {
    const depth = 50_000;

    expect(parseStrictJson("[".repeat(depth) + "]".repeat(depth))).not.toBeNull();
  });

  it("is read, whatever it says, and is refused once one of its keys is written twice", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(), (fields, which) => {
        const keys = Object.keys(fields);
        const key = JSON.stringify(keys[which % keys.length]);
        const text = JSON.stringify(fields);

        expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) as unknown });
        expect(parseStrictJson(`{${key}:0,${text.slice(1)}`)).toBeNull();
      }),
    );
  });
});

it.each(["", "{", '{"a":1,}', "\ufeff{}", "undefined"])("what is no JSON is refused: %j", (text) => {
  expect(parseStrictJson(text)).toBeNull();
});
