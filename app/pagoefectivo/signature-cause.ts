/**
 * Why a notice's signature did not fit, worked out from the bytes that came and the keys that the shop has: what a merchant can
 * mend, in one word. Nothing of a signature or a key leaves this file. What PagoEfectivo signs: Integración API CIP v1.1 §5.2;
 * the mistakes are those that integrators have reported or that a re-typed key makes (read 2026-11-22).
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Secret } from "#app/lib/secret.ts";
import { verifyNoticeSignature } from "./notice-signature.ts";

export const SIGNATURE_CAUSES = [
  /** The header is missing or empty. */
  "no-signature",
  /** It is not 64 characters of hex, nor any other form of a signature that fits. */
  "not-a-signature",
  /** A hash of another length: another algorithm. */
  "other-algorithm",
  /** It fits, written as base64 instead of hex. */
  "as-base64",
  /** It fits, with a word such as `sha256=` before it. */
  "with-prefix",
  /** The keys of the same shop's other environment fit. */
  "other-environment",
  /** The keys of another service of the same shop fit. */
  "other-service",
  /** The access key was used in the place of the secret key. */
  "access-key",
  /** The secret key was decoded from base64 first, and its text is what counts. */
  "decoded-key",
  /** It fits the same JSON written in other bytes: something on the way has read and re-written the body. */
  "body-rewritten",
  /** Keys that this service had before were wiped: it may be theirs. */
  "perhaps-wiped-keys",
  /** None of the shop's keys: a key that was typed wrong or changed at PagoEfectivo, or not PagoEfectivo at all. */
  "unknown-key",
] as const;
export type SignatureCause = (typeof SIGNATURE_CAUSES)[number];

/** One version of keys of the shop. */
export interface KnownKeys {
  environment: "sandbox" | "live";
  serviceId: number;
  accessKey: Secret;
  secretKey: Secret;
  /** Of the set whose URL the notice was sent to. */
  isOwn: boolean;
}

export interface LikelyCause {
  cause: SignatureCause;
  /** Whose keys would have fitted. */
  keys: { mode: "sandbox" | "live"; serviceId: number } | null;
}

/** The likely causes, the likeliest first; never empty. */
export function likelyCauses(input: {
  body: Uint8Array;
  header: string | null;
  keys: readonly KnownKeys[];
  /** Keys of the set that nobody can try any more. */
  hasWipedKeys: boolean;
}): LikelyCause[] {
  const header = input.header?.trim() ?? "";
  if (header === "") return [{ cause: "no-signature", keys: null }];
  const form = formOf(header);
  const fitting = form && fittingCause(input.body, form, input.keys);
  if (fitting) return [fitting];
  if (!form) return [{ cause: isOtherHash(header) ? "other-algorithm" : "not-a-signature", keys: null }];
  const unknown: LikelyCause = { cause: "unknown-key", keys: null };
  return input.hasWipedKeys ? [{ cause: "perhaps-wiped-keys", keys: null }, unknown] : [unknown];
}

/** A signature of 32 bytes in whichever writing, and what is odd about that. */
interface Form {
  hex: string;
  oddness: "as-base64" | "with-prefix" | null;
}

function formOf(header: string): Form | null {
  if (isHex(header)) return { hex: header, oddness: null };
  const [, afterPrefix = ""] = /^[a-z0-9-]{1,16}[=:\s]\s*(.+)$/i.exec(header) ?? [];
  if (isHex(afterPrefix)) return { hex: afterPrefix, oddness: "with-prefix" };
  for (const text of [header, afterPrefix]) {
    if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) continue;
    return { hex: Buffer.from(text, "base64").toString("hex"), oddness: "as-base64" };
  }
  return null;
}

function isHex(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text);
}

/** MD5, SHA-1, SHA-384 or SHA-512 in hex. */
function isOtherHash(header: string): boolean {
  return /^[0-9a-f]+$/i.test(header) && [32, 40, 96, 128].includes(header.length);
}

function fittingCause(body: Uint8Array, form: Form, keys: readonly KnownKeys[]): LikelyCause | null {
  const own = keys.filter(({ isOwn }) => isOwn);
  const others = keys.filter(({ isOwn }) => !isOwn);
  const fits = (of: KnownKeys) => verifyNoticeSignature(body, form.hex, of.secretKey) !== null;
  const right = own.find(fits);
  if (right && form.oddness) return cause(form.oddness, right);
  const other = others.find(fits);
  if (other) {
    const isOtherMode = !own.some(({ environment }) => environment === other.environment);
    return cause(isOtherMode ? "other-environment" : "other-service", other);
  }
  const claimed = Buffer.from(form.hex, "hex");
  const signed = (bytes: Uint8Array, key: string | Uint8Array) =>
    timingSafeEqual(createHmac("sha256", key).update(bytes).digest(), claimed);
  for (const one of keys) {
    if (signed(body, one.accessKey.reveal())) return cause("access-key", one);
    const decoded = Buffer.from(one.secretKey.reveal(), "base64");
    if (decoded.length > 0 && signed(body, decoded)) return cause("decoded-key", one);
  }
  for (const other of rewritings(body)) {
    const signer = own.find((one) => signed(other, one.secretKey.reveal()));
    if (signer) return cause("body-rewritten", signer);
  }
  return null;
}

function cause(which: SignatureCause, { environment, serviceId }: KnownKeys): LikelyCause {
  return { cause: which, keys: { mode: environment, serviceId } };
}

/** A notice of PagoEfectivo's has a few hundred bytes; what is longer is somebody else's, and may be nested as deep as it is long. */
const MOST_REWRITTEN_BYTES = 4_096;

/** The forms that a body may have had before something on the way read and re-wrote it. Few: each costs a hash for each key. */
function rewritings(body: Uint8Array): Uint8Array[] {
  if (body.length > MOST_REWRITTEN_BYTES) return [];
  const text = Buffer.from(body).toString("utf8");
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  const value = parsed(trimmed);
  const compact = value === undefined ? null : JSON.stringify(value);
  const texts = [
    trimmed,
    `${trimmed}\n`,
    `${trimmed}\r\n`,
    `\uFEFF${trimmed}`,
    trimmed.replaceAll("\r\n", "\n"),
    trimmed.replaceAll(/(?<!\r)\n/g, "\r\n"),
    ...(compact === null
      ? []
      : [
          compact,
          JSON.stringify(value, null, 2),
          JSON.stringify(value, null, 4),
          // PagoEfectivo writes amounts with two decimals; whoever parses and re-writes them loses the zeros.
          withDecimals(compact),
          compact.replaceAll("/", "\\/"),
          withDecimals(compact).replaceAll("/", "\\/"),
          escaped(compact),
          escaped(withDecimals(compact)),
        ]),
  ];
  const asLatin1 = Buffer.from(trimmed, "latin1");
  return [...[...new Set(texts)].map((one) => Buffer.from(one, "utf8")), asLatin1];
}

/** `22.5` and `22` as PagoEfectivo writes them: `22.50`, `22.00`. */
function withDecimals(compact: string): string {
  return compact.replaceAll(
    /("amount":)(\d+)(?:\.(\d{1,2}))?(?=[,}])/g,
    (_, name: string, whole: string, part = "") => `${name}${whole}.${String(part).padEnd(2, "0")}`,
  );
}

/** Everything beyond ASCII as `\\u00e1`, as some libraries write JSON. */
function escaped(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
