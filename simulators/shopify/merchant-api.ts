import type { Installation, MerchantSide } from "./merchant-side.ts";
import type { IssuedToken } from "./oauth-tokens.ts";
import type { PaymentsAppState } from "./payments-app-settings.ts";
import type { SessionTokenOverrides } from "./session-token.ts";
import type { SimulatedApp } from "./simulated-app.ts";
import type { AdminLocale, StaffMember } from "./staff.ts";
import type { WebhookAnswer, WebhookDelivery, WebhookOrder } from "./webhook-sender.ts";

/** The merchant's side, for programs. All answers are copies as of now. Shops are named by their whole domain. */
export interface MerchantApi {
  /** The one app of this Shopify, null when there is none. */
  app(): SimulatedApp | null;
  /** Gives it another app, or the same one at another address: ports are often known late. */
  setApp(app: SimulatedApp | null): void;
  staff(shop: string): StaffMember[];
  signedInStaff(shop: string): StaffMember;
  /** Who sits at the browser from now on. Throws for a person who does not work there. */
  signInAs(shop: string, userId: number): void;
  setStaffLocale(shop: string, userId: number, locale: AdminLocale): void;
  /** As if a person had agreed to the app's scopes, or to these. */
  installApp(shop: string, scopes?: string): void;
  /** Tokens die, then app/uninstalled is sent; its answer, or null when the app has no subscription. */
  uninstallApp(shop: string): Promise<WebhookAnswer | null>;
  installations(): Installation[];
  /** Every access token that was handed out, oldest first, without its text. */
  issuedTokens(): IssuedToken[];
  /** Readiness, handle and activation as Settings → Payments shows them. */
  paymentsApp(shop: string): PaymentsAppState;
  /** The merchant's click in Settings → Payments. Throws while the provider is not ready. */
  activateApp(shop: string, options?: { testMode?: boolean }): void;
  deactivateApp(shop: string): void;
  /** A session token as App Bridge gives it, for the person at the browser or another one, possibly bent. */
  sessionToken(shop: string, options?: SessionTokenOverrides & { userId?: number }): string;
  /** The app's signed address as the admin opens it. */
  launchUrl(shop: string, path?: string): string;
  /** Sends a webhook to the app's address for its topic and answers with the last answer. */
  sendWebhook(order: WebhookOrder): Promise<WebhookAnswer>;
  /** Every request that carried a webhook, oldest first, repeats included. */
  webhookDeliveries(): WebhookDelivery[];
}

/** The merchant's side as programs see it. */
export function merchantApi(side: MerchantSide): MerchantApi {
  return {
    app: () => side.app,
    setApp: (app) => void (side.app = app),
    staff: (shop) => side.staff.members(shop),
    signedInStaff: (shop) => side.staff.signedIn(shop),
    signInAs: (shop, userId) => side.staff.signInAs(shop, userId),
    setStaffLocale: (shop, userId, locale) => side.staff.setLocale(shop, userId, locale),
    installApp: (shop, scopes) => side.install(shop, scopes ?? side.app?.scopes ?? ""),
    uninstallApp: (shop) => side.uninstall(shop),
    installations: () => side.installations(),
    issuedTokens: () => side.tokens.issued(),
    paymentsApp: (shop) => side.settings.of(shop),
    activateApp: (shop, options) => {
      if (!side.settings.activate(shop, options?.testMode === true)) {
        throw new Error(`the app is not ready in ${shop}`);
      }
    },
    deactivateApp: (shop) => side.settings.deactivate(shop),
    sessionToken: (shop, options) => side.sessionToken(shop, options?.userId, options),
    launchUrl: (shop, path) => side.launchUrl(shop, path),
    sendWebhook: (order) => side.webhooks.send(order),
    webhookDeliveries: () => side.webhooks.deliveries(),
  };
}
