/**
 * What a failed call to an outside party means for the effect we asked for:
 * - `refused`: they answered and said no;
 * - `not-done`: the request never reached them, repeating it is safe;
 * - `unknown`: it may have taken effect (timeout, broken answer, 5xx): look before repeating.
 */
export type ExternalOutcome = "refused" | "not-done" | "unknown";

/** `merchant`: an address of a merchant's own; `smtp`: the operator's mail server; `self`: our own public address, from outside. */
export type ExternalService = "shopify" | "pagoefectivo" | "merchant" | "smtp" | "self";

export interface ExternalCallFailure {
  service: ExternalService;
  operation: string;
  outcome: ExternalOutcome;
  /** Short machine word for logs and decisions: `timeout`, `http-503`, `not-json`, `connection-refused` … */
  reason: string;
  httpStatus?: number;
  /** Set where we did not even try: when trying makes sense again. */
  retryAfterMs?: number;
  cause?: unknown;
}

/**
 * The one error that the clients of outside parties throw. It never carries a body, a secret or
 * personal data. Recognise it with `isExternalCallError`, not with `instanceof`: the page bundle
 * holds a second copy of this class.
 */
export class ExternalCallError extends Error {
  readonly kind = "external-call";
  readonly service: ExternalService;
  readonly operation: string;
  readonly outcome: ExternalOutcome;
  readonly reason: string;
  readonly httpStatus: number | null;
  readonly retryAfterMs: number | null;

  constructor(failure: ExternalCallFailure) {
    super(`${failure.service} ${failure.operation}: ${failure.reason} (${failure.outcome})`, {
      cause: failure.cause,
    });
    this.name = "ExternalCallError";
    this.service = failure.service;
    this.operation = failure.operation;
    this.outcome = failure.outcome;
    this.reason = failure.reason;
    this.httpStatus = failure.httpStatus ?? null;
    this.retryAfterMs = failure.retryAfterMs ?? null;
  }
}

export function isExternalCallError(error: unknown): error is ExternalCallError {
  return error instanceof Error && "kind" in error && error.kind === "external-call";
}
