import { Secret } from "#app/lib/secret.ts";
import type { SealedPlace, Vault } from "#app/lib/vault.server.ts";
import { destinationSchema, type Destination } from "./destination.ts";

/** The refund whose destination it is: a sealed one that was moved to another refund does not open. */
export interface RefundPlace {
  /** The shop's domain. */
  shop: string;
  refundId: string;
}

/** The destination as it is kept. */
export function sealDestination(vault: Vault, place: RefundPlace, destination: Destination): string {
  return vault.seal(new Secret(JSON.stringify(destination)), placeOf(place));
}

/** For paying it, showing it to who pays, and the batch file. Throws when it was altered, moved or cannot be opened. */
export function openDestination(vault: Vault, place: RefundPlace, sealed: string): Destination {
  return destinationSchema.parse(JSON.parse(vault.open(sealed, placeOf(place)).reveal()));
}

function placeOf({ shop, refundId }: RefundPlace): SealedPlace {
  return { shop, field: `refund:${refundId}` };
}
