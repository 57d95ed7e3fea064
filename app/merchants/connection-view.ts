/** What the connection page shows and what its forms are answered, in plain values: no key, not even a sealed one. */
import type { Currency } from "#app/lib/money.ts";
import type { AccountState, ConnectProblems } from "#app/merchants/connect-form.ts";
import type { ConnectionReport } from "#app/merchants/connection-steps.ts";
import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";

export interface SetView {
  id: string;
  mode: Environment;
  serviceId: number;
  currencies: Currency[];
  /** The end of the access key, by which a merchant tells two keys apart; the secret key shows nothing of itself. */
  accessKey: { isSet: true; last4: string };
  secretKey: { isSet: true };
  /** ISO instants. */
  updatedAt: string;
  updatedBy: string | null;
  verifiedAt: string | null;
  refusedSince: string | null;
  noticeUrl: string;
  /** Codes that can still be paid under this account. */
  liveCodes: number;
}

export interface ConnectionView {
  version: number;
  account: { state: AccountState; note: string | null };
  sets: SetView[];
}

export type ConnectAnswer =
  | { kind: "saved"; what: "set" | "account" | "removed" }
  | { kind: "refused"; problems: ConnectProblems }
  /** Somebody else saved since the page was read. */
  | { kind: "conflict" }
  /** Codes can still be paid, and nobody has said what becomes of them. */
  | { kind: "asks"; liveCodes: number }
  | { kind: "tested"; report: ConnectionReport }
  /** Nothing was saved; `mayForce` where it may be saved all the same. */
  | { kind: "test-failed"; report: ConnectionReport; mayForce: boolean }
  /** Too many tests in the last minute; nothing was asked. */
  | { kind: "limited" };

/** The HTTP status that goes with an answer. */
export function statusOfAnswer(answer: ConnectAnswer): number {
  switch (answer.kind) {
    case "saved":
    case "tested":
      return 200;
    case "conflict":
    case "asks":
      return 409;
    case "refused":
    case "test-failed":
      return 422;
    case "limited":
      return 429;
  }
}
