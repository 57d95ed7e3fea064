/**
 * Where the money of a refund goes: one account or wallet, and whose it is. The whole of it exists only sealed, and in the memory
 * of who reads, pays or exports it; everywhere else stands its hint.
 */
import { z } from "zod";
import type { DestinationHint } from "#app/refunds/refund.ts";
import { bankName } from "./banks.ts";
import { bankCodeOf } from "./cci.ts";
import { initialsOf } from "./holder-name.ts";
import { DOCUMENT_KINDS } from "./identity-document.ts";

export const DESTINATION_KINDS = ["cci", "account", "yape", "plin"] as const;
export type DestinationKind = (typeof DESTINATION_KINDS)[number];

const holder = {
  holder: z.string(),
  documentKind: z.enum(DOCUMENT_KINDS),
  documentNumber: z.string(),
};

/**
 * Where money of a currency can be sent. A Yape is opened with a debit card in soles (elcomercio.pe on signing up, read 2026-11-29),
 * and nobody says that Plin takes dollars: a refund in dollars goes to an account.
 */
export function destinationKinds(currency: string): readonly DestinationKind[] {
  return currency === "PEN" ? DESTINATION_KINDS : ["cci", "account"];
}

/** How it is sealed, as JSON. `bank` is the code that a CCI of that bank begins with. */
export const destinationSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("cci"), cci: z.string(), ...holder }),
  z.object({ kind: z.literal("account"), bank: z.string(), account: z.string(), ...holder }),
  z.object({ kind: z.literal("yape"), phone: z.string(), ...holder }),
  z.object({ kind: z.literal("plin"), phone: z.string(), ...holder }),
]);
export type Destination = z.infer<typeof destinationSchema>;

/** What may be shown, listed and searched. */
export function hintOf(destination: Destination): DestinationHint {
  const code = bankCode(destination);
  return {
    kind: destination.kind,
    bank: code === null ? null : bankName(code),
    last4: numberOf(destination).slice(-4),
    holderInitials: initialsOf(destination.holder),
    documentKind: destination.documentKind,
  };
}

/** The bank's code; null for a wallet, which is found by its number alone. */
function bankCode(destination: Destination): string | null {
  switch (destination.kind) {
    case "cci":
      return bankCodeOf(destination.cci);
    case "account":
      return destination.bank;
    case "yape":
    case "plin":
      return null;
  }
}

function numberOf(destination: Destination): string {
  switch (destination.kind) {
    case "cci":
      return destination.cci;
    case "account":
      return destination.account;
    case "yape":
    case "plin":
      return destination.phone;
  }
}
