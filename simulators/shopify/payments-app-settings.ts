import type { Switches } from "./switches.ts";

/** How Settings → Payments of one shop sees the app. */
export interface PaymentsAppState {
  /** What the app said last with `paymentsAppConfigure`. */
  ready: boolean;
  externalHandle: string | null;
  /** What the merchant chose in Shopify's own page. */
  activated: boolean;
  testMode: boolean;
}

/** The refusal of a shop that has no payments extension (merchants report this text from `paymentsAppConfigure`). */
export const NOT_INSTALLED = "Payments App is not installed on this shop";

const UNTOUCHED: PaymentsAppState = {
  ready: false,
  externalHandle: null,
  activated: false,
  testMode: false,
};

/** Readiness as the app tells it, activation as the merchant chooses it. One entry per shop, kept in memory. */
export class PaymentsAppSettings {
  readonly #switches: Switches;
  readonly #shops = new Map<string, PaymentsAppState>();

  constructor(switches: Switches) {
    this.#switches = switches;
  }

  of(shop: string): PaymentsAppState {
    return { ...(this.#shops.get(shop) ?? UNTOUCHED) };
  }

  /** What the mutation does; the text of its refusal, or null. A handle left out keeps the one that is there. */
  configure(shop: string, ready: boolean, externalHandle: string | null | undefined): string | null {
    if (!this.#switches.paymentsExtensionReleased) return NOT_INSTALLED;
    const before = this.of(shop);
    const handle = externalHandle === undefined ? before.externalHandle : externalHandle;
    this.#shops.set(shop, { ...before, ready, externalHandle: handle });
    return null;
  }

  /** The merchant's choice. false: the provider is not ready, so there is nothing to activate. */
  activate(shop: string, testMode: boolean): boolean {
    const before = this.of(shop);
    if (!before.ready) return false;
    this.#shops.set(shop, { ...before, activated: true, testMode });
    return true;
  }

  deactivate(shop: string): void {
    this.#shops.set(shop, { ...this.of(shop), activated: false });
  }

  /** After an uninstall a new installation starts from nothing. */
  forget(shop: string): void {
    this.#shops.delete(shop);
  }

  /** Whether the checkout shows the method; always, unless the switch ties it to activation. */
  isOffered(shop: string): boolean {
    const { ready, activated } = this.of(shop);
    return !this.#switches.checkoutNeedsActivation || (ready && activated);
  }
}
