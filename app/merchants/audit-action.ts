/** Everything that a person of the shop can do and that is written down with their name. */
export const AUDIT_ACTIONS = [
  "payment-checked",
  "payment-voided",
  "payment-extended",
  "payment-sent-again",
  "payment-simulated",
  "payment-contact-shown",
  "payment-note-added",
  "payments-exported",
  "connection-saved",
  "connection-removed",
  "account-state-saved",
  "rules-saved",
  "page-saved",
  "activated",
  "deactivated",
  "privacy-export-fetched",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
