/**
 * Holds back whoever begins or ends signing in far more often than people do, from one address: in this process's memory, then in the database,
 * so that all processes agree. What is tried there is signed by Shopify and cannot be guessed; this keeps trying from costing anything.
 */
import type { MiddlewareHandler } from "hono";
import type { ShopperEnvironment } from "#app/doors/shopper-pages.ts";
import type { FloodConfig } from "#app/lib/flood-config.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import { createTokenBuckets } from "#app/lib/token-buckets.ts";
import { takeSignInTurn, type PersonTurnDeps } from "#app/limits/person-turns.server.ts";
import { refuseSignIn } from "#app/merchants/sign-in-answers.ts";

const MOST_ADDRESSES = 20_000;

export function signInGuard(
  deps: PersonTurnDeps & { log: Logger; config: { flood: FloodConfig } },
): MiddlewareHandler<ShopperEnvironment> {
  const size = deps.config.flood.signInsPerAddress;
  const buckets = createTokenBuckets(size, MOST_ADDRESSES);
  const lines = createTokenBuckets({ burst: 1, perMinute: 1 }, 1);
  return async (c, next) => {
    const { clientAddress } = c.env;
    // A proxy that does not say whom it speaks for stands for everybody: nobody is counted then.
    if (clientAddress === null) return next();
    const atMs = deps.clock.now().getTime();
    const inMemory = buckets.take(clientAddress, atMs);
    const waitMs = inMemory > 0 ? inMemory : await takeSignInTurn(deps, clientAddress, size);
    if (waitMs === 0) return next();
    if (lines.take("sign-in", atMs) === 0)
      deps.log.warn({ alert: true, kind: "sign-in" }, "a flood of sign-ins is held back");
    const refusal = refuseSignIn("too-often");
    refusal.headers.set("Retry-After", String(Math.ceil(waitMs / 1_000)));
    return refusal;
  };
}
