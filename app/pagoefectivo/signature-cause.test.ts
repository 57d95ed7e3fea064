import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import { likelyCauses, type KnownKeys, type LikelyCause } from "./signature-cause.ts";

const BODY =
  '{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"311025640","currency":"PEN","amount":22.50}}';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hmac = (key: string | Uint8Array, text: string) => createHmac("sha256", key).update(text);
const sign = (key: string, text = BODY) => hmac(key, text).digest("hex");

function keys(secretKey: string, more: Partial<KnownKeys> = {}): KnownKeys {
  return {
    ...{ environment: "live", serviceId: 1001, isOwn: true },
    ...{ accessKey: new Secret(`access-of-${secretKey}`), secretKey: new Secret(secretKey) },
    ...more,
  };
}

const OWN = keys("clave-propia");
const SANDBOX = keys("clave-de-prueba", { environment: "sandbox", serviceId: 2001, isOwn: false });
const DOLLARS = keys("clave-en-dolares", { serviceId: 1002, isOwn: false });
const ALL = [OWN, SANDBOX, DOLLARS];

function causesOf(
  header: string | null,
  { body = BODY, known = ALL, hasWipedKeys = false } = {},
): LikelyCause[] {
  return likelyCauses({ body: bytes(body), header, keys: known, hasWipedKeys });
}

const only = (header: string | null, more = {}) => {
  const causes = causesOf(header, more);
  expect(causes).toHaveLength(1);
  return causes[0];
};

const ofOwn = { mode: "live", serviceId: 1001 };

describe("a signature that does not fit", () => {
  it.each([null, "", "  "])("is missing: %j", (header) => {
    expect(only(header)).toEqual({ cause: "no-signature", keys: null });
  });

  it.each(["Bearer abc", "z".repeat(64), sign("clave-propia").slice(1), "%%%"])("is none: %s", (header) => {
    expect(only(header)).toEqual({ cause: "not-a-signature", keys: null });
  });

  it("is of another algorithm, by its length", () => {
    expect(only(createHmac("sha1", "clave-propia").update(BODY).digest("hex"))).toMatchObject({
      cause: "other-algorithm",
    });
    expect(only(createHash("sha512").update(BODY).digest("hex"))).toMatchObject({
      cause: "other-algorithm",
    });
  });

  it("is right but written in base64, with padding or for addresses", () => {
    expect(only(hmac("clave-propia", BODY).digest("base64"))).toEqual({ cause: "as-base64", keys: ofOwn });
    expect(only(hmac("clave-propia", BODY).digest("base64url"))).toEqual({
      cause: "as-base64",
      keys: ofOwn,
    });
  });

  it.each(["sha256=", "HMAC ", "v1:"])("is right but has %j before it", (prefix) => {
    expect(only(`${prefix}${sign("clave-propia")}`)).toEqual({ cause: "with-prefix", keys: ofOwn });
  });

  it("was made with the keys of the other environment, and says which service's", () => {
    expect(only(sign("clave-de-prueba"))).toEqual({
      cause: "other-environment",
      keys: { mode: "sandbox", serviceId: 2001 },
    });
  });

  it("was made with the keys of another service of the same environment", () => {
    expect(only(sign("clave-en-dolares"))).toEqual({
      cause: "other-service",
      keys: { mode: "live", serviceId: 1002 },
    });
  });

  it("was made with the access key, or with the secret key decoded", () => {
    const key = Buffer.from("thirty bytes of a real secret!").toString("base64");
    const own = keys(key);

    expect(only(sign(`access-of-${key}`), { known: [own] })).toMatchObject({ cause: "access-key" });
    expect(only(hmac(Buffer.from(key, "base64"), BODY).digest("hex"), { known: [own] })).toMatchObject({
      cause: "decoded-key",
    });
  });

  it.each([
    ["lost its zero", BODY.replace("22.50", "22.5")],
    ["was pretty-printed, and lost its zero", JSON.stringify(JSON.parse(BODY), null, 2)],
    ["got a byte order mark", `\uFEFF${BODY}`],
    ["got a line end", `${BODY}\n`],
  ])("is of a body that %s on the way", (_, body) => {
    expect(only(sign("clave-propia"), { body })).toEqual({ cause: "body-rewritten", keys: ofOwn });
  });

  it("is of a body whose accents were written otherwise on the way", () => {
    const accented = '{"eventType":"cip.paid","data":{"cip":"311025640","concept":"Ropa de niñas"}}';

    expect(only(sign("clave-propia", accented.replace("ñ", "\\u00f1")), { body: accented })).toMatchObject({
      cause: "body-rewritten",
    });
  });

  it("is of a key that nobody here knows; or perhaps of one that was wiped", () => {
    expect(only(sign("another key"))).toEqual({ cause: "unknown-key", keys: null });
    expect(causesOf(sign("another key"), { hasWipedKeys: true }).map(({ cause }) => cause)).toEqual([
      "perhaps-wiped-keys",
      "unknown-key",
    ]);
  });

  it("is explained whatever the body is, and however deep", () => {
    for (const body of ["", "not json", "\u0000", "[".repeat(60_000), "\uD800"])
      expect(only(sign("clave-propia"), { body })).toMatchObject({ cause: "unknown-key" });
  });

  it("is never told with a signature or a key", () => {
    const headers = [
      sign("clave-de-prueba"),
      sign("another key"),
      hmac("clave-propia", BODY).digest("base64"),
    ];

    const said = JSON.stringify(headers.map((header) => causesOf(header, { hasWipedKeys: true })));

    for (const secret of [...headers, sign("clave-propia"), "clave-propia", "clave-de-prueba", "access-of"])
      expect(said).not.toContain(secret);
  });
});
