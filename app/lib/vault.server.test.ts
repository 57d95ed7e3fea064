import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "#app/lib/secret.ts";
import type { SealedField } from "#app/lib/sealed-thing.ts";
import { openVault, type SealedPlace, type Vault } from "#app/lib/vault.server.ts";

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString("base64");
const vaultWith = (...ring: string[]): Vault => openVault(new Secret(ring.join(",")));
const OLD = `2025:${keyOf(1)}`;
const NEW = `2026:${keyOf(2)}`;
const PLACE: SealedPlace = { shop: "tienda-x.myshopify.com", field: "secret-key" };

/** The sealed text with one bit of one of its bytes turned round. */
function withFlippedBit(sealed: string, position: number, bit: number): string {
  const [id = "", body = ""] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  const index = position % bytes.length;
  bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << bit), index);
  return `${id}.${bytes.toString("base64url")}`;
}

describe("a sealed value", () => {
  it("opens in its place as what was sealed, whatever the text", () => {
    const vault = vaultWith(OLD);

    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), fc.string(), (text, shop, id) => {
        const field = `refund:${id}` as const;
        const sealed = vault.seal(new Secret(text), { shop, field });

        expect(vault.open(sealed, { shop, field }).reveal()).toBe(text);
      }),
    );
  });

  it("does not show what it holds, and is another text every time", () => {
    const vault = vaultWith(OLD);

    const [one, other] = [1, 2].map(() => vault.seal(new Secret("canary-9f2c"), PLACE));

    expect(one).not.toBe(other);
    expect(Buffer.from(one?.split(".")[1] ?? "", "base64url").toString("latin1")).not.toContain("canary");
  });

  it("does not open for another shop or another field", () => {
    const vault = vaultWith(OLD);
    const sealed = vault.seal(new Secret("value"), PLACE);

    expect(() => vault.open(sealed, { ...PLACE, shop: "tienda-y.myshopify.com" })).toThrow();
    expect(() => vault.open(sealed, { ...PLACE, field: "access-key" })).toThrow();
  });

  it("does not open where shop and field only read the same when put together", () => {
    const vault = vaultWith(OLD);
    const sealed = vault.seal(new Secret("value"), { shop: "ab", field: "c" as SealedField });

    expect(() => vault.open(sealed, { shop: "a", field: "bc" as SealedField })).toThrow();
  });

  it("does not open when any bit of it was altered", () => {
    const vault = vaultWith(OLD);
    const sealed = vault.seal(new Secret("value of some length"), PLACE);

    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), fc.integer({ min: 0, max: 7 }), (position, bit) => {
        expect(() => vault.open(withFlippedBit(sealed, position, bit), PLACE)).toThrow();
      }),
    );
  });

  it("does not open with anything added to it, not even what decoding would skip", () => {
    const vault = vaultWith(OLD);
    const sealed = vault.seal(new Secret("value"), PLACE);

    for (const added of ["=", "==", ".", ".x", `.${sealed}`, " ", "\n", "!", "A", "\u0000"]) {
      expect(() => vault.open(`${sealed}${added}`, PLACE)).toThrow();
      expect(() => vault.open(`${added}${sealed}`, PLACE)).toThrow();
    }
  });

  it("does not open when any one of its characters is another, or one more", () => {
    const vault = vaultWith(OLD);
    const character = fc.string({ minLength: 1, maxLength: 1, unit: "binary-ascii" });

    fc.assert(
      fc.property(fc.string(), fc.nat(), character, fc.boolean(), (text, position, other, isOneMore) => {
        const sealed = vault.seal(new Secret(text), PLACE);
        const index = position % sealed.length;
        const altered = sealed.slice(0, index) + other + sealed.slice(isOneMore ? index : index + 1);
        fc.pre(altered !== sealed);

        expect(() => vault.open(altered, PLACE)).toThrow();
      }),
    );
  });

  it("does not open when it is cut short or empty", () => {
    const vault = vaultWith(OLD);
    const sealed = vault.seal(new Secret("value"), PLACE);

    for (const text of ["", "2025", "2025.", sealed.slice(0, 20), sealed.slice(0, -4)]) {
      expect(() => vault.open(text, PLACE)).toThrow();
    }
  });
});

describe("the key ring", () => {
  it("seals with its first key, and still opens what an older key sealed", () => {
    const sealedBefore = vaultWith(OLD).seal(new Secret("value"), PLACE);
    const rotated = vaultWith(NEW, OLD);

    const sealedNow = rotated.seal(new Secret("value"), PLACE);

    expect(rotated.open(sealedBefore, PLACE).reveal()).toBe("value");
    expect(vaultWith(NEW).open(sealedNow, PLACE).reveal()).toBe("value");
  });

  it("does not open what a key sealed that is not on it, and names the key", () => {
    const sealed = vaultWith(OLD).seal(new Secret("value"), PLACE);

    expect(() => vaultWith(NEW).open(sealed, PLACE)).toThrow('no key "2025"');
  });

  it("does not open under another key's name, even when that key is on it", () => {
    const sealed = vaultWith(OLD).seal(new Secret("value"), PLACE);
    const renamed = sealed.replace("2025.", "2026.");

    expect(() => vaultWith(`2025:${keyOf(1)}`, `2026:${keyOf(1)}`).open(renamed, PLACE)).toThrow();
  });

  it("is refused when an id is given twice: the later key would hide what the earlier one sealed", () => {
    const ring = () => vaultWith(OLD, NEW, `2025:${keyOf(3)}`);

    expect(ring).toThrow(/^VAULT_KEYS: the id "2025" is given twice$/);
  });

  it("is refused when an entry is malformed, without showing a key", () => {
    const short = Buffer.alloc(31, 7).toString("base64");

    for (const ring of ["", "2025", `:${keyOf(1)}`, `2025:${short}`, `${OLD},`, `key id:${keyOf(1)}`]) {
      expect(() => vaultWith(ring)).toThrow(/^VAULT_KEYS: each entry is id:base64 of 32 bytes$/);
    }
  });
});
