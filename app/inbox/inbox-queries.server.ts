import type { Environment } from "#app/pagoefectivo/pagoefectivo-client.ts";

export interface StoredNotice {
  id: string;
  shopId: string;
  mode: Environment;
  serviceId: number;
  credentialVersionId: string;
  receivedAt: Date;
  body: Uint8Array;
  state: "received" | "matched" | "foreign" | "case";
  attempts: number;
  /** The test payment that a person made this notice up for; null for every notice that PagoEfectivo sent. */
  simulatedFor: string | null;
}

/** Of a stored notice `n`, with the keys `v` that signed it and their set `k`. */
export const NOTICE_COLUMNS = `n.id, k.shop_id as "shopId", k.mode, v.service_id as "serviceId",
  n.credential_version_id as "credentialVersionId", n.received_at as "receivedAt", n.body, n.state, n.attempts,
  n.simulated_for as "simulatedFor"`;

export const NOTICE_TABLES = `notices n join credential_versions v on v.id = n.credential_version_id
  join credential_sets k on k.id = n.set_id`;
