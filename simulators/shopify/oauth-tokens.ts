import { randomBytes } from "node:crypto";
import type { SimulatorClock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import type { Switches } from "./switches.ts";

export type GrantType = "authorization-code" | "refresh-token" | "token-exchange";

/** One access token that was handed out; the text of the token stays inside. */
export interface IssuedToken {
  shop: string;
  kind: "offline" | "online";
  grant: GrantType;
  /** Who it was made for; null for offline tokens. */
  userId: number | null;
  scope: string;
  issuedAt: Date;
  /** null: it does not expire. */
  expiresAt: Date | null;
  state: "valid" | "expired" | "revoked";
}

interface AccessToken extends Omit<IssuedToken, "state"> {
  text: string;
  revoked: boolean;
}

interface AuthorizationCode {
  shop: string;
  scope: string;
  /** The person, when the token is to be theirs (online); null for an offline token. */
  userId: number | null;
  expiresAt: Date;
}

interface RefreshToken {
  shop: string;
  scope: string;
  expiresAt: Date;
  /** The token it was exchanged from; retired when this one is used. */
  replaces: string | null;
  used: boolean;
}

export const CODE_LIFE_SECONDS = 60;
export const OFFLINE_LIFE_SECONDS = 3600;
export const ONLINE_LIFE_SECONDS = 86_399;
export const REFRESH_LIFE_SECONDS = 7_776_000;

export interface TokenWish {
  shop: string;
  scope: string;
  grant: GrantType;
  userId: number | null;
  lifeSeconds: number | null;
}

/** Codes, access tokens and refresh tokens of all shops, and the fixed token of each shop. */
export class OauthTokens {
  readonly #clock: SimulatorClock;
  readonly #ledger: Ledger;
  readonly #switches: Switches;
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #fixedTokenRevoked = new Set<string>();

  constructor(clock: SimulatorClock, ledger: Ledger, switches: Switches) {
    this.#clock = clock;
    this.#ledger = ledger;
    this.#switches = switches;
  }

  newCode(shop: string, scope: string, userId: number | null): string {
    const code = randomBytes(16).toString("hex");
    this.#codes.set(code, { shop, scope, userId, expiresAt: this.#in(CODE_LIFE_SECONDS) });
    return code;
  }

  /** Takes the code away. null: unknown, used, of another shop, or too old. */
  takeCode(shop: string, code: string): AuthorizationCode | null {
    const known = this.#codes.get(code);
    if (known?.shop !== shop) return null;
    this.#codes.delete(code);
    return known.expiresAt > this.#clock.now() ? known : null;
  }

  issue(wish: TokenWish): string {
    const prefix = wish.userId === null ? "shpat" : "shpua";
    const text = `${prefix}_${randomBytes(16).toString("hex")}`;
    const { lifeSeconds, ...rest } = wish;
    this.#access.set(text, {
      ...rest,
      text,
      kind: wish.userId === null ? "offline" : "online",
      issuedAt: this.#clock.now(),
      expiresAt: lifeSeconds === null ? null : this.#in(lifeSeconds),
      revoked: false,
    });
    return text;
  }

  newRefreshToken(shop: string, scope: string, replaces: string | null = null): string {
    const text = `shprt_${randomBytes(16).toString("hex")}`;
    const expiresAt = this.#in(REFRESH_LIFE_SECONDS);
    this.#refresh.set(text, { shop, scope, expiresAt, replaces, used: false });
    return text;
  }

  /** Uses a refresh token; its scope, or null when it is worth nothing (any more). */
  useRefreshToken(shop: string, text: string): string | null {
    const known = this.#refresh.get(text);
    if (known?.shop !== shop || known.expiresAt <= this.#clock.now()) return null;
    const repeats = this.#switches.usedRefreshToken === "until-replacement-is-used";
    if (known.used && !repeats) return null;
    known.used = true;
    if (known.replaces !== null) this.#refresh.delete(known.replaces);
    return known.scope;
  }

  /** Whether the API accepts it: an issued token that lives, or the shop's fixed one. */
  accepts(shop: string, text: string | undefined): boolean {
    if (text === undefined) return false;
    if (text === this.#ledger.shop(shop)?.accessToken) return !this.#fixedTokenRevoked.has(shop);
    const token = this.#access.get(text);
    return token?.shop === shop && this.#state(token) === "valid";
  }

  /** The uninstall: everything of this shop is dead, codes and the fixed token included. */
  revokeAll(shop: string): void {
    for (const token of this.#access.values()) if (token.shop === shop) token.revoked = true;
    for (const [text, token] of this.#refresh) if (token.shop === shop) this.#refresh.delete(text);
    for (const [text, code] of this.#codes) if (code.shop === shop) this.#codes.delete(text);
    this.#fixedTokenRevoked.add(shop);
  }

  /** The shop was added (again) with its fixed token. */
  restoreFixedToken(shop: string): void {
    this.#fixedTokenRevoked.delete(shop);
  }

  /** Oldest first, without their texts. */
  issued(): IssuedToken[] {
    return [...this.#access.values()].map((token) => {
      const { shop, kind, grant, userId, scope, issuedAt, expiresAt } = token;
      return { shop, kind, grant, userId, scope, issuedAt, expiresAt, state: this.#state(token) };
    });
  }

  #state(token: AccessToken): IssuedToken["state"] {
    if (token.revoked) return "revoked";
    return token.expiresAt !== null && token.expiresAt <= this.#clock.now() ? "expired" : "valid";
  }

  #in(seconds: number): Date {
    return new Date(this.#clock.now().getTime() + seconds * 1000);
  }
}
