/**
 * Counts how often somebody comes, one bucket of tokens per key, in the memory of one process. Pure: the caller says what time it is.
 *
 * Of each bucket only one number is kept: the instant at which it will be full again. A bucket that is full says nothing, so that it need
 * not be kept, and a process that forgets one is more generous, never stricter.
 */

/** How many may come at once, and how many more as time goes on. */
export interface BucketSize {
  burst: number;
  perMinute: number;
}

export interface TokenBuckets {
  /** Takes one token. Answers 0, or the milliseconds until there is one. */
  take(key: string, atMs: number): number;
  /** How many buckets are kept now. */
  size(): number;
}

const MINUTE_MS = 60_000;

/** At most `maxKeys` buckets are kept: the one that was used longest ago goes first. */
export function createTokenBuckets({ burst, perMinute }: BucketSize, maxKeys: number): TokenBuckets {
  const tokenMs = MINUTE_MS / perMinute;
  const emptyMs = tokenMs * burst;
  /** In the order of their last use. */
  const fullAt = new Map<string, number>();

  return {
    take: (key, atMs) => {
      const known = fullAt.get(key) ?? atMs;
      // A clock that was set back would otherwise shut somebody out for as long as it was ahead.
      const from = known > atMs + emptyMs ? atMs : Math.max(known, atMs);
      const waitMs = from + tokenMs - (atMs + emptyMs);
      // Who is refused was here too: a bucket that is asked for all the time must not be forgotten first.
      fullAt.delete(key);
      fullAt.set(key, waitMs > 0 ? from : from + tokenMs);
      if (fullAt.size > maxKeys) dropOldest(fullAt);
      return waitMs > 0 ? Math.ceil(waitMs) : 0;
    },
    size: () => fullAt.size,
  };
}

function dropOldest(keys: Map<string, number>): void {
  const [oldest] = keys.keys();
  if (oldest !== undefined) keys.delete(oldest);
}
