/**
 * What the product may ask of PagoEfectivo and what it can be told. Types only, so that pure code
 * may name them; the client itself is `pagoefectivo-client.server.ts`.
 */
import type { Money } from "#app/lib/money.ts";
import type { Secret } from "#app/lib/secret.ts";
import type { CipStatus, Phone } from "./cip.ts";

export type Environment = "sandbox" | "live";

export interface PagoEfectivoCredentials {
  credentialVersionId: string;
  environment: Environment;
  serviceId: number;
  accessKey: Secret;
  secretKey: Secret;
}

/** Keys that may not be anybody's yet. */
export type ProbedCredentials = Omit<PagoEfectivoCredentials, "credentialVersionId">;

export interface CreateCipRequest {
  /** At most 36 characters; PagoEfectivo echoes it and does not require it to be unique. */
  transactionCode: string;
  amount: Money;
  expiresAt: Date;
  paymentConcept: string;
  additionalData: string;
  userEmail: string;
  userName: string | null;
  userLastName: string | null;
  userPhone: Phone | null;
}

export type CreateCipAnswer =
  | {
      kind: "created";
      cip: string;
      amount: Money;
      transactionCode: string;
      /** The effective expiry, which may differ from the one asked for. */
      expiresAt: Date;
      cipUrl: string | null;
      /** PagoEfectivo's own picture of the code for wallets, where its answer names one. */
      qrUrl: string | null;
    }
  | { kind: "refused"; reason: "fields"; fields: string[] }
  | { kind: "refused"; reason: "amount-above-limit" }
  | { kind: "refused"; reason: "service-invalid" }
  | { kind: "refused"; reason: "other"; code: number | null };

export interface CipLookUp {
  cip: string;
  status: CipStatus;
  transactionCode: string | null;
  amount: Money | null;
  paidAt: Date | null;
  expiresAt: Date | null;
  rawStatus: number | null;
  /** Lower case, without the final full stop. */
  statusName: string;
}

/** Whether PagoEfectivo said yes. `unclear`: it answered something that proves neither; `failed`: no answer came. */
export type ProbeVerdict = "accepted" | "refused" | "unclear" | "failed";

export interface ProbedCall {
  verdict: ProbeVerdict;
  ms: number;
  /** Machine word for what went wrong: `dns`, `tls`, `timeout`, `http-401` …; null when nothing did. */
  reason: string | null;
}

/** What asking PagoEfectivo with given keys showed. Changes nothing there. */
export interface Probe {
  /** Any answer at all counts as reached. */
  authorization: ProbedCall;
  /** PagoEfectivo's clock minus ours, in ms, by the answer's Date header; null when it sent none. Whole seconds. */
  clockOffsetMs: number | null;
  /** A search for a CIP that nobody has; null when the keys were not accepted. */
  search: ProbedCall | null;
}

export interface PagoEfectivoClient {
  /**
   * Tries these keys past every held token, with a fresh `dateRequest`: what counts is what PagoEfectivo says now. Never
   * throws for what PagoEfectivo or the network may do; answers within `timeoutMs`.
   */
  probe(credentials: ProbedCredentials, limits: { timeoutMs: number }): Promise<Probe>;
  /**
   * Asks once for a CIP; never repeats a request that may have been sent. Throws ExternalCallError:
   * `not-done` when no create left us, `refused` when the account was refused, `unknown` when a CIP
   * may exist that nobody can look up.
   */
  createCip(credentials: PagoEfectivoCredentials, request: CreateCipRequest): Promise<CreateCipAnswer>;
  /**
   * A CIP absent from the answer is *not known*; that proves nothing. `isPlanned`: the caller limits its own rate, and is not
   * held up after an outage. Throws ExternalCallError.
   */
  searchCips(
    credentials: PagoEfectivoCredentials,
    cips: readonly string[],
    how?: { isPlanned: boolean },
  ): Promise<ReadonlyMap<string, CipLookUp>>;
  /**
   * For how long no create should be begun with these keys: PagoEfectivo does not answer them, or too many calls are under way.
   * 0 when it would be sent. After a pause this asks something harmless first. Never throws for what PagoEfectivo may do.
   */
  createHoldMs(credentials: PagoEfectivoCredentials): Promise<number>;
  /** The versions of keys that PagoEfectivo does not answer now: nobody is asked with them. */
  stoppedVersions(): string[];
  /** `refused` may mean that it was paid meanwhile: search before deciding. Throws ExternalCallError. */
  deleteCip(credentials: PagoEfectivoCredentials, cip: string): Promise<"accepted" | "refused">;
  /** An accepted later expiry revives an expired CIP. Throws ExternalCallError. */
  updateExpiry(
    credentials: PagoEfectivoCredentials,
    cip: string,
    expiresAt: Date,
  ): Promise<"accepted" | "refused">;
}
