/**
 * Turns of people, counted in the database, so that all processes of the public port agree. Whoever asks counts in the memory of one
 * process first, so that a flood does not become a flood of statements.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Secret } from "#app/lib/secret.ts";
import type { BucketSize } from "#app/lib/token-buckets.ts";
import { limitedPerson } from "#app/limits/limited-person.server.ts";
import { takeTurn } from "#app/limits/limit-store.server.ts";

export interface PersonTurnDeps {
  clock: Clock;
  db: Queryable;
  /** Only names the people: no address and no code's address stands in a key. */
  shopifyApp: { apiSecret: Secret };
}

const MINUTE_MS = 60_000;

/** A press of a shopper's button: of one code, from one address (null where nobody knows). Answers 0, or the wait in milliseconds. */
export async function takeFormTurn(
  deps: PersonTurnDeps,
  press: { code: string; address: string | null },
  sizes: { perCode: BucketSize; perAddress: BucketSize },
): Promise<number> {
  // The address first: who floods others' codes from one place then uses up their own turns, not the codes'.
  const byAddress =
    press.address === null ? 0 : await take(deps, "form-address", press.address, sizes.perAddress);
  return byAddress > 0 ? byAddress : take(deps, "form-code", press.code, sizes.perCode);
}

/** A step of signing in to the admin, from one address. Answers 0, or the wait in milliseconds. */
export function takeSignInTurn(deps: PersonTurnDeps, address: string, size: BucketSize): Promise<number> {
  return take(deps, "sign-in-address", address, size);
}

async function take(deps: PersonTurnDeps, what: string, whose: string, size: BucketSize): Promise<number> {
  const { isAllowed, retryAfterMs } = await takeTurn(deps.db, {
    key: `${what}:${limitedPerson(deps.shopifyApp.apiSecret, whose)}`,
    at: deps.clock.now(),
    capacity: size.burst,
    // The store counts whole milliseconds; nobody needs more than 60,000 turns a minute.
    refillMs: Math.max(1, Math.round(MINUTE_MS / size.perMinute)),
  });
  return isAllowed ? 0 : Math.max(1, retryAfterMs);
}
