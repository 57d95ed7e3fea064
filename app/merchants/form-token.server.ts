/**
 * The token in every form of the admin: proof that the form came from a page of this very sign-in. Cookies alone prove
 * only that the browser is the merchant's, and another site can make that browser post.
 */
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Secret } from "#app/lib/secret.ts";

/** Names the one use of the key, so that nothing else that is signed with the app's secret passes for a form's token. */
const PURPOSE = "ventanilla/form-token/v1";

export function formToken(apiSecret: Secret, sessionId: string): string {
  const key = Buffer.from(hkdfSync("sha256", apiSecret.reveal(), "", PURPOSE, 32));
  return createHmac("sha256", key).update(sessionId).digest("base64url");
}

/** Whether this is the token of that sign-in; takes as long for a nearly right one as for a wrong one. */
export function isFormToken(apiSecret: Secret, sessionId: string, given: unknown): boolean {
  if (typeof given !== "string") return false;
  const expected = Buffer.from(formToken(apiSecret, sessionId));
  const received = Buffer.from(given);
  return received.length === expected.length && timingSafeEqual(received, expected);
}
