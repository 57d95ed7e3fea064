import { createHmac, hkdfSync } from "node:crypto";
import type { Secret } from "#app/lib/secret.ts";

/** Names the one use of the key. */
const PURPOSE = "ventanilla/limited-person/v1";

/** What stands in a bucket's key instead of an address: without our secret nobody can try addresses against it. */
export function limitedPerson(secret: Secret, address: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret.reveal(), "", PURPOSE, 32));
  return createHmac("sha256", key).update(address).digest("base64url").slice(0, 22);
}
