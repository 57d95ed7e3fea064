import { randomUUID } from "node:crypto";
import type { SimulatorClock } from "./clock.ts";
import type { Ledger } from "./ledger.ts";
import { OauthTokens } from "./oauth-tokens.ts";
import { PaymentsAppSettings } from "./payments-app-settings.ts";
import { mintSessionToken, type SessionTokenOverrides } from "./session-token.ts";
import { signedQuery } from "./signed-query.ts";
import { hostParameter, scopeList, type SimulatedApp } from "./simulated-app.ts";
import { Staff } from "./staff.ts";
import type { Switches } from "./switches.ts";
import { WebhookSender, type WebhookAnswer } from "./webhook-sender.ts";

/** A shop that has the app. */
export interface Installation {
  shop: string;
  scopes: string;
  installedAt: Date;
}

export interface MerchantSideDeps {
  clock: SimulatorClock;
  switches: Switches;
  ledger: Ledger;
  apiVersion: string;
  app: SimulatedApp | null;
  closing: AbortSignal;
}

/** All that a merchant does with the app: install it, sign in, set it up, uninstall it. Kept in memory. */
export class MerchantSide {
  readonly clock: SimulatorClock;
  readonly ledger: Ledger;
  readonly tokens: OauthTokens;
  readonly staff = new Staff();
  readonly settings: PaymentsAppSettings;
  readonly webhooks: WebhookSender;
  readonly #installations = new Map<string, Installation>();
  readonly #sids = new Map<string, string>();
  #app: SimulatedApp | null;

  constructor(deps: MerchantSideDeps) {
    const { clock, ledger, switches, apiVersion, closing } = deps;
    this.clock = clock;
    this.ledger = ledger;
    this.#app = deps.app;
    this.tokens = new OauthTokens(clock, ledger, switches);
    this.settings = new PaymentsAppSettings(switches);
    this.webhooks = new WebhookSender({
      clock,
      switches,
      ledger,
      apiVersion,
      closing,
      app: () => this.#app,
    });
  }

  get app(): SimulatedApp | null {
    return this.#app;
  }

  set app(app: SimulatedApp | null) {
    this.#app = app;
  }

  installation(shop: string): Installation | undefined {
    return this.#installations.get(shop);
  }

  installations(): Installation[] {
    return [...this.#installations.values()].map((one) => ({ ...one }));
  }

  install(shop: string, scopes: string): void {
    const installedAt = this.#installations.get(shop)?.installedAt ?? this.clock.now();
    this.#installations.set(shop, { shop, scopes, installedAt });
  }

  /** Whether the app has these scopes already, so that nobody needs to be asked. */
  hasGranted(shop: string, scopes: string): boolean {
    const granted = this.#installations.get(shop);
    if (granted === undefined) return false;
    const held = new Set(scopeList(granted.scopes));
    return scopeList(scopes).every((scope) => held.has(scope));
  }

  /** Every token dies first, then the app hears of it; null when it has no subscription. */
  async uninstall(shop: string): Promise<WebhookAnswer | null> {
    this.#installations.delete(shop);
    this.tokens.revokeAll(shop);
    this.settings.forget(shop);
    const topic = "app/uninstalled";
    return this.webhooks.isSubscribed(topic) ? this.webhooks.send({ shop, topic }) : null;
  }

  /** A session token for the person at the browser, or for another one of that shop. Throws without an app. */
  sessionToken(shop: string, userId?: number, overrides?: SessionTokenOverrides): string {
    const person = userId ?? this.staff.signedIn(shop).id;
    const input = { shop, userId: person, sid: this.#sid(shop, person), now: this.clock.now() };
    return mintSessionToken(this.#required(), input, overrides);
  }

  /**
   * The app's address as the admin opens it, signed. Embedded apps get what their frame gets, others the four
   * parameters of a top-level opening. `path` may have a query of its own, which is signed too.
   */
  launchUrl(shop: string, path = "/"): string {
    const app = this.#required();
    const url = new URL(app.appUrl);
    // Only path and query are taken over: a path like //host must not carry the signature to another origin.
    const inside = new URL(path, app.appUrl);
    if (inside.pathname !== "/") url.pathname = inside.pathname;
    url.search = inside.search;
    const person = this.staff.signedIn(shop);
    const ours: Record<string, string> = {
      host: hostParameter(shop),
      shop,
      timestamp: String(Math.floor(this.clock.now().getTime() / 1000)),
    };
    const embedded: Record<string, string> = {
      embedded: "1",
      id_token: app.embedded === true ? this.sessionToken(shop) : "",
      locale: person.locale,
      session: this.#sid(shop, person.id),
    };
    const parameters = {
      ...Object.fromEntries(url.searchParams),
      ...(app.embedded === true ? embedded : {}),
      ...ours,
    };
    url.search = signedQuery(parameters, app.clientSecret);
    return url.href;
  }

  #sid(shop: string, userId: number): string {
    const key = `${shop} ${userId}`;
    const sid = this.#sids.get(key) ?? randomUUID();
    this.#sids.set(key, sid);
    return sid;
  }

  #required(): SimulatedApp {
    if (this.#app === null) throw new Error("the simulator was given no app");
    return this.#app;
  }
}
