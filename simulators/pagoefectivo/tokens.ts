import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { SimulatorClock } from "./clock.ts";
import type { SimulatedEnvironment, SimulatedService } from "./simulated-service.ts";

export interface IssuedToken {
  token: string;
  start: Date;
  expires: Date;
}

interface TokenFacts {
  serviceId: number;
  environment: SimulatedEnvironment;
  expiresMs: number;
}

/**
 * Bearer tokens: HS256 JWTs with the claims seen in real ones (`sub`, `jti`, `nameid`, `exp`). One token
 * makes any number of calls until it expires. The signing key is born with the process, so a
 * restarted simulator refuses the old tokens, as the real API would after a change of key.
 */
export class TokenDesk {
  readonly #clock: SimulatorClock;
  readonly #key = randomBytes(32);
  readonly #issued = new Map<string, TokenFacts>();

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  /** `lifeMs` from now by the injected clock. */
  issue(service: SimulatedService, lifeMs: number): IssuedToken {
    const start = this.#clock.now();
    const expires = new Date(start.getTime() + lifeMs);
    const claims = {
      sub: service.codeService,
      jti: randomUUID(),
      nameid: String(service.serviceId),
      exp: Math.floor(expires.getTime() / 1000),
    };
    const unsigned = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url(claims)}`;
    const token = `${unsigned}.${this.#sign(unsigned)}`;
    this.#issued.set(token, {
      serviceId: service.serviceId,
      environment: service.environment,
      expiresMs: expires.getTime(),
    });
    return { token, start, expires };
  }

  /** The service that an `Authorization` header proves in this environment, or `null`. */
  serviceOf(authorization: string | undefined, environment: SimulatedEnvironment): number | null {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? "")?.[1];
    // The whole text is the key, so an altered token is simply not one of ours.
    const facts = token === undefined ? undefined : this.#issued.get(token);
    if (!facts || facts.environment !== environment) return null;
    return facts.expiresMs > this.#clock.now().getTime() ? facts.serviceId : null;
  }

  /** Makes the tokens of one service, or all, worthless before their time. */
  revoke(serviceId: number | null): void {
    for (const [token, facts] of this.#issued) {
      if (serviceId === null || facts.serviceId === serviceId) this.#issued.delete(token);
    }
  }

  #sign(unsigned: string): string {
    return createHmac("sha256", this.#key).update(unsigned).digest("base64url");
  }
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
