/**
 * Reads a destination out of a form's texts. The shopper's page and the desk share it: the same fields, the same rules, and
 * for each field at most one thing that is wrong with it.
 */
import { readAccount, readBank, type AccountProblem } from "./account-number.ts";
import { readCci, type CciProblem } from "./cci.ts";
import { destinationKinds, type Destination, type DestinationKind } from "./destination.ts";
import { readHolder, type HolderProblem } from "./holder-name.ts";
import { DOCUMENT_KINDS, readDocument, type DocumentProblem } from "./identity-document.ts";
import type { ReadField } from "./read-field.ts";
import { readWalletPhone, type PhoneProblem } from "./wallet-phone.ts";

/** The names of the form's fields. */
export const DESTINATION_FIELDS = [
  "kind",
  "cci",
  "bank",
  "account",
  "phone",
  "holder",
  "documentKind",
  "documentNumber",
] as const;
export type DestinationField = (typeof DESTINATION_FIELDS)[number];
export type TypedDestination = Partial<Record<DestinationField, string>>;

/** A field's text is cut where no honest one is as long: what is longer is refused by its rule. */
const LONGEST_TEXT = 200;

/** The fields out of a form's body. */
export function typedDestination(form: URLSearchParams | FormData): TypedDestination {
  const typed: TypedDestination = {};
  for (const field of DESTINATION_FIELDS) {
    const text = form.get(field);
    if (typeof text === "string") typed[field] = text.slice(0, LONGEST_TEXT);
  }
  return typed;
}

export type DestinationProblem =
  | "kind-missing"
  | CciProblem
  | AccountProblem
  | PhoneProblem
  | HolderProblem
  | "document-kind-missing"
  | DocumentProblem;
export type DestinationProblems = Partial<Record<DestinationField, DestinationProblem>>;

export type ReadDestination =
  { kind: "read"; destination: Destination } | { kind: "refused"; problems: DestinationProblems };

/** A destination, or what is wrong beside each field. Fields of kinds that were not chosen are not looked at. */
export function readDestination(typed: TypedDestination, currency: string): ReadDestination {
  const problems: DestinationProblems = {};
  const take: Take = (field, read) => {
    if ("value" in read) return read.value;
    problems[field] = read.problem;
    return null;
  };
  const kind = destinationKinds(currency).find((one) => one === typed.kind);
  if (!kind) problems.kind = "kind-missing";
  const documentKind = DOCUMENT_KINDS.find((one) => one === typed.documentKind);
  if (!documentKind) problems.documentKind = "document-kind-missing";
  const holder = take("holder", readHolder(typed.holder ?? "", documentKind ?? null));
  const documentNumber =
    documentKind && take("documentNumber", readDocument(documentKind, typed.documentNumber ?? ""));
  const place = kind && readPlace(kind, typed, take);
  if (!place || holder === null || !documentKind || !documentNumber) return { kind: "refused", problems };
  return { kind: "read", destination: { ...place, holder, documentKind, documentNumber } };
}

type Place =
  | { kind: "cci"; cci: string }
  | { kind: "account"; bank: string; account: string }
  | { kind: "yape" | "plin"; phone: string };

/** The value, or null after the problem was noted beside its field. */
type Take = (field: DestinationField, read: ReadField<DestinationProblem>) => string | null;

function readPlace(kind: DestinationKind, typed: TypedDestination, take: Take): Place | null {
  switch (kind) {
    case "cci": {
      const cci = take("cci", readCci(typed.cci ?? ""));
      return cci === null ? null : { kind, cci };
    }
    case "account": {
      const bank = take("bank", readBank(typed.bank ?? ""));
      const account = take("account", readAccount(typed.account ?? "", bank));
      return bank === null || account === null ? null : { kind, bank, account };
    }
    case "yape":
    case "plin": {
      const phone = take("phone", readWalletPhone(typed.phone ?? ""));
      return phone === null ? null : { kind, phone };
    }
  }
}
