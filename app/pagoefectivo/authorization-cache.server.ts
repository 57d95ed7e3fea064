/**
 * Holds the bearer tokens of PagoEfectivo services, one per credentials version, asked for once
 * however many calls wait for it. The life of a token differs per service (2 hours is documented,
 * 5 minutes was seen), so only the dates in the answer count.
 */
import type { Clock } from "#app/lib/clock.ts";
import type { Secret } from "#app/lib/secret.ts";
import type { Authorization } from "./cip-answers.ts";
import type { PagoEfectivoCredentials } from "./pagoefectivo-client.ts";

interface Held {
  token: Secret;
  renewAtMs: number;
}

export interface AuthorizationCache {
  /** The held token, or a new one. Rejects as `authorize` does; a failure is never held. */
  token(credentials: PagoEfectivoCredentials): Promise<Secret>;
  /** Forgets `refused`, unless another call has already renewed it. */
  drop(credentials: PagoEfectivoCredentials, refused: Secret): void;
}

export function createAuthorizationCache(deps: {
  clock: Clock;
  authorize(credentials: PagoEfectivoCredentials): Promise<Authorization>;
}): AuthorizationCache {
  const held = new Map<string, Held>();
  const asking = new Map<string, Promise<Secret>>();

  async function renew(key: string, credentials: PagoEfectivoCredentials): Promise<Secret> {
    const askedAtMs = deps.clock.now().getTime();
    const authorization = await deps.authorize(credentials);
    for (const [other, { renewAtMs }] of held) if (renewAtMs <= askedAtMs) held.delete(other);
    held.set(key, {
      token: authorization.token,
      renewAtMs: askedAtMs + usefulLifeMs(authorization, askedAtMs),
    });
    return authorization.token;
  }

  return {
    token(credentials) {
      const key = keyOf(credentials);
      const known = held.get(key);
      if (known && deps.clock.now().getTime() < known.renewAtMs) return Promise.resolve(known.token);
      const underWay = asking.get(key);
      if (underWay) return underWay;
      const asked = renew(key, credentials).finally(() => asking.delete(key));
      asking.set(key, asked);
      return asked;
    },
    drop(credentials, refused) {
      const key = keyOf(credentials);
      if (held.get(key)?.token === refused) held.delete(key);
    },
  };
}

function keyOf(credentials: PagoEfectivoCredentials): string {
  return [credentials.environment, credentials.serviceId, credentials.credentialVersionId].join(" ");
}

/**
 * Up to 80 % of the life, and at least 60 s before its end. The life is the shorter of what their
 * dates say and what is left by our clock: either clock may be wrong, and renewing early is harmless.
 */
function usefulLifeMs(authorization: Authorization, nowMs: number): number {
  const { startsAt, expiresAt } = authorization;
  if (expiresAt === null) return 0;
  const leftMs = expiresAt.getTime() - nowMs;
  const lifeMs = startsAt === null ? leftMs : Math.min(leftMs, expiresAt.getTime() - startsAt.getTime());
  return Math.max(0, Math.min(lifeMs * 0.8, lifeMs - 60_000));
}
