import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import type { Logger } from "#app/lib/logger.server.ts";
import type { Mailer } from "#app/lib/mailer.server.ts";
import type { OutboundHttp } from "#app/lib/outbound-http.server.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import type { WebhookRules } from "#app/cases/desk-settings.ts";

/** What telling merchants of cases works with. */
export interface AlertDeps {
  clock: Clock;
  db: Queryable;
  log: Logger;
  vault: Vault;
  /** Null where the operator has no mail server. */
  mailer: Mailer | null;
  /** Reaches public addresses only. */
  toMerchants: OutboundHttp;
  webhookRules: WebhookRules;
  /** Where a browser finds a page of the shop's admin. */
  adminAddress: (shop: string, path: string) => string;
}
