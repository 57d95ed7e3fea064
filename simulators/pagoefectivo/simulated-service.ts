/** PagoEfectivo's integration environment ("pre") is our `sandbox`. */
export type SimulatedEnvironment = "sandbox" | "live";

/**
 * One service of a merchant, as PagoEfectivo staff would set it up. `secretKey` both signs the
 * authorization and verifies notices (PagoEfectivo, Integración API CIP v1.1, read 2026-11-22).
 */
export interface SimulatedService {
  serviceId: number;
  accessKey: string;
  secretKey: string;
  codeService: string;
  environment: SimulatedEnvironment;
  /** The one address that staff register for the service; `null` when none is registered yet. */
  notifyUrl: string | null;
  /** The merchant's maximum per CIP in céntimos; absent means no maximum. */
  maximumCentimos?: number | undefined;
  /** Shown on the voucher page; default `codeService`. */
  merchantName?: string | undefined;
}

export type SimulatedCurrency = "PEN" | "USD";
