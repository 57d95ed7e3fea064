/**
 * How long a code lives. The session's start plus 72 hours is the most that Shopify accepts as pending deadline
 * (Payments Apps API, paymentSessionPending; providers' practice, read 2026-11-22): the code must die early enough
 * for its grace to fit below that, with a margin for the clocks.
 */
const MINUTE_MS = 60_000;
export const SHOPIFY_LIMIT_MS = 72 * 60 * MINUTE_MS;
const MARGIN_MS = 15 * MINUTE_MS;
/** A code that lives shorter than this sends people to a counter in vain. */
const SHORTEST_LIFE_MS = 120 * MINUTE_MS;

/** Start = the earlier of what Shopify proposed and when we received it. */
export function sessionStart(proposedAt: Date, receivedAt: Date): Date {
  return proposedAt < receivedAt ? proposedAt : receivedAt;
}

/**
 * When a code made `now` expires (UTC, whole minutes because banks show no seconds: rounded up, but never beyond the
 * limit), or null when the session is too old
 * for a code that is worth making.
 */
export function codeExpiry(input: {
  startedAt: Date;
  now: Date;
  codeLifeMinutes: number;
  graceMinutes: number;
}): Date | null {
  const wished = input.now.getTime() + input.codeLifeMinutes * MINUTE_MS;
  const latest = input.startedAt.getTime() + SHOPIFY_LIMIT_MS - MARGIN_MS - input.graceMinutes * MINUTE_MS;
  const expiresAt = Math.min(
    Math.ceil(wished / MINUTE_MS) * MINUTE_MS,
    Math.floor(latest / MINUTE_MS) * MINUTE_MS,
  );
  return expiresAt - input.now.getTime() < SHORTEST_LIFE_MS ? null : new Date(expiresAt);
}

/**
 * When the payment ends unpaid: the code's expiry plus its grace, which is also what Shopify is told as
 * `pendingExpiresAt`. Never beyond Shopify's limit, even if the provider gave the code a longer life than asked for.
 */
export function releaseTime(startedAt: Date, code: { expiresAt: Date; graceMinutes: number }): Date {
  const limit = startedAt.getTime() + SHOPIFY_LIMIT_MS - MARGIN_MS;
  return new Date(Math.min(code.expiresAt.getTime() + code.graceMinutes * MINUTE_MS, limit));
}

/** What Shopify may still accept, counted from the session's start, when it finds a deadline too far away. */
const NEARER_HOURS = [48, 24, 12] as const;

/**
 * The next nearer pending deadline, or null when the code would then live too short to be worth keeping.
 */
export function nearerDeadline(input: {
  startedAt: Date;
  now: Date;
  current: Date;
  code: { graceMinutes: number };
}): Date | null {
  for (const hours of NEARER_HOURS) {
    const latest = input.startedAt.getTime() + hours * 60 * MINUTE_MS;
    const deadline = new Date(Math.floor(latest / MINUTE_MS) * MINUTE_MS);
    const leftMs = deadline.getTime() - input.code.graceMinutes * MINUTE_MS - input.now.getTime();
    if (deadline < input.current && leftMs >= SHORTEST_LIFE_MS) return deadline;
  }
  return null;
}

/**
 * How long to wait before asking PagoEfectivo again about a code whose release time has come: half of the time we
 * have asked in vain, between a minute and an hour; after three days once a day.
 */
export function askAgainMs(sinceReleaseMs: number): number {
  if (sinceReleaseMs > 3 * 24 * 60 * MINUTE_MS) return 24 * 60 * MINUTE_MS;
  return Math.min(Math.max(sinceReleaseMs / 2, MINUTE_MS), 60 * MINUTE_MS);
}
