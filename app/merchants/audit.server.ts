/**
 * Who did what, before and after. Written once and kept for ever; never a secret, never a shopper's contact.
 */
import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { AuditAction } from "#app/merchants/audit-action.ts";

export type AuditValues = Readonly<Record<string, unknown>>;

export interface AuditEntry {
  shopId: string;
  /** Shopify's id of the person; of an operator: `operator:` and their name. */
  userId: string;
  /** UTC. */
  at: Date;
  action: AuditAction;
  paymentId?: string;
  before?: AuditValues;
  after?: AuditValues;
}

/** Writes one line of the audit. Throws without a person: nobody acts anonymously on money. */
export async function recordAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  invariant(entry.userId !== "", `${entry.action} is done by a person`);
  await db.query({
    name: "record-audit",
    text: `insert into audit_log (shop_id, at, user_id, action, payment_id, before, after)
      values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)`,
    values: [
      entry.shopId,
      entry.at,
      entry.userId,
      entry.action,
      entry.paymentId ?? null,
      entry.before ? JSON.stringify(entry.before) : null,
      entry.after ? JSON.stringify(entry.after) : null,
    ],
  });
}
