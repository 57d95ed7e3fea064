/**
 * A message of our own that goes the way of a notice, from outside through the public address to the door, and asks only whether
 * it arrived as it was sent. The door checks its signature like any other's and then stores nothing and does nothing: there is no
 * payment in it. What the door answers proves that it holds the same key, so that nobody else can have answered.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Secret } from "#app/lib/secret.ts";
import { z } from "zod";

/** The event that a probe names in the place of PagoEfectivo's. */
export const PROBE_EVENT = "ventanilla.probe";

/** PagoEfectivo's bodies are JSON objects; no such text is one, so that an answer can never serve as a notice's signature. */
const ANSWER_PREFIX = "answer to the probe ";

const NONCE = /^[\w-]{16,64}$/;
const probe = z.object({ eventType: z.literal(PROBE_EVENT), nonce: z.string().regex(NONCE) });

/**
 * The body to send. Its amount with a final zero, its letters and its spaces are there to be spoilt: whoever on the way reads the
 * body and writes it anew breaks the signature here, as they would break that of a notice.
 */
export function probeBody(nonce: string): string {
  return `{"eventType":"${PROBE_EVENT}", "nonce":"${nonce}", "data":{"amount": 22.50, "note":"Ñandú S/"}}`;
}

/** The nonce of a probe; null for every other body. To be asked only after the signature was verified. */
export function nonceOfProbe(body: Uint8Array): string | null {
  const parsed = probe.safeParse(parseJson(body));
  return parsed.success ? parsed.data.nonce : null;
}

/** What the door answers to a probe, in hexadecimal. */
export function probeAnswer(nonce: string, secretKey: Secret): string {
  return createHmac("sha256", secretKey.reveal()).update(`${ANSWER_PREFIX}${nonce}`).digest("hex");
}

/** Whether this is the answer of a door that holds the key. */
export function isProbeAnswer(answer: unknown, nonce: string, secretKey: Secret): boolean {
  if (typeof answer !== "string" || !/^[0-9a-f]{64}$/.test(answer)) return false;
  const expected = Buffer.from(probeAnswer(nonce, secretKey), "hex");
  return timingSafeEqual(Buffer.from(answer, "hex"), expected);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined; // Not JSON, so not a probe.
  }
}
