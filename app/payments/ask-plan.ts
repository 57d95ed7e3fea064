/**
 * When PagoEfectivo is asked about a code without anybody asking for it. A notice is sent twice at most
 * (PagoEfectivo, "Integración de notificaciones", read 2026-11-22): what both lost is found here. Pure; instants are UTC.
 */
import type { Code } from "#app/payments/payment.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const AFTER_CREATION_MS = [2 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS];
/** After the expiry of a code that nobody paid: money may have been taken in its last minute. */
const AFTER_END_MS = [5 * MINUTE_MS, 30 * MINUTE_MS, DAY_MS, 2 * DAY_MS, 3 * DAY_MS];
/** After payment: the collector may take it back. */
const AFTER_PAID_MS = [HOUR_MS, DAY_MS, 2 * DAY_MS, 3 * DAY_MS];

export type PlannedCode = Pick<
  Code,
  "state" | "mode" | "cip" | "createdAt" | "expiresAt" | "paidAt" | "endedAt"
>;

/** The first planned time after `after`; null when the plan asks no more, or there is nothing to ask about. */
export function nextAsk(code: PlannedCode, after: Date): Date | null {
  if (code.cip === null) return null;
  switch (code.state) {
    case "live":
    case "voiding":
      return nextWhilePayable(code, after);
    case "expired":
      return first(code.expiresAt, AFTER_END_MS, after);
    case "voided":
    case "lost":
      return first(code.endedAt ?? code.expiresAt, AFTER_END_MS, after);
    case "paid":
      // The sandbox knows nothing of simulated money: its answer would look like a reversal.
      return code.mode === "live" ? first(code.endedAt ?? code.expiresAt, AFTER_PAID_MS, after) : null;
    case "issuing":
    case "unknown":
    case "failed":
      return null;
    case "reversed":
      // What it is now, the next look-up says.
      return every(code.createdAt, HOUR_MS, after);
  }
}

/** Soon, then hourly, then around its end; daily for as long as nothing proves what became of it. */
function nextWhilePayable(code: PlannedCode, after: Date): Date {
  const soon = first(code.createdAt, AFTER_CREATION_MS, after);
  if (soon && soon < code.expiresAt) return soon;
  const hourly = every(code.createdAt, HOUR_MS, after);
  if (hourly < code.expiresAt) return hourly;
  return first(code.expiresAt, AFTER_END_MS, after) ?? every(code.expiresAt, DAY_MS, after);
}

function first(from: Date, offsetsMs: readonly number[], after: Date): Date | null {
  const offset = offsetsMs.find((candidate) => from.getTime() + candidate > after.getTime());
  return offset === undefined ? null : new Date(from.getTime() + offset);
}

function every(from: Date, periodMs: number, after: Date): Date {
  const periods = Math.max(0, Math.floor((after.getTime() - from.getTime()) / periodMs));
  return new Date(from.getTime() + (periods + 1) * periodMs);
}
