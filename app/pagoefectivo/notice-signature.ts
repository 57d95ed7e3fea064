/**
 * The two proofs made with a service's secret key. Source: PagoEfectivo, Integración API CIP v1.1,
 * authorizations and §5.2 (read 2026-11-22). The hash printed there does not match its own inputs,
 * so the tests use vectors computed apart from this code.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Secret } from "#app/lib/secret.ts";

/**
 * Lower-case hex SHA-256 that proves the keys to `POST /v1/authorizations`. `dateRequest` must be
 * the very text that is sent: reading the clock twice breaks it at second boundaries.
 */
export function authorizationHash(input: {
  serviceId: number;
  accessKey: Secret;
  secretKey: Secret;
  dateRequest: string;
}): string {
  const text = [
    input.serviceId,
    input.accessKey.reveal(),
    input.secretKey.reveal(),
    input.dateRequest,
  ].join(".");
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** `PE-Signature` of a body that we send to ourselves. */
export function signNotice(body: string, secretKey: Secret): string {
  return createHmac("sha256", secretKey.reveal()).update(body).digest("hex");
}

/**
 * Checks `PE-Signature` (hex HMAC-SHA256, keyed with the secret key's text) in constant time: over
 * the bytes as received, then over the body without insignificant whitespace, because one
 * integrator met a pretty-printed body. Answers which form matched, or null. The body is never
 * rebuilt from parsed values: `22.50` would become `22.5` and fail.
 */
export function verifyNoticeSignature(
  rawBody: Uint8Array,
  headerValue: string | null,
  secretKey: Secret,
): "raw" | "compacted" | null {
  const header = headerValue?.trim() ?? "";
  if (!/^[0-9a-f]{64}$/i.test(header)) return null;
  const claimed = Buffer.from(header, "hex");
  const matches = (body: Uint8Array): boolean =>
    timingSafeEqual(createHmac("sha256", secretKey.reveal()).update(body).digest(), claimed);
  if (matches(rawBody)) return "raw";
  const compacted = withoutInsignificantWhitespace(rawBody);
  return compacted.length !== rawBody.length && matches(compacted) ? "compacted" : null;
}

/** Works on bytes: in UTF-8 no byte of a longer character equals a quote, a backslash or a space. */
function withoutInsignificantWhitespace(body: Uint8Array): Uint8Array {
  const kept = new Uint8Array(body.length);
  let length = 0;
  let isInString = false;
  let isEscaped = false;
  for (const byte of body) {
    const isSpace = byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
    if (isSpace && !isInString) continue;
    kept[length++] = byte;
    if (isEscaped) isEscaped = false;
    else if (isInString && byte === 0x5c) isEscaped = true;
    else if (byte === 0x22) isInString = !isInString;
  }
  return kept.subarray(0, length);
}
