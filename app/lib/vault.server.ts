/**
 * Seals what must not be read at rest: AES-256-GCM under a key ring. Each sealed text names its key, and is bound
 * to its shop and field, so that a sealed value moved to another row does not open.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Secret } from "#app/lib/secret.ts";
import type { SealedField } from "#app/lib/sealed-thing.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Where a sealed value belongs. */
export interface SealedPlace {
  shop: string;
  field: SealedField;
}

export interface Vault {
  /** The id of the key that seals; every sealed text begins with its key's id and a dot. */
  readonly sealsWith: string;
  seal(value: Secret, place: SealedPlace): string;
  /** Throws when the key is not on the ring, the place differs, or the text was altered. */
  open(sealed: string, place: SealedPlace): Secret;
}

/** `keys`: `id:base64(32 bytes)` separated by commas; the first one seals. Throws on a malformed ring. */
export function openVault(keys: Secret): Vault {
  const ring = new Map<string, Buffer>();
  for (const entry of keys.reveal().split(",")) {
    const [id, encoded] = entry.trim().split(":");
    const key = Buffer.from(encoded ?? "", "base64");
    if (!id || !/^[\w-]{1,32}$/.test(id) || key.length !== KEY_BYTES) {
      throw new Error("VAULT_KEYS: each entry is id:base64 of 32 bytes");
    }
    // The later key would hide the earlier one, and with it everything it sealed.
    if (ring.has(id)) throw new Error(`VAULT_KEYS: the id "${id}" is given twice`);
    ring.set(id, key);
  }
  const [sealingId] = ring.keys();
  if (!sealingId) throw new Error("VAULT_KEYS: no key");
  const keyOf = (id: string): Buffer => {
    const key = ring.get(id);
    if (!key) throw new Error(`the vault has no key "${id}": add it back to VAULT_KEYS`);
    return key;
  };

  return {
    sealsWith: sealingId,
    seal(value, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", keyOf(sealingId), iv);
      cipher.setAAD(boundTo(sealingId, place));
      const body = Buffer.concat([cipher.update(value.reveal(), "utf8"), cipher.final()]);
      return `${sealingId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open(sealed, place) {
      const [id = "", encoded = "", ...more] = sealed.split(".");
      const bytes = Buffer.from(encoded, "base64url");
      // Decoding skips what is not base64url; only the very text that was sealed may open.
      if (more.length > 0 || bytes.toString("base64url") !== encoded)
        throw new Error("a sealed value was altered");
      if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error("a sealed value is cut short");
      const decipher = createDecipheriv("aes-256-gcm", keyOf(id), bytes.subarray(0, IV_BYTES));
      decipher.setAAD(boundTo(id, place));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const body = bytes.subarray(IV_BYTES + TAG_BYTES);
      return new Secret(Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8"));
    },
  };
}

function boundTo(keyId: string, place: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([keyId, place.shop, place.field]), "utf8");
}
