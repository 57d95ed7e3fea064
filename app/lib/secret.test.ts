import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";

const CANARY = "canary-9f2c";

describe("a secret", () => {
  it("is given only to who asks for it by name", () => {
    expect(new Secret(CANARY).reveal()).toBe(CANARY);
  });

  it("is not seen as text, as JSON, inspected, formatted, listed or copied", () => {
    const secret = new Secret(CANARY);

    const seen = [
      String(secret),
      [secret].join(),
      "token: " + secret.toString(),
      JSON.stringify(secret),
      JSON.stringify({ nested: [{ secret }] }),
      inspect(secret),
      inspect({ nested: { secret } }, { depth: null, showHidden: true, getters: true }),
      inspect(secret, { customInspect: false, showHidden: true }),
      format("%s %j %o %O", secret, secret, secret, secret),
      JSON.stringify(Object.assign({}, secret)),
      JSON.stringify(Object.getOwnPropertyDescriptors(secret)),
      Reflect.ownKeys(secret).join(),
    ].join("\n");

    expect(seen).not.toContain(CANARY);
  });

  it("says in its place that something is there", () => {
    expect(JSON.stringify({ key: new Secret(CANARY) })).toBe('{"key":"[secret]"}');
    expect(inspect([new Secret("")])).toBe("[ [secret] ]");
  });

  it("is not carried by an error that was made from it", () => {
    const error = new Error(`refused: ${String(new Secret(CANARY))}`, { cause: new Secret(CANARY) });

    expect(inspect(error)).not.toContain(CANARY);
  });
});
