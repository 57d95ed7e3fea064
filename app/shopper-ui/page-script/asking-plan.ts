import { MINUTE, SECOND } from "./durations.ts";

/** What the page says of its payment, in the server's words. */
export interface ShownPayment {
  state?: string | undefined;
  told?: string | undefined;
}

/** Milliseconds until the next question, or null when there is nothing more to ask. */
export function nextDelay({ state, told }: ShownPayment, lookingMs: number): number | null {
  if (state === "preparing" || state === "voiding")
    return lookingMs < 30 * SECOND ? 2 * SECOND : 5 * SECOND;
  if (state === "paid") return lookingMs < 5 * MINUTE ? 5 * SECOND : null;
  if (state === "expiring") return lookingMs < 30 * MINUTE ? 15 * SECOND : null;
  if (lookingMs < 2 * MINUTE) return 5 * SECOND;
  // While the order is open the server takes 30 s of silence for a shopper who has left.
  return lookingMs < 10 * MINUTE || told === "open" ? 15 * SECOND : 60 * SECOND;
}

/** A failing network or server is asked less and less, at most once a minute. */
export function delayAfterFailures(delayMs: number, failures: number): number {
  return Math.min(delayMs * 2 ** failures, Math.max(delayMs, MINUTE));
}
