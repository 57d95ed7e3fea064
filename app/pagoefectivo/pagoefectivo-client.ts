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

export interface PagoEfectivoClient {
  /**
   * Asks once for a CIP; never repeats a request that may have been sent. Throws ExternalCallError:
   * `not-done` when no create left us, `refused` when the account was refused, `unknown` when a CIP
   * may exist that nobody can look up.
   */
  createCip(credentials: PagoEfectivoCredentials, request: CreateCipRequest): Promise<CreateCipAnswer>;
  /** A CIP absent from the answer is *not known*; that proves nothing. Throws ExternalCallError. */
  searchCips(
    credentials: PagoEfectivoCredentials,
    cips: readonly string[],
  ): Promise<ReadonlyMap<string, CipLookUp>>;
  /** `refused` may mean that it was paid meanwhile: search before deciding. Throws ExternalCallError. */
  deleteCip(credentials: PagoEfectivoCredentials, cip: string): Promise<"accepted" | "refused">;
  /** An accepted later expiry revives an expired CIP. Throws ExternalCallError. */
  updateExpiry(
    credentials: PagoEfectivoCredentials,
    cip: string,
    expiresAt: Date,
  ): Promise<"accepted" | "refused">;
}
