import type { PageChoices } from "#app/payments/voucher-view.ts";

/** A shopper's page about which the merchant has decided nothing. */
export const PLAIN_PAGE: PageChoices = {
  languages: ["es", "en"],
  accentColor: null,
  support: { helpUrl: null, email: null, whatsapp: null, phone: null },
};
