/**
 * Everything that is ever sealed, by name. `app/keys` knows the columns of each: a thing that stood in no column it knows would be
 * left behind by `keys:rotate` and be lost with the old key. The compiler holds the two together.
 */
export type SealedThing =
  | "access-key"
  | "secret-key"
  | "alert-webhook-secret"
  | "shopify-session"
  | "privacy-subject"
  | "privacy-export"
  | "find-code"
  | "refund"
  | "refund-receipt"
  | "refund-batch"
  | "statement-upload";

/** A thing, or one of many: `refund:<its id>`. */
export type SealedField = SealedThing | `${SealedThing}:${string}`;
