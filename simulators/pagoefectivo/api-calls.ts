import type { ApiOperation } from "./switches.ts";
import type { SimulatedEnvironment } from "./simulated-service.ts";

/** One API request received. Holds no secret, no token and no body. */
export interface RecordedCall {
  operation: ApiOperation;
  environment: SimulatedEnvironment;
  /** The service that the token proved, or that an authorization named; `null` when unknown. */
  serviceId: number | null;
  /** The HTTP status written; `null` while it waits or when the connection was dropped. */
  status: number | null;
  /** The fault it met, if any. */
  fault: string | null;
  /** When it arrived (UTC). */
  at: Date;
  transactionCode: string | null;
  /** The CIP issued, updated or deleted. */
  cip: string | null;
  /** The CIPs asked for by a search. */
  cips: string[];
}
